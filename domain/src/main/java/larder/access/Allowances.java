package larder.access;

/**
 * What is passed on only where somebody has said so.
 *
 * @param trace whether {@code TRACE} is (RFC 9110, section 9.3.8)
 */
public record Allowances(UpgradeProtocols upgrades, boolean trace) {
  /** Nothing of it. */
  public static final Allowances NONE = new Allowances(UpgradeProtocols.NONE, false);
}
