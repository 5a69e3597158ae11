package larder.app.run;

import larder.http.Authority;

/**
 * Where a child finds its proxy.
 *
 * @param host a name, an IPv4 address, or an IPv6 address in brackets
 */
public record ProxyAddress(String host, int port) {
  public static ProxyAddress of(Authority authority) {
    return new ProxyAddress(authority.host(), authority.port());
  }

  /** With the scheme, which some programs require. */
  public String url() {
    return "http://" + host + ":" + port;
  }
}
