package larder.caching;

import java.time.Instant;
import java.util.List;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpDate;
import larder.http.RequestHead;
import larder.http.Tokens;

/**
 * Errors that an origin may have answered for the sake of one odd request: kept, they would shut
 * everybody else out (cache-poisoned denial of service).
 */
final class OddRequest {
  /** Origins refuse more than this or a multiple of it; programs send a fraction. */
  private static final int LARGE = 4 << 10;

  private static final int MANY = 40;

  private static final Instant EPOCH = Instant.EPOCH;

  private static final char LAST_PLAIN = 0x7e;

  /** What is in values that try to be more than that. */
  private static final String MARKUP = "<>\\^`{|}";

  private static final String PREFERENCES = "/;=, \"*";

  /** How names begin that some origins heed instead of the message itself. */
  private static final List<String> OTHER_MESSAGES =
      List.of(
          "content-", "forwarded", "x-forwarded", "x-host", "x-http-", "x-original-", "x-rewrite-");

  private OddRequest() {}

  /** May it be the request that was wrong, more than its target? */
  static boolean mayExplain(int status, RequestHead request) {
    return blamesTheRequest(status) || (mayBlameIt(status) && isOdd(request.fields()));
  }

  /** RFC 9110, section 15.5, and RFC 6585: about fields or content, which are in no cache key. */
  private static boolean blamesTheRequest(int status) {
    return switch (status) {
      case 406, 408, 411, 412, 413, 415, 417, 422, 426, 428, 429, 431 -> true;
      default -> false;
    };
  }

  /** About the message or about the resource. */
  private static boolean mayBlameIt(int status) {
    return switch (status) {
      case 400, 403, 404, 405, 414, 500, 501, 502, 503, 505 -> true;
      default -> false;
    };
  }

  private static boolean isOdd(Fields fields) {
    if (fields.size() > MANY) {
      return true;
    }
    int size = 0;
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      String value = fields.value(i);
      size += name.length() + value.length() + 4;
      if (size > LARGE || isOdd(Tokens.lowerCase(name), value)) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param name in lower case
   */
  private static boolean isOdd(String name, String value) {
    return switch (name) {
      case "expect", "range" -> true;
      case "if-modified-since", "if-unmodified-since" -> HttpDate.parse(value, EPOCH) == null;
      case "if-match", "if-none-match" -> !value.equals("*") && !isEntityTags(value);
      case "accept", "accept-charset", "accept-encoding", "accept-language", "cache-control" ->
          !consistsOf(value, PREFERENCES);
      default -> isAboutSomethingElse(name) || !isPlain(value);
    };
  }

  /** Another method, host or target than the message's own, or content that is not there. */
  private static boolean isAboutSomethingElse(String name) {
    return OTHER_MESSAGES.stream().anyMatch(name::startsWith) || name.equals("x-method-override");
  }

  private static boolean isEntityTags(String value) {
    return value.indexOf(',') < 0
        ? EntityTag.parse(value) != null
        : Fields.of(FieldNames.IF_NONE_MATCH, value).elements(FieldNames.IF_NONE_MATCH).stream()
            .allMatch(tag -> EntityTag.parse(tag) != null);
  }

  /** Of token characters and those. */
  private static boolean consistsOf(String value, String others) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!Tokens.isTokenCharacter(c) && others.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether it holds nothing but what every program sends. */
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c > LAST_PLAIN || c == '\t' || MARKUP.indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }
}
