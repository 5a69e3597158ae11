package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import larder.app.Settings;
import larder.app.log.LogFormat;
import larder.app.rules.Preset;
import larder.caching.TargetList;
import larder.forwarding.FinishAborted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every option, from the command line and from the environment. */
class OptionsTest {
  private static CommandLine parsed(Map<String, String> environment, String... arguments) {
    CommandLine line = CommandLines.create(environment);
    line.parseArgs(arguments);
    return line;
  }

  /** Option, a value as text, the value as it is meant. */
  static Stream<Arguments> options() {
    return Stream.of(
        Arguments.of("--port", "8080", 8080),
        Arguments.of("--listen", "a.example:1,[::1]:2", List.of("a.example:1", "[::1]:2")),
        Arguments.of("--tls-cert", "/t", Path.of("/t")),
        Arguments.of("--tls-key", "/k", Path.of("/k")),
        Arguments.of("--port-file", "/p", Path.of("/p")),
        Arguments.of("--admin-port", "5", new Settings.AdminAt(5, true)),
        Arguments.of("--max-connections", "5", 5),
        Arguments.of("--max-connections-per-client", "6", 6),
        Arguments.of("--allow-client", "10.0.0.0/8,fd00::/8", "[10.0.0.0/8, fd00::/8]"),
        Arguments.of("--auth", "/u", Path.of("/u")),
        Arguments.of("--open", "true", true),
        Arguments.of("--allow-host", "A.example,.b.example", "[a.example, .b.example]"),
        Arguments.of("--deny-host", "10.0.0.0/8", "[10.0.0.0/8]"),
        Arguments.of("--intercept", "a.example,all", List.of("a.example", "all")),
        Arguments.of("--no-intercept", "b.example", "[b.example]"),
        Arguments.of("--origin-ca", "/o", "[/o]"),
        Arguments.of("--allow-upgrade", "websocket,irc", "websocket,irc"),
        Arguments.of("--allow-trace", "true", true),
        Arguments.of("--prefix-mode", "all", HostOptions.PrefixClients.all),
        Arguments.of("--drain", "5s", Duration.ofSeconds(5)),
        Arguments.of("--cache", "memory", CacheOptions.Cache.memory),
        Arguments.of("--cache-dir", "/c", Path.of("/c")),
        Arguments.of("--cache-size", "1g", 1L << 30),
        Arguments.of("--memory-size", "2m", 2L << 20),
        Arguments.of("--max-object-size", "3k", 3L << 10),
        Arguments.of("--max-pending-size", "4m", 4L << 20),
        Arguments.of("--max-variants", "7", 7),
        Arguments.of("--max-waiters", "8", 8),
        Arguments.of("--policy", "fixed", PolicyOptions.Policy.fixed),
        Arguments.of("--cache-expiry", "5m", Duration.ofMinutes(5)),
        Arguments.of("--rule", "/a min=1,never", List.of("/a min=1,never")),
        Arguments.of("--rules", "/r", Path.of("/r")),
        Arguments.of("--preset", "apt,oci", List.of(Preset.apt, Preset.oci)),
        Arguments.of(
            "--targeted-fields",
            "X-CC,CDN-Cache-Control",
            new TargetList(List.of("X-CC", "CDN-Cache-Control"))),
        Arguments.of("--offline", "true", true),
        Arguments.of("--finish-aborted", "2m,75%", new FinishAborted(2 << 20, 75)),
        Arguments.of("--cache-status-key", "true", true),
        Arguments.of("--buffer-size", "16k", 16L << 10),
        Arguments.of("--connect-ports", "443,1025-65535", "443,1025-65535"),
        Arguments.of("--header-timeout", "1", Duration.ofSeconds(1)),
        Arguments.of("--idle-timeout", "2", Duration.ofSeconds(2)),
        Arguments.of("--connect-timeout", "3", Duration.ofSeconds(3)),
        Arguments.of("--origin-timeout", "4", Duration.ofSeconds(4)),
        Arguments.of("--tunnel-idle-timeout", "5", Duration.ofSeconds(5)),
        Arguments.of("--upstream-proxy", "http://a.example:1", "http://a.example:1"),
        Arguments.of("--no-upstream-proxy", "true", true),
        Arguments.of("--max-request-line", "1k", 1L << 10),
        Arguments.of("--max-fields-size", "2k", 2L << 10),
        Arguments.of("--max-field-lines", "50", 50),
        Arguments.of("--max-trailers-size", "3k", 3L << 10),
        Arguments.of("--max-chunk-extensions", "5k", 5L << 10),
        Arguments.of("--max-request-size", "1g", 1L << 30),
        Arguments.of("--min-rate", "100", 100L),
        Arguments.of("--access-log", "-", "-"),
        Arguments.of("--log-format", "json", LogFormat.json),
        Arguments.of("--verbose", "true", true),
        Arguments.of("--quiet", "true", true),
        Arguments.of("--color", "never", LogOptions.Color.never));
  }

