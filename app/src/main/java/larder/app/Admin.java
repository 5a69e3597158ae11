package larder.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.function.Supplier;
import larder.app.admin.AdminAddress;
import larder.app.admin.AdminClient;
import larder.app.admin.AdminServer;
import larder.app.admin.AdminToken;
import larder.app.admin.Guests;
import larder.app.statistics.State;
import larder.forwarding.ExplainPort;
import larder.upkeep.Upkeep;
import org.jspecify.annotations.Nullable;

/**
 * The admin port of one proxy, and the file in its cache folder that gives its address. The file
 * counts only while a process holds the folder and the proxy at that address proves that it knows
 * the token, so a file that was left behind misleads nobody.
 */
public final class Admin implements AutoCloseable {
  private static final String FILE = "admin";

  private final @Nullable AdminServer server;
  private final @Nullable Path file;
  private final @Nullable String problem;

  private Admin(@Nullable AdminServer server, @Nullable Path file, @Nullable String problem) {
    this.server = server;
    this.file = file;
    this.problem = problem;
  }

  /**
   * @param guests null if no commands are let in
   * @throws StartException if the port that the user chose cannot be opened
   */
  static Admin start(
      Settings settings,
      ExplainPort explainer,
      Supplier<State> state,
      Upkeep upkeep,
      InstantSource clock,
      @Nullable Guests guests)
      throws StartException {
    removeAnothers(settings.caching().store());
    return switch (settings.listening().admin()) {
      case Settings.NoAdmin none -> new Admin(null, null, null);
      case Settings.AdminAt(int port, boolean required) -> {
        try {
          AdminToken token = AdminToken.random();
          AdminServer server =
              AdminServer.start(port, explainer, state, upkeep, token, clock, guests);
          AdminAddress address = new AdminAddress(url(server.address()), token);
          yield new Admin(server, written(settings.caching().store(), address), null);
        } catch (IOException e) {
          if (required) {
            throw new StartException(
                StartException.Cause.IN_USE,
                "The admin port " + problem(port, e) + ": choose another with --admin-port",
                e);
          }
          yield new Admin(
              null,
              null,
              "the admin port "
                  + problem(port, e)
                  + ", so 'larder explain' cannot ask this proxy: choose another with"
                  + " --admin-port");
        }
      }
    };
  }

  static String problem(int port, IOException e) {
    String met = String.valueOf(e.getMessage());
    return met.contains("in use")
        ? port + " is in use"
        : port + " on 127.0.0.1 cannot be opened (" + met + ")";
  }

  /** We hold the folder, so such a file was left behind by a proxy that was killed. */
  private static void removeAnothers(Settings.Store store) {
    if (store instanceof Settings.OnDisk disk) {
      remove(disk.folder().resolve(FILE));
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It does no harm: the process that knows its token is gone.
    }
  }

  /** Null if there is no folder, or if it cannot be written. */
  private static @Nullable Path written(Settings.Store store, AdminAddress address) {
    if (!(store instanceof Settings.OnDisk disk)) {
      return null;
    }
    Path file = disk.folder().resolve(FILE);
    try {
      Path temporary = Files.createTempFile(disk.folder(), FILE, ".new"); // for the owner alone
      try {
        Files.writeString(temporary, address.text());
        return Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      return null;
    }
  }

  private static String url(InetSocketAddress address) {
    return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /**
   * The admin address of the proxy that holds this folder; null if the folder does not say, or if
   * another process answers there.
   */
  public static @Nullable AdminAddress of(Path folder) {
    try {
      if (!StoppedStore.isHeld(folder)) {
        return null;
      }
      AdminAddress said = AdminAddress.read(Files.readString(folder.resolve(FILE)));
      return said != null && AdminClient.isProved(said) ? said : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Null if there is no admin port. */
  public @Nullable InetSocketAddress address() {
    return server == null ? null : server.address();
  }

  /** Why the usual admin port could not be opened; null if nothing is wrong. */
  public @Nullable String problem() {
    return problem;
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    if (file != null) {
      remove(file);
    }
  }
}
