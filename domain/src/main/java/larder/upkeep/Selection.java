package larder.upkeep;

import java.util.List;
import larder.caching.UrlPattern;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.store.StoreKey;

/** Which stored responses are meant: those whose target URI fits one of some patterns, or all. */
public final class Selection {
  /** All that is stored. */
  public static final Selection ALL = new Selection(List.of());

  private final List<UrlPattern> patterns;

  private Selection(List<UrlPattern> patterns) {
    this.patterns = patterns;
  }

  /**
   * @param patterns as those of rules are written, but that a whole URI is itself, whatever braces
   *     it has; without any, all responses are meant
   * @throws IllegalArgumentException if one is none; the message says what is wrong with it
   */
  public static Selection of(List<String> patterns) {
    return patterns.isEmpty()
        ? ALL
        : new Selection(
            patterns.stream()
                .flatMap(each -> UrlPattern.parseAllAndItself(each).stream())
                .toList());
  }

  /** Whether what is stored under that key is meant. */
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
