package larder.access;

import larder.http.Authority;
import larder.http.IpAddress;
import larder.http.SyntaxException;
import larder.http.Tokens;

/** A pattern that matches hosts. */
public sealed interface HostPattern {
  /** Matches every host. */
  HostPattern EVERYWHERE = new Everywhere();

  /** Whether the pattern matches this name, given in lower case and without a final dot. */
  boolean matches(String host);

  /** One name. */
  record Name(String name) implements HostPattern {
    @Override
    public boolean matches(String host) {
      return name.equals(host);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * All names below a domain.
   *
   * @param domain without a leading dot
   * @param itself whether the domain's own name matches too
   */
  record Below(String domain, boolean itself) implements HostPattern {
    @Override
    public boolean matches(String host) {
      int dot = host.length() - domain.length() - 1;
      return dot < 0
          ? itself && host.equals(domain)
          : dot > 0 && host.charAt(dot) == '.' && host.endsWith(domain);
    }

    @Override
    public String toString() {
      return (itself ? "." : "*.") + domain;
    }
  }

  /** The public network; for clients on this machine, all hosts. Matches no name by itself. */
  record Everywhere() implements HostPattern {
    @Override
    public boolean matches(String host) {
      return false;
    }

    @Override
    public String toString() {
      return "*";
    }
  }

  /** Every host with an address in the range, whatever its name. Matches no name by itself. */
  record Addresses(IpRange range) implements HostPattern {
    @Override
    public boolean matches(String host) {
      return false;
    }

    @Override
    public String toString() {
      return range.toString();
    }
  }

  /**
   * Reads {@code example.org}, {@code .example.org} (that and all names below), {@code
   * *.example.org} (all names below), {@code *}, an address, or {@code 192.168.0.0/16}.
   *
   * @throws IllegalArgumentException if it is anything else; the message says what is expected
   */
  static HostPattern parse(String text) {
    if (text.equals("*")) {
      return EVERYWHERE;
    }
    if (text.startsWith("*.") || text.startsWith(".")) {
      boolean itself = text.startsWith(".");
      return new Below(name(text, text.substring(itself ? 1 : 2)), itself);
    }
    boolean isRange = text.indexOf('/') >= 0 || text.indexOf(':') >= 0 || isIpv4(text);
    return isRange
        ? new Addresses(IpRange.parse(HostRules.withoutFinalDot(text)))
        : new Name(name(text, text));
  }

  private static boolean isIpv4(String text) {
    return IpAddress.parse(HostRules.withoutFinalDot(text)) != null;
  }

  private static String name(String text, String part) {
    try {
      String host = Authority.parse(part, 1).host();
      if (host.equals(Tokens.lowerCase(part))
          && host.indexOf('*') < 0
          && host.charAt(0) != '.'
          && !host.contains("..")) {
        return HostRules.withoutFinalDot(host);
      }
    } catch (SyntaxException e) {
      // Thrown below.
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is no host, such as example.org, .example.org, *.example.org, 192.168.0.0/16 or"
            + " *");
  }
}
