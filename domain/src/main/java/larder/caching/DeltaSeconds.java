package larder.caching;

import java.time.Duration;

/** Numbers of seconds that saturate (RFC 9111, section 1.2.2). */
final class DeltaSeconds {
  /** 2^31: larger numbers count as this. */
  static final long MAX_SECONDS = 1L << 31;

  static final Duration MAX = Duration.ofSeconds(MAX_SECONDS);

  /** The result of {@link #parse} for anything but digits. */
  static final long INVALID = -1;

  private DeltaSeconds() {}

  /** Reads the digits from {@code start} to before {@code end}. */
  static long parse(String text, int start, int end) {
    if (start >= end) {
      return INVALID;
    }
    long seconds = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return INVALID;
      }
      seconds = Math.min(10 * seconds + (c - '0'), MAX_SECONDS);
    }
    return seconds;
  }

  /** The duration, at most {@link #MAX}. */
  static Duration saturated(Duration duration) {
    return duration.compareTo(MAX) > 0 ? MAX : duration;
  }
}
