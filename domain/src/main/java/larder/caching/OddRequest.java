package larder.caching;

import java.time.Instant;
import java.util.List;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpDate;
import larder.http.RequestHead;
import larder.http.Tokens;

/**
 * Recognises errors that an origin may have sent only because of one odd request: stored, they
 * would lock everybody else out (cache-poisoned denial of service).
 */
final class OddRequest {
  /** Origins refuse sections larger than this, or a multiple of it; programs send a fraction. */
  private static final int LARGE = 4 << 10;

  private static final int MANY = 40;

  private static final Instant EPOCH = Instant.EPOCH;

  private static final char LAST_PLAIN = 0x7e;

  /** Characters in values that may be meant as markup or code. */
  private static final String MARKUP = "<>\\^`{|}";

  private static final String PREFERENCES = "/;=, \"*";

  /** Prefixes of field names that some origins obey instead of the message itself. */
  private static final List<String> OTHER_MESSAGES =
      List.of(
          "content-", "forwarded", "x-forwarded", "x-host", "x-http-", "x-original-", "x-rewrite-");

  private OddRequest() {}

  /** Whether the request, rather than its target, may have caused the status. */
  static boolean mayExplain(int status, RequestHead request) {
    return blamesTheRequest(status) || (mayBlameIt(status) && isOdd(request.fields()));
  }

  /** About fields or content, which no cache key includes (RFC 9110, section 15.5; RFC 6585). */
  private static boolean blamesTheRequest(int status) {
    return switch (status) {
      case 406, 408, 411, 412, 413, 415, 417, 422, 426, 428, 429, 431 -> true;
      default -> false;
    };
  }

  /** Statuses about either the message or the resource. */
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

  /** Whether it claims another method, host or target than the message's, or absent content. */
  private static boolean isAboutSomethingElse(String name) {
    return OTHER_MESSAGES.stream().anyMatch(name::startsWith) || name.equals("x-method-override");
  }

  private static boolean isEntityTags(String value) {
    return value.indexOf(',') < 0
        ? EntityTag.parse(value) != null
        : Fields.of(FieldNames.IF_NONE_MATCH, value).elements(FieldNames.IF_NONE_MATCH).stream()
            .allMatch(tag -> EntityTag.parse(tag) != null);
  }

  /** Whether it has only token characters and the others. */
  private static boolean consistsOf(String value, String others) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!Tokens.isTokenCharacter(c) && others.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the value holds only characters that ordinary programs send. */
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
