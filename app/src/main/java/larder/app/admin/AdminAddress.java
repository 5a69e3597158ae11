package larder.app.admin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a proxy answers questions about itself.
 *
 * @param url such as {@code http://127.0.0.1:3127}
 * @param token null if unknown
 */
public record AdminAddress(String url, @Nullable AdminToken token) {
  private static final String LOCAL = "127.0.0.1";

  /** Removes a slash at the end. */
  public AdminAddress {
    url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** Whether both URLs name the same address, in whatever spelling. */
  public boolean isAt(String other) {
    String authority = authority(url);
    return authority != null && authority.equals(authority(other));
  }

  /** Null if it is not the URL of an admin port. */
  private static @Nullable String authority(String url) {
    try {
      URI uri = new URI(url);
      String host = uri.getHost();
      if (host == null || !"http".equalsIgnoreCase(uri.getScheme())) {
        return null;
      }
      return (host.equalsIgnoreCase("localhost") ? LOCAL : host.toLowerCase(Locale.ROOT))
          + ":"
          + uri.getPort();
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** The URL and the token, each on its own line. */
  public String text() {
    return url + "\n" + (token == null ? "" : token.text() + "\n");
  }

  /** Reads what {@link #text} wrote; null if there is nothing. */
  public static @Nullable AdminAddress read(String text) {
    List<String> lines = text.lines().map(String::strip).toList();
    if (lines.isEmpty() || lines.getFirst().isEmpty()) {
      return null;
    }
    boolean hasToken = lines.size() > 1 && !lines.get(1).isEmpty();
    return new AdminAddress(lines.getFirst(), hasToken ? new AdminToken(lines.get(1)) : null);
  }
}
