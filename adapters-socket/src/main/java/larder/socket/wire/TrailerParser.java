package larder.socket.wire;

import larder.http.Fields;
import larder.http.Tokens;
import larder.socket.MessageLimits;

/**
 * Parses a trailer section (RFC 9112, section 7.1.2). Discards fields that frame, route,
 * authenticate, modify the request or control the response, because they come too late there (RFC
 * 9110, section 6.5.1).
 */
final class TrailerParser extends SectionParser {
  private Fields trailers = Fields.EMPTY;

  TrailerParser(Scratch scratch, MessageLimits limits) {
    super(scratch, limits, limits.trailerSection());
  }

  Fields trailers() {
    return trailers;
  }

  @Override
  boolean expectsStartLine() {
    return false;
  }

  @Override
  boolean startLine(byte[] bytes, int start, int end) {
    return false;
  }

  @Override
  MalformedException startLineTooLong() {
    throw new IllegalStateException("A trailer section has no start line");
  }

  @Override
  void finish(Fields section) {
    trailers = section.withoutMatching(TrailerParser::isForbidden);
  }

  static boolean isForbidden(String name) {
    return switch (Tokens.lowerCase(name)) {
      case "age",
          "authorization",
          "cache-control",
          "connection",
          "content-encoding",
          "content-length",
          "content-range",
          "content-type",
          "cookie",
          "date",
          "expect",
          "expires",
          "host",
          "http2-settings",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "keep-alive",
          "location",
          "max-forwards",
          "pragma",
          "proxy-authenticate",
          "proxy-authentication-info",
          "proxy-authorization",
          "proxy-connection",
          "range",
          "retry-after",
          "set-cookie",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "vary",
          "via",
          "www-authenticate" ->
          true;
      default -> false;
    };
  }
}
