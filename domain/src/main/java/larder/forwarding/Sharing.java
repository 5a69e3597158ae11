package larder.forwarding;

import java.time.Duration;

/**
 * How far exchanges share fetches.
 *
 * @param mostWaiters how many may wait for or follow one fetch at a time; 0 for no sharing
 * @param longestWait how long an exchange waits for the head of another exchange's answer
 * @param mostRemembered how many keys that are not shareable, and how many just stored, are
 *     remembered at most
 * @param remembered how long they are remembered
 */
public record Sharing(
    int mostWaiters, Duration longestWait, int mostRemembered, Duration remembered) {
  private static final Sharing DEFAULTS =
      new Sharing(1000, Duration.ofSeconds(10), 4096, Duration.ofMinutes(1));

  /**
   * @throws IllegalArgumentException if a number or a time is negative
   */
  public Sharing {
    if (mostWaiters < 0 || mostRemembered < 0) {
      throw new IllegalArgumentException("A bound is not negative");
    }
    if (longestWait.isNegative() || remembered.isNegative()) {
      throw new IllegalArgumentException("A time is not negative");
    }
  }

  /** A thousand waiters, ten seconds, and four thousand keys for a minute. */
  public static Sharing defaults() {
    return DEFAULTS;
  }

  /** The same, with another number of waiters. */
  public Sharing withMostWaiters(int most) {
    return new Sharing(most, longestWait, mostRemembered, remembered);
  }
}
