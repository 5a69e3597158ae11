package larder.forwarding;

import larder.access.Reach;
import larder.http.Authority;
import larder.http.Fields;
import larder.http.IpAddress;
import larder.http.Response;
import larder.http.Scheme;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/** No way to any origin, for a proxy that must stay offline. */
public final class NoOrigins implements OriginPort, TunnelPort {
  private NoOrigins() {}

  /** Has no state, and needs no closing. */
  public static NoOrigins atAll() {
    return new NoOrigins();
  }

  @Override
  public Response fetch(OriginRequest request, InterimListener interim) throws TransferException {
    throw offline("asks no origin");
  }

  @Override
  public UpgradeAnswer upgrade(OriginRequest request, InterimListener interim)
      throws TransferException {
    throw offline("asks no origin");
  }

  @Override
  public TunnelEnd open(Authority authority, Fields via, Reach reach) throws TransferException {
    throw offline("opens no tunnel to " + authority);
  }

  /**
   * Does not look up the addresses of a name: what is stored for it is only for clients that may go
   * wherever the name leads.
   */
  @Override
  public boolean check(Scheme scheme, Authority origin, Reach reach) throws TransferException {
    IpAddress literal = IpAddress.parse(origin.hostForLookup());
    boolean allowed = literal == null ? reach.allowsUnknown() : reach.allows(literal);
    if (!allowed) {
      throw new TransferException(
          Side.ORIGIN,
          Kind.FORBIDDEN,
          "The proxy is offline, and cannot look up whether you may go to " + origin.host());
    }
    return true;
  }

  private static TransferException offline(String what) {
    return new TransferException(
        Side.ORIGIN, Kind.OFFLINE, "The proxy is offline (--offline), and " + what);
  }

  @Override
  public void close() {}
}
