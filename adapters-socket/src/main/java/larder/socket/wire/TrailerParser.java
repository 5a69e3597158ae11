package larder.socket.wire;

import larder.http.Fields;
import larder.http.Tokens;
import larder.socket.MessageLimits;

/**
 * Reads a trailer section (RFC 9112, section 7.1.2). Fields that frame, route or authenticate do
 * not belong there and are left out (RFC 9110, section 6.5.1).
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
      case "authorization",
          "cache-control",
          "connection",
          "content-encoding",
          "content-length",
          "content-range",
          "content-type",
          "expect",
          "host",
          "keep-alive",
          "max-forwards",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "set-cookie",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "via",
          "www-authenticate" ->
          true;
      default -> false;
    };
  }
}
