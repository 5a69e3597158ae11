package larder.fuzzing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import larder.socket.MessageLimits;
import larder.socket.wire.ContentReader;
import larder.socket.wire.Framing;
import larder.socket.wire.HeadBuilder;
import larder.socket.wire.MessageWriter;
import larder.socket.wire.Scratch;

/** Any bytes as chunked content: refused, or read the same in pieces, and written anew as read. */
public final class ChunksFuzz {
  /** The first and the last octets of RFC 9112, section 7.1; what is between is chunks. */
  private static final Pattern SHAPE =
      Pattern.compile("[0-9A-Fa-f]{1,15}[;\r].*\r\n", Pattern.DOTALL);

  private ChunksFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws TransferException {
    String whole = read(bytes, Integer.MAX_VALUE);
    Promise.same(whole, read(bytes, 1), "One byte at a time");
    Promise.same(whole, read(bytes, 3), "Three bytes at a time");
  }

  private static String read(byte[] bytes, int size) throws TransferException {
    Pieces source = new Pieces(bytes, size);
    ContentReader reader = reader(source);
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
    Promise.holds(SHAPE.matcher(taken).matches(), "Accepted against the grammar");
    String text = content.toString(StandardCharsets.ISO_8859_1);
    Promise.same(text, writtenAndRead(reader, text), "Written and read again");
    return text + " " + reader.trailers() + " " + source.taken();
  }

  private static ContentReader reader(Pieces source) {
    return new ContentReader(
        source, Framing.CHUNKED, MessageLimits.defaults(), Side.CLIENT, "the client");
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
