package larder.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import larder.http.Method;
import larder.http.TransferException;
import larder.socket.MessageLimits;
import larder.socket.wire.Framing;
import larder.socket.wire.HeadBuilder;
import larder.socket.wire.HeadReader;
import larder.socket.wire.MalformedException;
import larder.socket.wire.MessageWriter;
import larder.socket.wire.ResponseHeadParser;
import larder.socket.wire.ResponseHeadParser.ReadResponse;
import larder.socket.wire.Scratch;

/** Any bytes as a response's head: refused, or read the same in pieces, and written as one head. */
public final class ResponseFuzz {
  /** RFC 9112, sections 4 and 5; the space before no reason may be missing. */
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "HTTP/1\\.[01] [1-5][0-9]{2}(?: [\t -~\u0080-\u00ff]*+)?\r\n" + Promise.FIELDS);

  private ResponseFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws TransferException {
    for (Method method : new Method[] {Method.GET, Method.HEAD, Method.CONNECT}) {
      String whole = read(method, bytes, Integer.MAX_VALUE);
      Promise.same(whole, read(method, bytes, 1), "One byte at a time");
      Promise.same(whole, read(method, bytes, 5), "Five bytes at a time");
    }
  }

  private static String read(Method method, byte[] bytes, int size) throws TransferException {
    ResponseHeadParser parser =
        new ResponseHeadParser(method, new Scratch(), MessageLimits.defaults());
    Pieces source = new Pieces(bytes, size);
    try {
      if (HeadReader.read(source, parser) != HeadReader.End.COMPLETE) {
        return "incomplete";
      }
    } catch (MalformedException e) {
      return "refused " + e.status();
    }
    ReadResponse read = parser.result();
    String text = new String(bytes, 0, source.taken(), StandardCharsets.ISO_8859_1);
    Promise.holds(GRAMMAR.matcher(text).matches(), "Accepted against the grammar");
    if (!read.head().mayHaveContent(method)) {
      Promise.same(Framing.NONE, read.framing(), "Content where there is none");
    }
    Scratch scratch = new Scratch();
    HeadBuilder head =
        new HeadBuilder(scratch)
            .response(read.head())
            .fields(read.head().fields())
            .framing(read.framing())
            .end();
    Written written = new Written();
    new MessageWriter(written, scratch, head, read.framing()).flushHead();
    Promise.isOneHead(written.text());
    return read + " " + source.taken();
  }
}
