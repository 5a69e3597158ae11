package larder.socket.wire;

import java.util.Set;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Records the fields that determine where a message ends and whether the connection is kept (RFC
 * 9112, sections 6 and 9), as they are read.
 */
final class FramingFields {
  /** Codings that a recipient may have to decode (RFC 9112, section 7). */
  private static final Set<String> CODINGS =
      Set.of("chunked", "compress", "deflate", "gzip", "x-compress", "x-gzip");

  private @Nullable String contentLength;
  private boolean lengthRepeated;
  private boolean lengthsDiffer;
  private @Nullable String transferEncoding;
  private boolean codingRepeated;
  private boolean connectionGiven;

  void note(String name, String value) {
    switch (name.length()) {
      case 10 -> connectionGiven |= Tokens.equalIgnoringCase(name, FieldNames.CONNECTION);
      case 14 -> noteLength(name, value);
      case 17 -> noteCoding(name, value);
      default -> {}
    }
  }

  private void noteLength(String name, String value) {
    if (Tokens.equalIgnoringCase(name, FieldNames.CONTENT_LENGTH)) {
      lengthRepeated |= contentLength != null;
      lengthsDiffer |= contentLength != null && !contentLength.equals(value);
      contentLength = value;
    }
  }

  private void noteCoding(String name, String value) {
    if (Tokens.equalIgnoringCase(name, FieldNames.TRANSFER_ENCODING)) {
      codingRepeated |= transferEncoding != null;
      transferEncoding = value;
    }
  }

  /** Whether the sender closes the connection after this message (RFC 9112, section 9.3). */
  boolean closes(HttpVersion version, Fields fields) {
    if (version == HttpVersion.HTTP_1_0) {
      return true;
    }
    if (!connectionGiven) {
      return false;
    }
    for (String option : fields.elements(FieldNames.CONNECTION)) {
      if (Tokens.equalIgnoringCase(option, "close")) {
        return true;
      }
    }
    return false;
  }

  /** A request's framing. {@code Content-Length} must not be repeated. */
  Framing ofRequest(HttpVersion version) throws MalformedException {
    if (lengthRepeated) {
      throw new MalformedException("Content-Length is given twice (RFC 9112, section 6.3)");
    }
    return framing(version, Framing.NONE);
  }

  /**
   * A response's framing. Repeated lengths must be equal. With a coding that does not exist,
   * chunked is not the final coding: the content ends with the connection (RFC 9112, section 6.3),
   * and there is nothing to decode.
   */
  Framing ofResponse(HttpVersion version) throws MalformedException {
    if (lengthsDiffer) {
      throw new MalformedException("Content-Length is given twice, unlike");
    }
    return version == HttpVersion.HTTP_1_1 && hasCodingThatDoesNotExist()
        ? Framing.UNTIL_CLOSE
        : framing(version, Framing.UNTIL_CLOSE);
  }

  private boolean hasCodingThatDoesNotExist() {
    String coding = transferEncoding;
    return coding != null
        && contentLength == null
        && !codingRepeated
        && Tokens.isToken(coding)
        && !CODINGS.contains(Tokens.lowerCase(coding));
  }

  private Framing framing(HttpVersion version, Framing withoutFields) throws MalformedException {
    String coding = transferEncoding;
    if (coding != null) {
      checkCoding(coding, version);
      return Framing.CHUNKED;
    }
    String length = contentLength;
    return length == null ? withoutFields : Framing.ofLength(length(length));
  }

  private void checkCoding(String coding, HttpVersion version) throws MalformedException {
    if (contentLength != null) {
      throw new MalformedException(
          "Both Content-Length and Transfer-Encoding are given (RFC 9112, section 6.3)");
    }
    if (version == HttpVersion.HTTP_1_0) {
      throw new MalformedException("HTTP/1.0 has no Transfer-Encoding (RFC 9112, section 6.1)");
    }
    if (codingRepeated || coding.isEmpty()) {
      throw new MalformedException("Transfer-Encoding is empty or given twice");
    }
    if (!Tokens.equalIgnoringCase(coding, "chunked")) {
      String last = Tokens.trim(coding.substring(coding.lastIndexOf(',') + 1));
      boolean chunkedInFront = !Tokens.equalIgnoringCase(last, "chunked") && coding.contains(",");
      throw new MalformedException(
          chunkedInFront ? 400 : 501, "The only transfer coding that is read is one chunked");
    }
  }

  /**
   * Parses a Content-Length (RFC 9110, section 8.6).
   *
   * @throws MalformedException if it is not one to 19 digits, or is above 2^63-1
   */
  static long length(String digits) throws MalformedException {
    int count = digits.length();
    long length = 0;
    for (int i = 0; i < count && length >= 0; i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new MalformedException("Content-Length is not a number (RFC 9110, section 8.6)");
      }
      length = 10 * length + digit;
    }
    if (count == 0 || count > 19 || length < 0) {
      throw new MalformedException("Content-Length is empty or too large");
    }
    return length;
  }
}
