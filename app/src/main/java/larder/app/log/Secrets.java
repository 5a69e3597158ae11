package larder.app.log;

/** Values that grant access, known by the names of their query parameters. */
final class Secrets {
  private static final String[] NAMES = {
    "access_token",
    "api_key",
    "apikey",
    "auth",
    "key",
    "passwd",
    "password",
    "secret",
    "sig",
    "signature",
    "token",
    "x-amz-credential",
    "x-amz-security-token",
    "x-amz-signature",
    "x-goog-signature"
  };

  private Secrets() {}

  /** Replaces each such value by {@code ***}; returns the same URI if there are none. */
  static String leftOut(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : leftOut(uri, query);
  }

  private static String leftOut(String uri, int query) {
    StringBuilder safe = null;
    int copied = 0;
    for (int i = query; i < uri.length(); i++) {
      int value = uri.charAt(i) == '&' || uri.charAt(i) == '?' ? secretBehind(uri, i + 1) : -1;
      if (value >= 0) {
        safe = safe == null ? new StringBuilder(uri.length() + 3) : safe;
        safe.append(uri, copied, value).append("***");
        copied = end(uri, value);
        i = copied - 1;
      }
    }
    return safe == null ? uri : safe.append(uri, copied, uri.length()).toString();
  }

  /** Where the value of the parameter begins; -1 if it is no secret. */
  private static int secretBehind(String uri, int name) {
    for (String known : NAMES) {
      int equals = name + known.length();
      if (equals < uri.length()
          && uri.charAt(equals) == '='
          && uri.regionMatches(true, name, known, 0, known.length())) {
        return equals + 1;
      }
    }
    return -1;
  }

  private static int end(String uri, int value) {
    int next = uri.indexOf('&', value);
    return next < 0 ? uri.length() : next;
  }
}
