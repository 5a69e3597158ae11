package larder.access;

import larder.http.IpAddress;

/**
 * How far one request may go. Where the name alone does not settle it, each address that the name
 * has is asked about before it is connected to. Safe for all threads; never blocks.
 */
public sealed interface Reach {
  /** Every address: nobody has to look which it is. */
  Reach ANYWHERE = new Anywhere();

  /** Whether that address may be connected to. */
  boolean allows(IpAddress address);

  /** Every address. */
  record Anywhere() implements Reach {
    @Override
    public boolean allows(IpAddress address) {
      return true;
    }
  }

  /**
   * No address at all.
   *
   * @param option what the user has said so by: {@code --deny-host}
   */
  record Nowhere(String option) implements Reach {
    @Override
    public boolean allows(IpAddress address) {
      return false;
    }
  }

  /** Some addresses. */
  non-sealed interface Some extends Reach {}
}
