package larder.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import larder.http.HttpVersion;
import larder.http.TransferException;
import larder.socket.MessageLimits;
import larder.socket.wire.Framing;
import larder.socket.wire.HeadBuilder;
import larder.socket.wire.HeadReader;
import larder.socket.wire.MalformedException;
import larder.socket.wire.MessageWriter;
import larder.socket.wire.RequestHeadParser;
import larder.socket.wire.RequestHeadParser.ReadRequest;
import larder.socket.wire.Scratch;

/** Any bytes as a request's head: refused, or read the same in pieces, and written anew as read. */
public final class RequestFuzz {
  /** RFC 9112, sections 3 and 5, without what is left to a recipient's kindness. */
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(\r\n){0,4}[!#$%&'*+.^_`|~0-9A-Za-z-]+ [!-~]+ HTTP/1\\.[01]\r\n"
              + "([!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\u0080-\u00ff]*\r\n)*+\r\n");

  private RequestFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws TransferException {
    String whole = read(bytes, Integer.MAX_VALUE);
    Promise.same(whole, read(bytes, 1), "One byte at a time");
    Promise.same(whole, read(bytes, 7), "Seven bytes at a time");
  }

  private static String read(byte[] bytes, int size) throws TransferException {
    RequestHeadParser parser = new RequestHeadParser(new Scratch(), MessageLimits.defaults());
    Pieces source = new Pieces(bytes, size);
    try {
      if (HeadReader.read(source, parser) != HeadReader.End.COMPLETE) {
        return "incomplete";
      }
    } catch (MalformedException e) {
      return "refused " + e.status();
    }
    ReadRequest read = parser.result();
    String text = new String(bytes, 0, source.taken(), StandardCharsets.ISO_8859_1);
    Promise.holds(GRAMMAR.matcher(text).matches(), "Accepted against the grammar");
    Promise.same(rewritten(read), rewritten(again(read)), "Written and read again");
    return read + " " + source.taken();
  }

  private static String rewritten(ReadRequest read) throws TransferException {
    Scratch scratch = new Scratch();
    Framing framing = read.framing();
    HeadBuilder head =
        new HeadBuilder(scratch)
            .request(read.head().method(), read.head().target().toString())
            .fields(read.head().fields())
            .framing(framing)
            .end();
    Written written = new Written();
    new MessageWriter(written, scratch, head, framing).flushHead();
    Promise.isOneHead(written.text());
    return written.text();
  }

  private static ReadRequest again(ReadRequest read) throws TransferException {
    RequestHeadParser parser =
        new RequestHeadParser(
            new Scratch(), new MessageLimits(1 << 20, 1 << 20, 1000, 1 << 20, 1 << 20));
    String text = rewritten(read);
    if (read.head().version() == HttpVersion.HTTP_1_0) {
      return read; // we write 1.1, where Host has to be, and an expectation has to be met
    }
    try {
      Promise.holds(
          HeadReader.read(Pieces.of(text), parser) == HeadReader.End.COMPLETE, "Not read again");
    } catch (MalformedException e) {
      throw new AssertionError("What is written is refused: " + e.explanation(), e);
    }
    return parser.result();
  }
}
