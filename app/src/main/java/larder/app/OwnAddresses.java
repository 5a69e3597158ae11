package larder.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import larder.access.HostRules;
import larder.app.machine.Interfaces;
import larder.http.Authority;
import larder.http.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a host and port are our own, without asking a name server. They include all ports
 * that this process listens on, even those of guests. Safe for all threads.
 */
final class OwnAddresses implements HostRules.OwnPorts {
  private volatile List<Own> all = List.of();

  private record Own(IpAddress address, int port) {
    boolean isAt(String host) {
      if (host.equals("localhost") || host.equals("localhost.")) {
        return address.isLoopback();
      }
      IpAddress given = IpAddress.parse(host);
      return given != null && isAt(given);
    }

    /** A listener on loopback can be reached by every address that means this machine. */
    boolean isAt(IpAddress given) {
      return address.equals(given)
          || (address.isLoopback() && (given.isLoopback() || given.isUnspecified()));
    }
  }

  /** Called once a proxy listens, when its ports are known. */
  synchronized void add(List<InetSocketAddress> listening, @Nullable InetSocketAddress admin) {
    List<Own> own = new ArrayList<>(all);
    own.addAll(at(listening));
    if (admin != null) {
      own.add(new Own(IpAddress.of(admin.getAddress().getAddress()), admin.getPort()));
    }
    all = List.copyOf(own);
  }

  /**
   * The ports may now belong to others. An address that was added several times stays until it has
   * been removed as often.
   */
  synchronized void remove(List<InetSocketAddress> listening) {
    List<Own> left = new ArrayList<>(all);
    at(listening).forEach(left::remove);
    all = List.copyOf(left);
  }

  private static List<Own> at(List<InetSocketAddress> listening) {
    List<Own> own = new ArrayList<>();
    for (InetSocketAddress address : listening) {
      for (IpAddress each : meant(address.getAddress())) {
        own.add(new Own(each, address.getPort()));
      }
    }
    return own;
  }

  /** A listener on the wildcard address listens on each address of the machine. */
  private static List<IpAddress> meant(InetAddress address) {
    IpAddress named = IpAddress.of(address.getAddress());
    if (!address.isAnyLocalAddress()) {
      return List.of(named);
    }
    List<IpAddress> every = new ArrayList<>(Interfaces.addresses());
    every.add(named);
    return every;
  }

  boolean include(Authority authority) {
    for (Own own : all) {
      if (own.port == authority.port() && own.isAt(authority.hostForLookup())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean include(IpAddress address, int port) {
    for (Own own : all) {
      if (own.port == port && own.isAt(address)) {
        return true;
      }
    }
    return false;
  }
}
