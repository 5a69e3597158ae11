package larder.fuzzing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import larder.socket.MessageLimits;
import larder.socket.wire.ContentReader;
import larder.socket.wire.Framing;
import larder.socket.wire.HeadBuilder;
import larder.socket.wire.HeadRoom;
import larder.socket.wire.MessageWriter;
import larder.socket.wire.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes as chunked content: refused, or read the same in pieces and with a look whether all is
 * there, and written anew as read.
 */
public final class ChunksFuzz {
  private static final String QUOTED =
      "\"(?:[\t !#-\\[\\]-~\u0080-\u00ff]|\\\\[\t -~\u0080-\u00ff])*+\"";

  /** A size, which is group 1, and its extensions: RFC 9112, section 7.1. */
  private static final Pattern SIZE =
      Pattern.compile(
          "([0-9A-Fa-f]{1,15})(?:[\t ]*+;[\t ]*+%1$s(?:[\t ]*+=[\t ]*+(?:%1$s|%2$s))?+)*+\r\n"
              .formatted(Promise.TOKEN, QUOTED));

  private static final Pattern TRAILERS = Pattern.compile(Promise.FIELDS);

  private ChunksFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws TransferException {
    String whole = read(bytes, Integer.MAX_VALUE, false);
    Promise.same(whole, read(bytes, Integer.MAX_VALUE, true), "Looked at before it is read");
    Promise.same(whole, read(bytes, 1, false), "One byte at a time");
    Promise.same(whole, read(bytes, 3, false), "Three bytes at a time");
  }

  private static String read(byte[] bytes, int size, boolean looks) throws TransferException {
    Pieces source = new Pieces(bytes, size);
    ContentReader reader = reader(source);
    if (looks && source.fill()) {
      reader.countWhatIsWhole();
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try {
      reader.writeTo(
          in -> {
            while (in.hasRemaining()) {
              content.write(in.get());
            }
          });
    } catch (TransferException e) {
      Promise.holds(!reader.isComplete(), "Refused, and complete");
      return "refused " + e.kind();
    }
    Promise.holds(reader.isComplete(), "Read, and not complete");
    String taken = new String(bytes, 0, source.taken(), StandardCharsets.ISO_8859_1);
    Promise.same(
        content.toString(StandardCharsets.ISO_8859_1), dataOf(taken), "Read by the grammar");
    String text = content.toString(StandardCharsets.ISO_8859_1);
    Promise.same(text, writtenAndRead(reader, text), "Written and read again");
    return text + " " + reader.trailers() + " " + source.taken();
  }

  /** What is in the chunks, to the letter of the grammar; null if it is not kept to. */
  private static @Nullable String dataOf(String taken) {
    StringBuilder data = new StringBuilder();
    Matcher size = SIZE.matcher(taken);
    int position = 0;
    while (size.region(position, taken.length()).lookingAt()) {
      long length = Long.parseLong(size.group(1), 16);
      if (length == 0) {
        boolean ends = TRAILERS.matcher(taken).region(size.end(), taken.length()).matches();
        return ends ? data.toString() : null;
      }
      if (length > taken.length() - size.end()) {
        return null;
      }
      int end = size.end() + (int) length;
      if (!taken.startsWith("\r\n", end)) {
        return null;
      }
      data.append(taken, size.end(), end);
      position = end + 2;
    }
    return null;
  }

  private static ContentReader reader(Pieces source) {
    return new ContentReader(
        source,
        Framing.CHUNKED,
        MessageLimits.defaults(),
        HeadRoom.ENDLESS,
        Side.CLIENT,
        "the client");
  }

  private static String writtenAndRead(ContentReader read, String text) throws TransferException {
    Scratch scratch = new Scratch();
    HeadBuilder head = new HeadBuilder(scratch).end();
    Written written = new Written();
    MessageWriter out = new MessageWriter(written, scratch, head, Framing.CHUNKED);
    out.flushHead();
    int from = written.text().length();
    if (!text.isEmpty()) {
      out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }
    out.end(read.trailers());
    StringBuilder again = new StringBuilder();
    reader(Pieces.of(written.text().substring(from)))
        .writeTo(
            in -> {
              while (in.hasRemaining()) {
                again.append((char) (in.get() & 0xff));
              }
            });
    return again.toString();
  }
}
