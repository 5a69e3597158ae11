package larder.app.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a proxy answers questions about itself.
 *
 * @param url as in {@code http://127.0.0.1:3127}
 * @param token null if it is not known
 */
public record AdminAddress(String url, @Nullable AdminToken token) {
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
