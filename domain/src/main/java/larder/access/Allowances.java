package larder.access;

/**
 * What is passed on only if the user allows it.
 *
 * @param trace whether {@code TRACE} is allowed (RFC 9110, section 9.3.8)
 */
public record Allowances(UpgradeProtocols upgrades, boolean trace) {
  /** Allows nothing. */
  public static final Allowances NONE = new Allowances(UpgradeProtocols.NONE, false);
}
