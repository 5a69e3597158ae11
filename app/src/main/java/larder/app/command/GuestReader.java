package larder.app.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import larder.app.GuestSettings;
import larder.app.Settings;
import larder.app.StartException;
import larder.app.admin.Guests;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Reads the options of a command behind a proxy that also serves others. The proxy's options apply
 * where the command has none of its own.
 */
final class GuestReader implements GuestSettings {
  /** The options of the proxy that an option of the command replaces. */
  private static final Map<String, Set<String>> INSTEAD =
      Map.of(
          "--intercept", Set.of("--no-intercept"),
          "--rule", Set.of("--rules", "--preset"),
          "--rules", Set.of("--rule", "--preset"),
          "--preset", Set.of("--rule", "--rules"),
          "--policy", Set.of("--cache-expiry"),
          "--upstream-proxy", Set.of("--no-upstream-proxy"),
          "--no-upstream-proxy", Set.of("--upstream-proxy"));

  /** Options that add to those of the proxy. */
  private static final Set<String> MORE = Set.of("--no-intercept", "--deny-host");

  private static final String FIXED = "--policy=fixed";

  /** Options that count only when the store is opened. */
  static final Set<String> STORES =
      Set.of(
          "--cache",
          "--cache-dir",
          "--cache-size",
          "--memory-size",
          "--max-object-size",
          "--max-pending-size",
          "--max-variants");

  private final ParseResult proxys;
  private final Map<String, String> environment;
  private final long heap;

  /**
   * @param parsed the proxy's command line
   * @param environment the proxy's
   * @param heap the largest size of Java's heap, in bytes
   */
  GuestReader(ParseResult parsed, Map<String, String> environment, long heap) {
    this.proxys = parsed;
    this.environment = environment;
    this.heap = heap;
  }

  static CommandSpec taken() {
    return taken(new ProxyOptions());
  }

  private static CommandSpec taken(ProxyOptions options) {
    CommandSpec run = CommandSpec.create().name("run");
    options.addTo(run);
    return run;
  }

  @Override
  public Settings of(Guests.Wish wish, List<Settings.Endpoint> own) throws StartException {
    ProxyOptions options = new ProxyOptions();
    CommandLine line = new CommandLine(taken(options));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    try {
      refuseToKeepEverything(line, wish.arguments());
      line.parseArgs(arguments(wish.arguments()).toArray(String[]::new));
      return new SettingsReader(line, environment, heap).readForGuest(options, own);
    } catch (ParameterException e) {
      throw new StartException(StartException.Cause.SETTINGS, e);
    }
  }

  /** All clients of the proxy would be answered by what was for this command's user. */
  private void refuseToKeepEverything(CommandLine line, List<String> commands) {
    if (keepsEverything(commands)
        && !keepsEverything(GivenOptions.of(proxys, environment, taken()))) {
      throw new ParameterException(
          line,
          FIXED
              + " keeps answers that are for one user, and the proxy that runs would give them to"
              + " all of its clients; leave that out, or give the command "
              + RunningProxy.ALONE);
    }
  }

  private static boolean keepsEverything(List<String> arguments) {
    return arguments.stream().anyMatch(FIXED::equalsIgnoreCase);
  }

  private List<String> arguments(List<String> commands) {
    Set<String> left = new HashSet<>(STORES);
    for (String argument : commands) {
      String name = GivenOptions.name(argument);
      left.addAll(INSTEAD.getOrDefault(name, Set.of()));
      if (!MORE.contains(name) && !STORES.contains(name)) {
        left.add(name);
      }
    }
    List<String> arguments = new ArrayList<>();
    for (String argument : GivenOptions.of(proxys, environment, taken())) {
      if (!left.contains(GivenOptions.name(argument))) {
        arguments.add(argument);
      }
    }
    for (String argument : commands) {
      if (!STORES.contains(GivenOptions.name(argument))) {
        arguments.add(argument);
      }
    }
    return arguments;
  }
}
