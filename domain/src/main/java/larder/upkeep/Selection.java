package larder.upkeep;

import java.util.List;
import larder.caching.UrlPattern;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.store.StoreKey;

/** Selects stored responses: those whose target URI matches one of some patterns, or all. */
public final class Selection {
  /** Selects all. */
  public static final Selection ALL = new Selection(List.of());

  private final List<UrlPattern> patterns;

  private Selection(List<UrlPattern> patterns) {
    this.patterns = patterns;
  }

  /**
   * @param patterns written as in rules, except that a whole URI also stands for itself, whatever
   *     braces it has; if empty, all responses are selected
   * @throws IllegalArgumentException if one is malformed; the message says what is wrong with it
   */
  public static Selection of(List<String> patterns) {
    return patterns.isEmpty()
        ? ALL
        : new Selection(
            patterns.stream()
                .flatMap(each -> UrlPattern.parseAllAndItself(each).stream())
                .toList());
  }

  /** Whether responses stored under the key are selected. */
  public boolean includes(StoreKey key) {
    if (patterns.isEmpty()) {
      return true;
    }
    try {
      TargetUri target = TargetUri.parse(key.uri());
      return patterns.stream().anyMatch(pattern -> pattern.matches(target));
    } catch (SyntaxException e) {
      return false;
    }
  }
}
