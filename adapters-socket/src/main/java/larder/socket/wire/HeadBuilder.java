package larder.socket.wire;

import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.ResponseHead;
import larder.http.TransferException;

/**
 * Builds heads from parsed values; received bytes are never copied as they came. Each step fails if
 * there is no room for a head as large as that.
 */
public final class HeadBuilder {
  private static final int DIGITS = 20;

  private final Scratch scratch;
  private byte[] bytes;
  private int length;

  /** Builds in the caller's memory, one head at a time. */
  public HeadBuilder(Scratch scratch) {
    this.scratch = scratch;
    this.bytes = scratch.bytes();
  }

  /** Begins a request's head (RFC 9112, section 3). */
  public HeadBuilder request(Method method, String target) throws TransferException {
    length = 0;
    return text(method.name()).octet(' ').text(target).text(" HTTP/1.1\r\n");
  }

  /** Begins a response's head (RFC 9112, section 4), always with our own version. */
  public HeadBuilder response(ResponseHead head) throws TransferException {
    length = 0;
    text(HttpVersion.HTTP_1_1.text()).octet(' ').number(head.status(), 10).octet(' ');
    return text(head.reason()).text("\r\n");
  }

  /**
   * Adds all field lines except those that frame the message or manage the connection. Uses the
   * encoded octets of the base fields if there are any.
   */
  public HeadBuilder fields(Fields fields) throws TransferException {
    Fields base = fields.base();
    int first = 0;
    byte[] made = base == null ? null : base.octetsIfOften();
    if (base != null && made != null && hasNoneOfOurs(base)) {
      octets(made);
      first = base.size();
    }
    for (int i = first; i < fields.size(); i++) {
      String name = fields.name(i);
      if (!isOurs(name)) {
        field(name, fields.value(i));
      }
    }
    return this;
  }

  private static boolean hasNoneOfOurs(Fields fields) {
    return !(fields.has(FieldNames.CONNECTION)
        || fields.has(FieldNames.KEEP_ALIVE)
        || fields.has(FieldNames.CONTENT_LENGTH)
        || fields.has(FieldNames.PROXY_CONNECTION)
        || fields.has(FieldNames.TRANSFER_ENCODING));
  }

  private static boolean isOurs(String name) {
    return switch (name.length()) {
      case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
      case 14 -> name.equalsIgnoreCase("Content-Length");
      case 16 -> name.equalsIgnoreCase("Proxy-Connection");
      case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
      default -> false;
    };
  }

  /** Adds a field line. */
  public HeadBuilder field(String name, String value) throws TransferException {
    return text(name).text(": ").text(value).text("\r\n");
  }

  /** Adds the field line for a framing, if it has one. */
  public HeadBuilder framing(Framing framing) throws TransferException {
    return switch (framing) {
      case Framing.Fixed fixed -> contentLength(fixed.length());
      case Framing.Chunked _ -> text("Transfer-Encoding: chunked\r\n");
      case Framing.None _, Framing.UntilClose _ -> this;
    };
  }

  /** Adds {@code Content-Length}. */
  public HeadBuilder contentLength(long value) throws TransferException {
    return text("Content-Length: ").number(value, 10).text("\r\n");
  }

  /** Ends the head. */
  public HeadBuilder end() throws TransferException {
    return text("\r\n");
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Begins anew with the size line of a chunk. */
  HeadBuilder chunk(int size) throws TransferException {
    length = 0;
    return number(size, 16).text("\r\n");
  }

  /** Begins anew with the last chunk and the trailer section (RFC 9112, section 7.1.2). */
  HeadBuilder lastChunk(Fields trailers) throws TransferException {
    length = 0;
    text("0\r\n");
    for (int i = 0; i < trailers.size(); i++) {
      if (!TrailerParser.isForbidden(trailers.name(i))) {
        field(trailers.name(i), trailers.value(i));
      }
    }
    return end();
  }

  @SuppressWarnings("deprecation") // the only way to get Latin-1 octets without another array
  private HeadBuilder text(String text) throws TransferException {
    int count = text.length();
    bytes = scratch.reserve(length + count);
    text.getBytes(0, count, bytes, length);
    length += count;
    return this;
  }

  private void octets(byte[] more) throws TransferException {
    bytes = scratch.reserve(length + more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  private HeadBuilder octet(char c) throws TransferException {
    bytes = scratch.reserve(length + 1);
    bytes[length++] = (byte) c;
    return this;
  }

  private HeadBuilder number(long value, int radix) throws TransferException {
    bytes = scratch.reserve(length + DIGITS);
    int digits = 1;
    for (long rest = value / radix; rest > 0; rest /= radix) {
      digits++;
    }
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) Character.forDigit((int) (rest % radix), radix);
      rest /= radix;
    }
    length += digits;
    return this;
  }
}
