package larder.app.warc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import larder.http.Fields;
import larder.http.Tokens;
import org.jspecify.annotations.Nullable;

/** Reads lines that end with CRLF, and named fields in such lines. */
final class Lines {
  /** Of all fields of a record, or of a head. */
  static final int LONGEST = 1 << 20;

  private final InputStream in;
  private final Charset charset;
  private int read;

  Lines(InputStream in, Charset charset) {
    this.in = in;
    this.charset = charset;
  }

  Lines(byte[] text, Charset charset) {
    this(new ByteArrayInputStream(text), charset);
  }

  /**
   * Null at the end.
   *
   * @throws WarcException if the input ends within a line, or the lines are too long in all
   */
  @Nullable String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet = in.read();
    if (octet < 0) {
      return null;
    }
    int before = -1;
    while (octet != '\n') {
      if (octet < 0) {
        throw new WarcException("It ends within a line");
      }
      if (++read > LONGEST) {
        throw new WarcException("It has fields of more than " + LONGEST + " octets");
      }
      line.write(octet);
      before = octet;
      octet = in.read();
    }
    if (before != '\r') {
      throw new WarcException("It has a line that does not end with CRLF");
    }
    return new String(line.toByteArray(), 0, line.size() - 1, charset);
  }

  /** All fields up to an empty line. */
  Fields fields() throws IOException {
    return fields(false);
  }

  /** All fields up to the end. */
  Fields allFields() throws IOException {
    return fields(true);
  }

  private Fields fields(boolean mayEnd) throws IOException {
    Fields.Builder fields = Fields.builder();
    for (String line = next(); ; line = next()) {
      if (line == null && !mayEnd) {
        throw new WarcException("It ends within fields");
      }
      if (line == null || line.isEmpty()) {
        return fields.build();
      }
      int colon = line.indexOf(':');
      String name = line.substring(0, Math.max(0, colon));
      String value = Tokens.trim(line.substring(colon + 1));
      if (!Tokens.isToken(name) || !Tokens.isFieldValue(value)) {
        throw new WarcException("It has a line that is no field");
      }
      fields.add(name, value);
    }
  }
}
