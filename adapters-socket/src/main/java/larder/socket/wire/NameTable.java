package larder.socket.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Set;
import larder.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Frequent field names, in their usual spelling and in lower case, each as one string that all
 * heads share.
 */
final class NameTable {
  private static final String[] KNOWN = {
    "Accept",
    "Accept-Charset",
    "Accept-Encoding",
    "Accept-Language",
    "Accept-Ranges",
    "Access-Control-Allow-Origin",
    "Age",
    "Allow",
    "Alt-Svc",
    "Authorization",
    "Cache-Control",
    "Cache-Status",
    "Connection",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Length",
    "Content-Location",
    "Content-Range",
    "Content-Type",
    "Cookie",
    "Date",
    "ETag",
    "Expect",
    "Expires",
    "Host",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Keep-Alive",
    "Last-Modified",
    "Link",
    "Location",
    "Max-Forwards",
    "Origin",
    "Pragma",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "Proxy-Connection",
    "Proxy-Status",
    "Range",
    "Referer",
    "Retry-After",
    "Server",
    "Set-Cookie",
    "Strict-Transport-Security",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "User-Agent",
    "Vary",
    "Via",
    "WWW-Authenticate",
    "X-Content-Type-Options",
    "X-Forwarded-For",
    "X-Frame-Options",
  };

  /** Fields whose values are personal, or used once. */
  private static final Set<String> PRIVATE =
      Set.of("authorization", "cookie", "location", "proxy-authorization", "referer", "set-cookie");

  private static final int BITS = 9;
  private static final int MASK = (1 << BITS) - 1;
  private static final @Nullable Known[] TABLE = new @Nullable Known[MASK + 1];

  static {
    for (String name : KNOWN) {
      put(name);
      put(Tokens.lowerCase(name));
    }
  }

  /**
   * A frequent name.
   *
   * @param repeats whether its values are worth sharing
   */
  record Known(String name, byte[] bytes, boolean repeats) {}

  private NameTable() {}

  private static void put(String name) {
    byte[] bytes = name.getBytes(ISO_8859_1);
    int slot = slot(bytes, 0, bytes.length);
    while (TABLE[slot] != null) {
      slot = (slot + 1) & MASK;
    }
    TABLE[slot] = new Known(name, bytes, !PRIVATE.contains(Tokens.lowerCase(name)));
  }

  /** Hashes the length, the beginning and the end. */
  private static int slot(byte[] bytes, int from, int to) {
    int length = to - from;
    long mixed = Octets.upToEight(bytes, from, to) * 0x9e3779b97f4a7c15L + length;
    if (length > Long.BYTES) {
      mixed ^= Octets.eight(bytes, to - Long.BYTES) * 0xc2b2ae3d27d4eb4fL;
    }
    mixed = (mixed ^ (mixed >>> Integer.SIZE)) * 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> (Long.SIZE - BITS));
  }

  /** The frequent name in those bytes; null if it is none. */
  static @Nullable Known find(byte[] bytes, int from, int to) {
    int slot = slot(bytes, from, to);
    for (Known known = TABLE[slot]; known != null; known = TABLE[slot]) {
      if (Arrays.equals(known.bytes, 0, known.bytes.length, bytes, from, to)) {
        return known;
      }
      slot = (slot + 1) & MASK;
    }
    return null;
  }
}
