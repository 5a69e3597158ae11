package larder.access;

import larder.http.IpAddress;

/** Which clients may put a target behind the proxy's own address. */
public enum Prefixing {
  NOBODY,
  THIS_MACHINE,
  EVERYBODY;

  public boolean allows(IpAddress client) {
    return switch (this) {
      case NOBODY -> false;
      case THIS_MACHINE -> client.isLoopback();
      case EVERYBODY -> true;
    };
  }
}
