package larder.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import larder.access.ClientRules;
import larder.access.Door;
import larder.access.HostRules;
import larder.app.users.Passwords;
import larder.app.users.UserFile;

/** Makes the door for its settings, and closes what the door needs. */
final class Entrance implements AutoCloseable {
  private final Door door;
  private final Optional<Passwords> passwords;

  private Entrance(Door door, Optional<Passwords> passwords) {
    this.door = door;
    this.passwords = passwords;
  }

  /**
   * @param own the proxy's own ports, known once it listens
   * @throws StartException if strangers could come in without the user's consent, or the user file
   *     cannot be used
   */
  static Entrance of(
      Settings.Access access, List<InetSocketAddress> listening, HostRules.OwnPorts own)
      throws StartException {
    refuseIfOpen(access, listening);
    Optional<Passwords> passwords = Optional.empty();
    if (access.users().isPresent()) {
      passwords = Optional.of(passwords(access.users().get()));
    }
    HostRules hosts = HostRules.of(access.allowedHosts(), access.deniedHosts(), own);
    return new Entrance(
        new Door(
            access.clients(),
            passwords.map(all -> all),
            hosts,
            access.connectPorts(),
            access.prefixing()),
        passwords);
  }

  /** Strangers find an open proxy sooner than its owner thinks. */
  private static void refuseIfOpen(Settings.Access access, List<InetSocketAddress> listening)
      throws StartException {
    if (access.open()
        || access.users().isPresent()
        || access.clients() instanceof ClientRules.Within) {
      return;
    }
    for (InetSocketAddress address : listening) {
      InetAddress host = address.getAddress();
      if (!host.isLoopbackAddress()) {
        throw new StartException(
            StartException.Cause.SETTINGS,
            "Whoever reaches "
                + host.getHostAddress()
                + " could use this proxy: say who may with --allow-client (such as"
                + " 192.168.0.0/16) or --auth, or that everybody may with --open",
            null);
      }
    }
  }

  private static Passwords passwords(Path file) throws StartException {
    try {
      return Passwords.of(new UserFile(file));
    } catch (IOException e) {
      throw new StartException(
          StartException.Cause.SETTINGS,
          e.getMessage() + ": add users with larder user add NAME --auth " + file,
          e);
    }
  }

  Door door() {
    return door;
  }

  @Override
  public void close() {
    passwords.ifPresent(Passwords::close);
  }
}
