package larder.app.warc;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import larder.http.Fields;
import org.jspecify.annotations.Nullable;

/** Reads the records of a WARC file, one after the other. */
final class WarcReader {
  private static final int BUFFER_BYTES = 128 * 1024;
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;

  private final InputStream in;
  private @Nullable WarcRecord last;

  private WarcReader(InputStream in) {
    this.in = in;
  }

  /** Reads a file that may be compressed, as a whole or record by record. */
  static WarcReader of(InputStream file) throws IOException {
    InputStream buffered = new BufferedInputStream(file, BUFFER_BYTES);
    buffered.mark(2);
    boolean zipped = buffered.read() == GZIP_FIRST && buffered.read() == GZIP_SECOND;
    buffered.reset();
    return new WarcReader(
        zipped
            ? new BufferedInputStream(new GZIPInputStream(buffered, BUFFER_BYTES), BUFFER_BYTES)
            : buffered);
  }

  /**
   * The next record; null after the last one. Skips the rest of the one before.
   *
   * @throws WarcException if something else follows
   */
  @Nullable WarcRecord next() throws IOException {
    try {
      WarcRecord before = last;
      if (before != null) {
        before.block().skipNBytes(before.left());
        expectEmptyLine();
        expectEmptyLine();
      }
      last = read();
      return last;
    } catch (ZipException e) {
      throw new WarcException("It is damaged (" + e.getMessage() + ")");
    }
  }

  private void expectEmptyLine() throws IOException {
    if (in.read() != '\r' || in.read() != '\n') {
      throw new WarcException("It has a record that does not end where it says");
    }
  }

  private @Nullable WarcRecord read() throws IOException {
    Lines lines = new Lines(in, StandardCharsets.UTF_8);
    String version = lines.next();
    if (version == null) {
      return null;
    }
    if (!version.equals("WARC/1.1") && !version.equals("WARC/1.0")) {
      throw new WarcException("It is no WARC file of version 1.0 or 1.1");
    }
    Fields fields = lines.fields();
    String length = fields.first("Content-Length");
    try {
      long bytes = Long.parseLong(length == null ? "" : length);
      if (bytes >= 0) {
        return new WarcRecord(fields, bytes, in);
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new WarcException("It has a record without a length");
  }
}
