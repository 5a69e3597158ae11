package larder.store;

import java.time.Instant;

/**
 * What a stored response is good for, as far as that can be told beforehand.
 *
 * @param freshUntil it answers requests by itself until then
 * @param lasting whether it is of use after that: it can be validated, or served stale
 */
public record Worth(Instant freshUntil, boolean lasting) {
  /** Of which nothing is known. */
  public static final Worth UNKNOWN = new Worth(Instant.MAX, true);
}
