package larder.caching;

import larder.http.Tokens;

/**
 * A user's rule for origins that say nothing about their responses, or say it badly.
 *
 * @param name a token by which {@code Cache-Status} and the log name it
 */
public record Rule(String name, UrlPattern pattern, Adjustment adjustment) {
  /**
   * @throws IllegalArgumentException if the name is not a token
   */
  public Rule {
    if (!Tokens.isToken(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name for a rule: letters, digits, '-', '.' and '_' make one");
    }
  }
}
