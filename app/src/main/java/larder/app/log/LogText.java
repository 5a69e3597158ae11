package larder.app.log;

import java.util.HexFormat;
import larder.forwarding.Conclusion;
import larder.forwarding.Conclusion.Result;
import larder.http.Authority;
import larder.http.FieldNames;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/** What the formats share: safe words, Squid's codes, and targets without secrets. */
final class LogText {
  private static final int LONGEST = 4096;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private LogText() {}

  /** One word without white space, control characters or quotes; {@code -} if there is no text. */
  static String word(@Nullable String text) {
    return text == null || text.isEmpty() ? "-" : escape(text, true);
  }

  /** Text for use between quotes. */
  static String quoted(@Nullable String text) {
    return text == null || text.isEmpty() ? "-" : escape(text, false);
  }

  /** Text for one line of a message, in any language. */
  static String line(String text) {
    StringBuilder safe = new StringBuilder(Math.min(text.length(), LONGEST));
    for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        safe.append('%').append(HEX.toHexDigits((byte) c));
      } else if (c == '\u2028' || c == '\u2029') {
        safe.append('%').append(HEX.toHexDigits(c));
      } else {
        safe.append(c);
      }
    }
    return text.length() > LONGEST ? safe + "..." : safe.toString();
  }

  private static String escape(String text, boolean spaces) {
    StringBuilder safe = null;
    int length = Math.min(text.length(), LONGEST);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean plain = c > ' ' && c < 0x7f && c != '"' && c != '\\';
      if (plain || (c == ' ' && !spaces)) {
        if (safe != null) {
          safe.append(c);
        }
        continue;
      }
      if (safe == null) {
        safe = new StringBuilder(length + 16).append(text, 0, i);
      }
      safe.append('%').append(HEX.toHexDigits((byte) c));
    }
    String whole = safe == null ? text.substring(0, length) : safe.toString();
    return text.length() > LONGEST ? whole + "..." : whole;
  }

  /** Squid's result code. */
  static String result(Conclusion conclusion) {
    return switch (conclusion.result()) {
      case HIT -> "TCP_MEM_HIT";
      case NOT_MODIFIED_HIT -> "TCP_IMS_HIT";
      case STALE_HIT -> conclusion.failure() == null ? "TCP_OFFLINE_HIT" : "TCP_REFRESH_FAIL_OLD";
      case REVALIDATED -> "TCP_REFRESH_UNMODIFIED";
      case REPLACED -> "TCP_REFRESH_MODIFIED";
      case COLLAPSED -> "TCP_CF_HIT";
      case MISS, PASS, FAILED -> "TCP_MISS";
      case TUNNEL -> "TCP_TUNNEL";
      case INTERCEPTED -> "NONE_NONE";
      case REFUSED -> conclusion.request() == null ? "NONE_NONE" : "TCP_DENIED";
    };
  }

  /** Squid's hierarchy code, with the host of the origin. */
  static String hierarchy(Conclusion conclusion) {
    Authority origin = conclusion.origin();
    return origin == null || conclusion.result() == Result.REFUSED
        ? "HIER_NONE/-"
        : "HIER_DIRECT/" + word(origin.host());
  }

  static String client(Conclusion conclusion) {
    return conclusion.client().address().toString();
  }

  static int status(Conclusion conclusion) {
    ResponseHead response = conclusion.response();
    return response == null ? 0 : response.status();
  }

  static String method(Conclusion conclusion) {
    RequestHead request = conclusion.request();
    return request == null ? "NONE" : request.method().name();
  }

  /** The target, without the values of known secrets. */
  static String target(Conclusion conclusion) {
    RequestHead request = conclusion.request();
    if (request == null) {
      return "error:invalid-request";
    }
    return Secrets.leftOut(request.target().toString());
  }

  /** The client's {@code Referer}, without the values of known secrets. */
  static @Nullable String referer(Conclusion conclusion) {
    String referer = requestField(conclusion, FieldNames.REFERER);
    return referer == null ? null : Secrets.leftOut(referer);
  }

  static @Nullable String requestField(Conclusion conclusion, String name) {
    RequestHead request = conclusion.request();
    return request == null ? null : request.fields().first(name);
  }

  static @Nullable String contentType(Conclusion conclusion) {
    ResponseHead response = conclusion.response();
    String type = response == null ? null : response.fields().first(FieldNames.CONTENT_TYPE);
    if (type == null) {
      return null;
    }
    int parameters = type.indexOf(';');
    return parameters < 0 ? type : type.substring(0, parameters).trim();
  }
}