  static List<OptionSpec> allOptions() {
    return CommandLines.create(Map.of()).getCommandSpec().options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .toList();
  }

  private static String variable(String option) {
    return "LARDER_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static void assertValue(Object expected, CommandLine line, String option) {
    Object value = line.getCommandSpec().findOption(option).getValue();
    assertEquals(expected, expected instanceof String ? String.valueOf(value) : value);
  }

  @ParameterizedTest
  @MethodSource("options")
  void anOptionIsTakenFromTheCommandLine(String option, String text, Object expected) {
    assertValue(expected, parsed(Map.of(), option + "=" + text), option);
    if (!(expected instanceof Boolean)) {
      assertValue(expected, parsed(Map.of(), option, text), option);
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void anOptionIsTakenFromTheEnvironment(String option, String text, Object expected) {
    assertValue(expected, parsed(Map.of(variable(option), text)), option);
  }

  @ParameterizedTest
  @MethodSource("options")
  void theCommandLineGoesBeforeTheEnvironment(String option, String text, Object expected) {
    Map<String, String> wrong = Map.of(variable(option), text.equals("true") ? "false" : "!");
    assertValue(expected, parsed(wrong, option + "=" + text), option);
  }

  static Stream<String> flags() {
    return options()
        .filter(row -> row.get()[2] instanceof Boolean)
        .map(row -> (String) row.get()[0]);
  }

  @ParameterizedTest
  @MethodSource("flags")
  void aFlagThatIsGivenHoldsWhateverTheEnvironmentSays(String flag) {
    for (String said : List.of("true", "false")) {
      Map<String, String> environment = Map.of(variable(flag), said);
      assertValue(true, parsed(environment, flag), flag);
      assertValue(false, parsed(environment, flag + "=false"), flag);
    }
  }

  @Test
  void aFlagInAFileHoldsWhateverTheEnvironmentSays(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("options");
    Files.writeString(file, "--offline\n-q\n");
    Map<String, String> environment = Map.of("LARDER_OFFLINE", "true", "LARDER_QUIET", "true");
    CommandLine line = parsed(environment, "@" + file);
    assertValue(true, line, "--offline");
    assertValue(true, line, "--quiet");
  }

  @Test
  void aFlagOfACommandHoldsToo() {
    CommandLine line = parsed(Map.of("LARDER_ALL", "true"), "cache", "purge", "--all");
    CommandLine purge = line.getSubcommands().get("cache").getSubcommands().get("purge");
    assertValue(true, purge, "--all");
  }

  @Test
  void manyCanStandInAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("options");
    Files.writeString(
        file, "# not these\n--deny-host=a.example\n--deny-host .b.example\n--offline\n");
    CommandLine line = parsed(Map.of(), "--port", "8080", "@" + file);
    assertValue(8080, line, "--port");
    assertValue("[a.example, .b.example]", line, "--deny-host");
    assertValue(true, line, "--offline");
  }

  @Test
  void everyOptionWasTriedAbove() {
    Set<String> tried =
        options().map(row -> (String) row.get()[0]).collect(Collectors.toCollection(TreeSet::new));
    Set<String> all =
        allOptions().stream()
            .map(OptionSpec::longestName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(all, tried);
  }
}
