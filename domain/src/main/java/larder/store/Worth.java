package larder.store;

import java.time.Instant;

/**
 * What a stored response is good for, as far as that can be told in advance.
 *
 * @param freshUntil until when it answers requests without the origin
 * @param lasting whether it is of use after that: it can be validated, or served stale
 */
public record Worth(Instant freshUntil, boolean lasting) {
  /** For a response about which nothing is known. */
  public static final Worth UNKNOWN = new Worth(Instant.MAX, true);
}
