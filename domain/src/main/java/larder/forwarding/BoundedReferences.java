package larder.forwarding;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites references in the heads of one answer, up to a bound. A reference of no characters may
 * become one with the target's whole path, so that a head could grow a thousandfold. Not
 * thread-safe.
 */
final class BoundedReferences {
  /** More take too long, even if they become short. */
  static final int MOST = 200;

  /** What all may have together: as much as a whole field section by default. */
  static final int MOST_OCTETS = 64 * 1024;

  private final Function<String, @Nullable String> rewriting;
  private int count;
  private int octets;

  /**
   * @param rewriting makes a reference anew; null if it cannot
   */
  BoundedReferences(Function<String, @Nullable String> rewriting) {
    this.rewriting = rewriting;
  }

  /** Null if it cannot be rewritten, or if it exceeds the bound, as all that follow then do. */
  @Nullable String rewritten(String reference) {
    if (count == MOST || octets > MOST_OCTETS) {
      return null;
    }
    count++;
    String rewritten = rewriting.apply(reference);
    if (rewritten == null) {
      return null;
    }
    octets += rewritten.length();
    return octets > MOST_OCTETS ? null : rewritten;
  }
}
