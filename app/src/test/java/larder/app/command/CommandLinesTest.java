package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
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
import larder.caching.Rfc9111Policy;
import larder.caching.TargetList;
import larder.forwarding.FinishAborted;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** What the command line takes, refuses and says; nothing here begins to listen. */
class CommandLinesTest {
  /** What one run printed. */
  private record Ran(int exitCode, String out, String err) {}

  private static Ran run(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = CommandLines.create(environment);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int exitCode = line.execute(arguments);
    return new Ran(exitCode, out.toString(), err.toString());
  }

  private static CommandLine parsed(Map<String, String> environment, String... arguments) {
    CommandLine line = CommandLines.create(environment);
    line.parseArgs(arguments);
    return line;
  }

  private static Settings settings(Map<String, String> environment, String... arguments) {
    ServeCommand command = parsed(environment, arguments).getCommand();
    return command.settings();
  }

  private static Settings settings(String... arguments) {
    return settings(Map.of(), arguments);
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

  private static List<OptionSpec> allOptions() {
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

  @ParameterizedTest
  @ValueSource(strings = {"LARDER_VERSION", "LARDER_HELP", "LARDER_OPTS", "LARDER_NOTHING"})
  void aVariableThatStandsForNoSettingIsLeftAlone(String name) {
    assertEquals(3128, settings(Map.of(name, "1.2.3")).listening().endpoints().getFirst().port());
  }

  @Test
  void theDefaultsAreTheAncestorsAndTheFields() {
    Settings settings = settings(Map.of("XDG_CACHE_HOME", "/home/me/.cache"));
    assertEquals(
        List.of(new Settings.Endpoint("127.0.0.1", 3128), new Settings.Endpoint("::1", 3128)),
        settings.listening().endpoints());
    assertEquals(10_000, settings.listening().maxConnections());
    assertEquals(10_000, settings.network().bufferSize());
    assertEquals("443", settings.access().connectPorts().toString());
    assertEquals(
        new Settings.ByTheBook(Rfc9111Policy.Settings.DEFAULT, List.of()),
        settings.caching().policy());
    Settings.OnDisk store = assertInstanceOf(Settings.OnDisk.class, settings.caching().store());
    assertEquals(Path.of("/home/me/.cache/larder"), store.folder());
    assertEquals(5L << 30, store.size());
  }

  /** The heap that there is, what is asked for, and what comes of it; all in MiB. */
  @ParameterizedTest
  @CsvSource({"4096, , 256", "1024, , 256", "512, , 128", "64, , 16", "1024, 768, 768"})
  void theMemoryIsWithinTheHeap(long heap, @Nullable Long asked, long expected) {
    assertEquals(new Settings.InMemory(expected << 20), storeWithin(heap << 20, asked));
  }

  @Test
  void moreMemoryThanThereIsHeapIsRefused() {
    var refused =
        assertThrows(CommandLine.ParameterException.class, () -> storeWithin(1 << 30, 769L));
    assertTrue(refused.getMessage().contains("LARDER_OPTS=-Xmx"), refused::getMessage);
  }

  private static Settings.Store storeWithin(long heap, @Nullable Long mebibytes) {
    ServeOptions options =
        CommandLine.populateCommand(new ServeOptions(), "--cache=memory", "--port=0");
    options.proxy.cache.memorySize = mebibytes == null ? null : mebibytes << 20;
    return new SettingsReader(CommandLines.create(Map.of()), Map.of(), heap)
        .read(options, null)
        .caching()
        .store();
  }

  @Test
  void onATerminalThePortIsAskedForUnlessSomethingSaysWhere() {
    assertEquals(8080, portAfterAsking());
    assertEquals(1, portAfterAsking("--port=1"));
    assertEquals(3128, portAfterAsking("--listen=[::1]"));
  }

  private static int portAfterAsking(String... arguments) {
    ServeOptions options = CommandLine.populateCommand(new ServeOptions(), arguments);
    return new SettingsReader(CommandLines.create(Map.of()), Map.of(), 1 << 30)
        .read(options, prompt -> "8080")
        .listening()
        .endpoints()
        .getFirst()
        .port();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0, 3128",
    "0.0.0.0:80, 0.0.0.0, 80",
    "[::]:80, ::, 80",
    "[::1], ::1, 3128",
    "localhost:0, localhost, 0",
    "[::1]:0, ::1, 0"
  })
  void anAddressToListenOnHasAHostAndMayHaveAPort(String text, String host, int port) {
    assertEquals(
        List.of(new Settings.Endpoint(host, port)),
        settings("--listen=" + text).listening().endpoints());
  }

  @Test
  void anAddressWithoutPortHasTheOneThatIsGiven() {
    Settings settings = settings("--listen=[::1]", "-l", "10.0.0.1:80", "--port=0");
    assertEquals(
        List.of(new Settings.Endpoint("::1", 0), new Settings.Endpoint("10.0.0.1", 80)),
        settings.listening().endpoints());
  }

  /** Option, and what the message has to name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cache=disk | [memory, h2]",
        "--policy=none | [rfc9111, fixed]",
        "--log-format=xml | [squid, common, combined, json]",
        "--color=red | [auto, always, never]",
        "--port=65536 | 65536 is above 65535",
        "--port=-1 | from 0 to 65535",
        "--port=http | from 0 to 65535",
        "--max-connections=0 | 0 is below 1",
        "--max-connections=many | not a whole number",
        "--buffer-size=1 | 1 is below 512",
        "--buffer-size=1g | 1073741824 is above 16777216",
        "--buffer-size=large | such as 16k",
        "--cache-size=1 | 1 is below 1048576",
        "--memory-size=1 | 1 is below 1048576",
        "--memory-size=1000t | three quarters of Java's heap",
        "--max-object-size=-1 | such as 16k",
        "--max-pending-size=1 | 1 is below 65536",
        "--max-variants=0 | 0 is below 1",
        "--max-waiters=all | not a whole number",
        "--cache-expiry=soon | ms, s, m, h or d",
        "--finish-aborted=half | such as 16k",
        "--finish-aborted=1m,101% | from 0% to 100%",
        "--finish-aborted=% | from 0% to 100%",
        "--connect-ports=0 | from 1 to 65535, such as 443",
        "--allow-upgrade=h2c | carries requests, which have to come through",
        "--allow-upgrade=a/1 | no list of protocols, such as websocket",
        "--connect-ports=https | from 1 to 65535, such as 443",
        "--listen=a.example:http | such as 0.0.0.0:3128",
        "--listen=::1 | such as 0.0.0.0:3128",
        "--drain=5w | ms, s, m, h or d"
      })
  void aWrongValueIsAnsweredWithTheAllowedOnes(String argument, String named) {
    Ran ran = run(Map.of(), argument, "--cache-dir=/nowhere");
    assertEquals(2, ran.exitCode);
    assertEquals("", ran.out);
    String option = argument.substring(0, argument.indexOf('='));
    assertTrue(ran.err.startsWith("larder: Invalid value for option '" + option + "'"), ran.err);
    assertTrue(ran.err.contains(named), ran.err);
    assertTrue(ran.err.endsWith("\nTry 'larder --help'.\n"), ran.err);
    assertEquals(2, ran.err.lines().count(), ran.err);
  }

  @Test
  void aWrongValueFromTheEnvironmentNamesItsVariable() {
    Ran ran = run(Map.of("LARDER_CACHE", "disk"));
    assertEquals(2, ran.exitCode);
    assertTrue(ran.err.contains("[memory, h2]"), ran.err);
    assertTrue(ran.err.contains("environment variable LARDER_CACHE."), ran.err);
  }

  @ParameterizedTest
  @CsvSource({"--cahce=h2, --cache", "--memorysize=1g, --memory-size", "complet, completion"})
  void whatDoesNotExistIsAnsweredWithWhatDoes(String argument, String meant) {
    Ran ran = run(Map.of(), argument);
    assertEquals(2, ran.exitCode);
    assertTrue(ran.err.contains(meant), ran.err);
    assertFalse(ran.err.contains("\tat "), ran.err);
  }

  @Test
  void theHelpListsEveryOptionUnderItsHeading() {
    Ran ran = run(Map.of(), "--help");
    assertEquals(0, ran.exitCode);
    assertEquals("", ran.err);
    for (OptionSpec option : allOptions()) {
      for (String name : option.names()) {
        assertTrue(ran.out.contains(name), name);
      }
    }
    List<String> headings =
        List.of(
            "Listening", "Storing", "Deciding", "Network", "Logs and messages", "Help", "Commands");
    List<String> found = ran.out.lines().filter(headings::contains).toList();
    assertEquals(headings, found);
    assertTrue(ran.out.lines().allMatch(line -> line.length() <= 100), ran.out);
    assertFalse(ran.out.contains("${"), ran.out);
    assertFalse(ran.out.contains("@|"), ran.out);
    assertFalse(ran.out.contains("\u001b"), ran.out);
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    Ran ran = run(Map.of(), "--version");
    assertEquals(0, ran.exitCode);
    assertTrue(ran.out.matches("larder [0-9]\\S*\nJava 25\\S* on .+\n"), ran.out);
  }

  @Test
  void theCompletionScriptKnowsOptionsAndTheirValues() {
    Ran ran = run(Map.of(), "completion");
    assertEquals(0, ran.exitCode);
    assertTrue(ran.out.startsWith("#!/usr/bin/env bash\n"), ran.out);
    assertAll(
        allOptions().stream()
            .map(option -> () -> assertTrue(ran.out.contains(option.longestName()))));
    assertTrue(ran.out.contains("\"rfc9111\" \"fixed\""), ran.out);
  }

  @Test
  void anAccessLogThatCannotBeWrittenIsADiskError(@TempDir Path folder) {
    Ran ran = run(Map.of(), "--access-log=" + folder.resolve("missing").resolve("log"));
    assertEquals(74, ran.exitCode);
    assertEquals(1, ran.err.lines().count(), ran.err);
    assertTrue(ran.err.contains("choose another file"), ran.err);
  }

  @Test
  void theStackTraceIsForThoseWhoAskForIt(@TempDir Path folder) {
    String log = "--access-log=" + folder.resolve("missing").resolve("log");
    assertTrue(run(Map.of(), "-v", log).err.contains("\tat larder.app."));
    assertTrue(run(Map.of("LARDER_VERBOSE", "true"), log).err.contains("\tat larder.app."));
  }

  @ParameterizedTest
  @CsvSource({"always, ON", "ALWAYS, ON", "never, OFF", "auto, AUTO", "nonsense, AUTO"})
  void coloursAreKnownBeforeAnythingIsParsed(String when, Ansi ansi) {
    assertEquals(ansi, CommandLines.ansi(new String[] {"--color=" + when}, Map.of()));
    assertEquals(ansi, CommandLines.ansi(new String[] {"--color", when}, Map.of()));
    assertEquals(ansi, CommandLines.ansi(new String[0], Map.of("LARDER_COLOR", when)));
  }

  @Test
  void serveIsWhatLarderDoesAndTakesTheSameOptions() {
    CommandLine line = CommandLines.create(Map.of());
    CommandLine serve = line.getSubcommands().get("serve");
    assertEquals(
        line.getCommandSpec().optionsMap().keySet(), serve.getCommandSpec().optionsMap().keySet());

    line.parseArgs("serve", "--cache=memory", "--port=4711");
    ServeCommand command = serve.getCommand();
    assertEquals(4711, command.settings().listening().endpoints().getFirst().port());
  }
}
