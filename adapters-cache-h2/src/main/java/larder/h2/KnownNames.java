package larder.h2;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Common field names in their common spellings; stored heads contain their numbers. What a number
 * means never changes: new names are added at the end.
 */
final class KnownNames {
  private static final List<String> NAMES =
      List.of(
          "Accept-Ranges",
          "Access-Control-Allow-Origin",
          "Age",
          "Alt-Svc",
          "Cache-Control",
          "Content-Disposition",
          "Content-Encoding",
          "Content-Language",
          "Content-Location",
          "Content-Range",
          "Content-Security-Policy",
          "Content-Type",
          "Date",
          "ETag",
          "Expires",
          "Last-Modified",
          "Link",
          "Location",
          "Pragma",
          "Referrer-Policy",
          "Retry-After",
          "Server",
          "Server-Timing",
          "Set-Cookie",
          "Strict-Transport-Security",
          "Vary",
          "Via",
          "X-Cache",
          "X-Content-Type-Options",
          "X-Frame-Options",
          "X-Powered-By",
          "X-XSS-Protection",
          "accept-encoding",
          "accept-language",
          "access-control-allow-origin",
          "cache-control",
          "content-encoding",
          "content-type",
          "date",
          "etag",
          "expires",
          "last-modified",
          "server",
          "vary",
          "via",
          "x-cache",
          "Accept-Encoding",
          "Cache-Groups",
          "No-Vary-Search",
          "X-Served-By",
          "X-Cache-Hits",
          "X-Timer",
          "x-served-by",
          "x-cache-hits",
          "x-timer",
          "accept-ranges",
          "age");

  private static final String[] BY_NUMBER = NAMES.toArray(String[]::new);
  private static final Map<String, Integer> NUMBERS = new HashMap<>();

  static {
    for (int i = 0; i < BY_NUMBER.length; i++) {
      NUMBERS.put(BY_NUMBER[i], i + 1);
    }
  }

  private KnownNames() {}

  /** The number of a name, from 1; 0 if the name is not known in that spelling. */
  static int number(String name) {
    return NUMBERS.getOrDefault(name, 0);
  }

  /**
   * @throws IndexOutOfBoundsException if no name has that number
   */
  static String name(int number) {
    return BY_NUMBER[number - 1];
  }
}
