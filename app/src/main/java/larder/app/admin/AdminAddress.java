package larder.app.admin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a proxy answers questions about itself.
 *
 * @param url as in {@code http://127.0.0.1:3127}
 * @param token null if it is not known
 */
public record AdminAddress(String url, @Nullable AdminToken token) {
  private static final String LOCAL = "127.0.0.1";

  /** A slash at the end is the whole path that there is. */
  public AdminAddress {
    url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** Whether that is the same place, however it is written. */
  public boolean isAt(String other) {
    String authority = authority(url);
    return authority != null && authority.equals(authority(other));
  }

  /** Null if that is no URL of an admin port. */
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

  /** A line for each. */
  public String text() {
    return url + "\n" + (token == null ? "" : token.text() + "\n");
  }

  /** The other way round; null if there is nothing. */
  public static @Nullable AdminAddress read(String text) {
    List<String> lines = text.lines().map(String::strip).toList();
    if (lines.isEmpty() || lines.getFirst().isEmpty()) {
      return null;
    }
    boolean hasToken = lines.size() > 1 && !lines.get(1).isEmpty();
    return new AdminAddress(lines.getFirst(), hasToken ? new AdminToken(lines.get(1)) : null);
  }
}
