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
  private static final String PATH = "/(?:[A-Za-z0-9._~!$&'()*+,;=:@/\\[\\]^|-]|%[0-9A-Fa-f]{2})*+";

  private static final String QUERY = "\\?[A-Za-z0-9._~!$&'()*+,;=:@/?\\[\\]^|\\\\`{}%-]*+";

  private static final String HOST = "(?:[A-Za-z0-9._~!$&'()*+,;=-]++|\\[[0-9A-Fa-f:.]++])";

  /** The four forms of RFC 9112, section 3.2, each with the methods that may have it. */
  private static final String REQUEST =
      "(?:CONNECT %1$s:[0-9]++|OPTIONS \\*|(?!CONNECT )%2$s (?:(?i:https?)://%1$s(?::[0-9]*+)?)?"
              .formatted(HOST, Promise.TOKEN)
          + "(?:%1$s(?:%2$s)?|(?<=[^ ])%2$s|(?<=[^ ])))".formatted(PATH, QUERY);

  /** RFC 9112, sections 3 and 5, with what the page on reading lists, and no more. */
  private static final Pattern GRAMMAR =
      Pattern.compile("(?:\r\n){0,4}" + REQUEST + " HTTP/1\\.[01]\r\n" + Promise.FIELDS);

  private static final Pattern FRAMING =
      Pattern.compile("(?imd)^(content-length|transfer-encoding):");

  /** One length of up to 19 digits, or one coding (RFC 9112, section 6.3). */
  private static final Pattern ONE_FRAMING =
      Pattern.compile(
          "(?imd)^(content-length:[\t ]*+[0-9]{1,19}|transfer-encoding:[\t ]*+chunked)[\t ]*+\r$");

  private static final Pattern HOST_LINE = Pattern.compile("(?imd)^host:");

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
    long framings = FRAMING.matcher(text).results().count();
    Promise.holds(
        framings == 0 || (framings == 1 && ONE_FRAMING.matcher(text).find()),
        "Accepted with more than one framing, or a malformed one");
    long hosts = HOST_LINE.matcher(text).results().count();
    Promise.holds(
        hosts == 1 || (hosts == 0 && read.head().version() == HttpVersion.HTTP_1_0),
        "Accepted without its one Host");
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
