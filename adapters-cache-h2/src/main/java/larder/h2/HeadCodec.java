package larder.h2;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.zip.CRC32C;
import larder.http.Fields;
import larder.store.StoredHead;

/**
 * Heads as bytes. Version 1: a byte 1; the CRC-32C of the seal and of all that follows; status;
 * reason; fields; selecting fields; times. Numbers are unsigned LEB128, strings UTF-8 after their
 * length, field sections lines after their number, times seconds and nanoseconds of the epoch as 8
 * and 4 bytes, big-endian.
 *
 * <p>The seal is what the head stands beside: URI, length and checksum of the content. A row whose
 * columns do not belong together is damaged like one whose head is.
 *
 * <p>What version 1 means never changes: other fields are another version.
 */
final class HeadCodec {
  private static final byte VERSION = 1;
  private static final int CRC_AT = 1;
  private static final int PAYLOAD_AT = 5;

  private HeadCodec() {}

  static byte[] encode(StoredHead head, String uri, long length, int checksum) {
    Output out = new Output();
    out.bytes(new byte[PAYLOAD_AT]);
    out.number(head.status());
    out.string(head.reason());
    out.fields(head.fields());
    out.fields(head.selecting());
    out.time(head.requestedAt());
    out.time(head.receivedAt());
    byte[] encoded = out.toBytes();
    encoded[0] = VERSION;
    ByteBuffer.wrap(encoded).putInt(CRC_AT, crc(encoded, uri, length, checksum));
    return encoded;
  }

  private static int crc(byte[] encoded, String uri, long length, int checksum) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(12).putLong(length).putInt(checksum).flip());
    crc.update(uri.getBytes(StandardCharsets.UTF_8));
    crc.update(encoded, PAYLOAD_AT, encoded.length - PAYLOAD_AT);
    return (int) crc.getValue();
  }

  /**
   * @throws DamagedException if these bytes are not what {@link #encode} made of these arguments
   */
  static StoredHead decode(byte[] encoded, String uri, long length, int checksum)
      throws DamagedException {
    try {
      Input in = new Input(ByteBuffer.wrap(encoded), encoded);
      if (in.buffer.get() != VERSION || in.buffer.getInt() != crc(encoded, uri, length, checksum)) {
        throw new DamagedException("A head that does not match its checksum");
      }
      return new StoredHead(
          in.number(), in.string(), in.fields(), in.fields(), in.time(), in.time());
    } catch (BufferUnderflowException | DateTimeException | IndexOutOfBoundsException e) {
      throw new DamagedException("A head that ends too early", e);
    }
  }

  /** Reads from the buffer, which lies upon the whole array. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Input(ByteBuffer buffer, byte[] array) {
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

    private String string() {
      int length = number();
      String string = new String(array, buffer.position(), length, StandardCharsets.UTF_8);
      buffer.position(buffer.position() + length);
      return string;
    }

    private Fields fields() {
      int count = number();
      if (count == 0) {
        return Fields.EMPTY;
      }
      Fields.Builder fields = Fields.builder();
      for (int i = 0; i < count; i++) {
        fields.copy(string(), string());
      }
      return fields.build();
    }

    private Instant time() {
      return Instant.ofEpochSecond(buffer.getLong(), buffer.getInt());
    }
  }

  /** Grows as it is written. */
  private static final class Output {
    private ByteBuffer buffer = ByteBuffer.allocate(512);

    private void reserve(int bytes) {
      if (buffer.remaining() < bytes) {
        int size = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
        buffer = ByteBuffer.allocate(size).put(buffer.flip());
      }
    }

    private void bytes(byte[] bytes) {
      reserve(bytes.length);
      buffer.put(bytes);
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

    private void string(String string) {
      byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
      number(bytes.length);
      bytes(bytes);
    }

    private void fields(Fields fields) {
      number(fields.size());
      for (int i = 0; i < fields.size(); i++) {
        string(fields.name(i));
        string(fields.value(i));
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
