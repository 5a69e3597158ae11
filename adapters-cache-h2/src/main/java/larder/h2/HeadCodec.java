package larder.h2;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import larder.http.Fields;
import larder.store.StoredHead;

/**
 * Encodes heads as bytes: status; reason; fields; selecting fields; times. Numbers are unsigned
 * LEB128. A text is a number followed by bytes; the number is twice their count, plus one if they
 * are UTF-8 and not Latin-1. A field section is the number of its lines followed by the lines; the
 * name of a line is the number of a {@link KnownNames known name}, or 0 and a text. Times are
 * seconds and nanoseconds of the epoch as 8 and 4 bytes, big-endian.
 *
 * <p>The record that contains the bytes tells whether they are complete.
 */
final class HeadCodec {
  private HeadCodec() {}

  static byte[] encode(StoredHead head) {
    Output out = new Output();
    out.number(head.status());
    out.text(head.reason());
    out.fields(head.fields());
    out.fields(head.selecting());
    out.time(head.requestedAt());
    out.time(head.receivedAt());
    return out.toBytes();
  }

  /**
   * @param encoded between position and limit; has an array
   * @throws DamagedException if these bytes are no head
   */
  static StoredHead decode(ByteBuffer encoded) throws DamagedException {
    try {
      Input in = new Input(encoded.duplicate());
      return new StoredHead(in.number(), in.text(), in.fields(), in.fields(), in.time(), in.time());
    } catch (BufferUnderflowException
        | DateTimeException
        | IllegalArgumentException
        | IndexOutOfBoundsException e) {
      throw new DamagedException("A head that ends too early", e);
    }
  }

  /** Reads from a buffer that has an array. */
  private record Input(ByteBuffer buffer) {
    private int number() {
      int number = 0;
      for (int shift = 0; shift < 35; shift += 7) {
        byte next = buffer.get();
        number |= (next & 0x7f) << shift;
        if (next >= 0) {
          return number;
        }
      }
      throw new IndexOutOfBoundsException("A number that does not end");
    }

    private String text() {
      int number = number();
      int length = number >>> 1;
      Charset charset = (number & 1) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
      if (length > buffer.remaining()) {
        throw new BufferUnderflowException();
      }
      int position = buffer.position();
      buffer.position(position + length);
      return new String(buffer.array(), buffer.arrayOffset() + position, length, charset);
    }

    private Fields fields() {
      int count = number();
      if (count == 0) {
        return Fields.EMPTY;
      }
      Fields.Builder fields = Fields.builder();
      for (int i = 0; i < count; i++) {
        int known = number();
        fields.copy(known == 0 ? text() : KnownNames.name(known), text());
      }
      return fields.build();
    }

    private Instant time() {
      return Instant.ofEpochSecond(buffer.getLong(), buffer.getInt());
    }
  }

  /** Grows as needed. */
  private static final class Output {
    private ByteBuffer buffer = ByteBuffer.allocate(512);

    private void reserve(int bytes) {
      if (buffer.remaining() < bytes) {
        int size = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
        buffer = ByteBuffer.allocate(size).put(buffer.flip());
      }
    }

    private void number(int number) {
      reserve(5);
      int left = number;
      while ((left & ~0x7f) != 0) {
        buffer.put((byte) (left | 0x80));
        left >>>= 7;
      }
      buffer.put((byte) left);
    }

    private void text(String text) {
      boolean latin = text.chars().allMatch(c -> c < 0x100);
      byte[] bytes = text.getBytes(latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
      number(bytes.length << 1 | (latin ? 0 : 1));
      reserve(bytes.length);
      buffer.put(bytes);
    }

    private void fields(Fields fields) {
      number(fields.size());
      for (int i = 0; i < fields.size(); i++) {
        int known = KnownNames.number(fields.name(i));
        number(known);
        if (known == 0) {
          text(fields.name(i));
        }
        text(fields.value(i));
      }
    }

    private void time(Instant time) {
      reserve(12);
      buffer.putLong(time.getEpochSecond()).putInt(time.getNano());
    }

    private byte[] toBytes() {
      byte[] bytes = new byte[buffer.position()];
      buffer.get(0, bytes);
      return bytes;
    }
  }
}
