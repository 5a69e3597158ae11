package larder.app.command;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import larder.app.Admin;
import larder.app.StartException;
import larder.app.admin.AdminAddress;
import larder.app.admin.AdminClient;
import larder.app.admin.AdminClient.NoAnswerException;
import larder.app.admin.Guests;
import larder.app.statistics.Counts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A running proxy that holds the cache folder, and opens a way in for this command. */
final class RunningProxy implements ProxyForRun {
  /** The options by which the proxy is found. */
  private static final Set<String> FOLDER = Set.of("--cache", "--cache-dir");

  /** The options of what only the running proxy writes. */
  private static final Set<String> LOGS = Set.of("--access-log", "--log-format");

  static final String ALONE = "a proxy of its own with --cache=memory or another --cache-dir";

  private final AdminAddress admin;
  private final Guests.Admitted admitted;
  private boolean left;

  private RunningProxy(AdminAddress admin, Guests.Admitted admitted) {
    this.admin = admin;
    this.admitted = admitted;
  }

  /**
   * Asks the proxy that holds the folder for a way in.
   *
   * @param line the user's command line
   * @param held why the folder cannot be used
   * @throws StartException if there is no such proxy, or it does not admit the command
   * @throws ParameterException if the proxy cannot follow an option for one command only
   */
  static RunningProxy of(
      Path folder, CommandLine line, Map<String, String> environment, StartException held)
      throws StartException {
    AdminAddress admin = Admin.of(folder);
    if (admin == null || admin.token() == null) {
      throw closed(
          held, "it says nowhere where its admin port is", "start it with an --admin-port", held);
    }
    refuseWhatItCannotDo(line);
    Guests.Wish wish =
        new Guests.Wish(
            GivenOptions.of(line.getParseResult(), environment, GuestReader.taken()),
            ProcessHandle.current().pid());
    try {
      return new RunningProxy(admin, AdminClient.admit(admin, wish));
    } catch (NoAnswerException e) {
      throw closed(held, String.valueOf(e.getMessage()), "start larder for both", e);
    }
  }

  private static StartException closed(
      StartException held, String why, String instead, Exception met) {
    Throwable cause = held.getCause();
    return new StartException(
        StartException.Cause.IN_USE,
        (cause == null ? held : cause).getMessage()
            + ", which does not let this command in: "
            + why
            + ". Wait for its end, "
            + instead
            + ", or give the command "
            + ALONE,
        met);
  }

  private static void refuseWhatItCannotDo(CommandLine line) {
    Set<String> open = new HashSet<>(GuestReader.STORES);
    open.removeAll(FOLDER);
    List<String> stores = GivenOptions.among(open, line);
    if (!stores.isEmpty()) {
      throw new ParameterException(
          line,
          String.join(", ", stores)
              + ": the store is open already, in the proxy that runs; leave that out, or give the"
              + " command "
              + ALONE);
    }
    List<String> logs = GivenOptions.among(LOGS, line);
    if (!logs.isEmpty()) {
      throw new ParameterException(
          line,
          String.join(", ", logs)
              + ": the proxy that runs writes what it answers into its own log; leave that out, or"
              + " give the command "
              + ALONE);
    }
  }

  @Override
  public int port() {
    return admitted.port();
  }

  @Override
  public @Nullable String authority() {
    return admitted.authority();
  }

  @Override
  public List<String> remarks() {
    return List.of("Behind the proxy that runs; what others ask of it is not in these numbers.");
  }

  @Override
  public Counts conclude() throws StartException {
    left = true;
    try {
      return AdminClient.leave(admin, admitted);
    } catch (NoAnswerException e) {
      throw new StartException(
          StartException.Cause.IN_USE,
          "What was saved is not known, since the proxy was stopped before the command ended ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  /** If the command has not even begun, the way in is still open. */
  @Override
  public void close() {
    if (!left) {
      left = true;
      try {
        AdminClient.leave(admin, admitted);
      } catch (NoAnswerException e) {
        // The proxy notices the end of this process.
      }
    }
  }
}
