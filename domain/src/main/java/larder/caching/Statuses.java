package larder.caching;

/** What status codes mean to a cache. */
final class Statuses {
  private Statuses() {}

  /** Whether heuristics may give it a lifetime (RFC 9110, section 15.1). */
  static boolean isHeuristicallyCacheable(int status) {
    return switch (status) {
      case 200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501 -> true;
      default -> false;
    };
  }

  /**
   * Whether a response with this status can ever answer a later request. It cannot if it is not
   * final, or is about what this client asked for or has, or about the path or connection that the
   * request took (RFC 9110, section 15.5.20; RFC 8470, section 5.2; RFC 6585, section 6).
   */
  static boolean isReusable(int status) {
    return switch (status) {
      case 304, 407, 412, 416, 421, 425, 511 -> false;
      default -> status >= 200;
    };
  }

  /** Whether its definition's caching rules are all followed here (RFC 9111, section 5.2.2.3). */
  static boolean isUnderstood(int status) {
    return switch (status) {
      case 200, 201, 202, 203, 204, 205, 206 -> true;
      case 300, 301, 302, 303, 307, 308 -> true;
      case 400,
          401,
          402,
          403,
          404,
          405,
          406,
          408,
          409,
          410,
          411,
          413,
          414,
          415,
          417,
          421,
          422,
          426 ->
          true;
      case 500, 501, 502, 503, 504, 505 -> true;
      default -> false;
    };
  }

  /** Whether {@code stale-if-error} is about this status (RFC 5861, section 4). */
  static boolean isFailure(int status) {
    return switch (status) {
      case 500, 502, 503, 504 -> true;
      default -> false;
    };
  }
}
