package larder.access;

import larder.http.IpAddress;

/**
 * How far one request may go. Where the name does not decide that, each address of the name is
 * checked before a connection to it. Safe for all threads; never blocks.
 */
public sealed interface Reach {
  /** Every address: none needs to be checked. */
  Reach ANYWHERE = new Anywhere();

  /** Whether that address may be connected to. */
  boolean allows(IpAddress address);

  /** Whether it may go to a name whose addresses cannot be looked up. */
  boolean allowsUnknown();

  /** Every address. */
  record Anywhere() implements Reach {
    @Override
    public boolean allows(IpAddress address) {
      return true;
    }

    @Override
    public boolean allowsUnknown() {
      return true;
    }
  }

  /**
   * No address at all.
   *
   * @param option the option by which the user decided so, such as {@code --deny-host}
   */
  record Nowhere(String option) implements Reach {
    @Override
    public boolean allows(IpAddress address) {
      return false;
    }

    @Override
    public boolean allowsUnknown() {
      return false;
    }
  }

  /** Some addresses; unknown ones are not among them by default. */
  non-sealed interface Some extends Reach {
    @Override
    default boolean allowsUnknown() {
      return false;
    }
  }
}
