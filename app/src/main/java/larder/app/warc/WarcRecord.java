package larder.app.warc;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Locale;
import larder.http.Fields;
import org.jspecify.annotations.Nullable;

/** A record being read: its fields, and its block, which is readable until the next record. */
final class WarcRecord {
  private final Fields fields;
  private final long length;
  private final Block block;

  WarcRecord(Fields fields, long length, InputStream in) {
    this.fields = fields;
    this.length = length;
    this.block = new Block(in, length, fields.first("WARC-Block-Digest"));
  }

  Fields fields() {
    return fields;
  }

  boolean isOf(String type) {
    return type.equals(fields.first("WARC-Type"));
  }

  /** The value of a field; empty if it is missing. */
  String field(String name) {
    String value = fields.first(name);
    return value == null ? "" : value;
  }

  long length() {
    return length;
  }

  /** Ends with the block. */
  InputStream block() {
    return block;
  }

  /** How many bytes of the block are unread. */
  long left() {
    return block.left;
  }

  /** Whether the block, read to its end, matches its digest, if the record has one. */
  boolean isSound() {
    return block.isSound();
  }

  /** The bytes of a block. */
  private static final class Block extends InputStream {
    private final InputStream in;
    private final @Nullable MessageDigest digest;
    private final String expected;
    private long left;

    private Block(InputStream in, long length, @Nullable String said) {
      this.in = in;
      this.left = length;
      int colon = said == null ? -1 : said.indexOf(':');
      this.digest = said == null || colon < 0 ? null : BlockDigest.of(said.substring(0, colon));
      this.expected = said == null ? "" : said.substring(colon + 1);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int most) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(into, offset, (int) Math.min(most, left));
      if (read < 0) {
        throw new WarcException("It ends within a record");
      }
      left -= read;
      if (digest != null) {
        digest.update(into, offset, read);
      }
      return read;
    }

    private boolean isSound() {
      if (digest == null) {
        return true;
      }
      return BlockDigest.base32(digest.digest()).equals(expected.toUpperCase(Locale.ROOT));
    }
  }
}
