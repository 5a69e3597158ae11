package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** What the command line refuses and says; nothing here begins to listen. */
class CommandLinesTest {
  @Test
  void aFileWithOptionsThatCannotBeReadIsNamed(@TempDir Path folder) {
    for (Path file : List.of(folder, folder.resolve("missing"))) {
      Ran ran = Ran.of(Map.of(), "--offline", "@" + file);
      assertEquals(2, ran.exitCode());
      assertEquals(
          "larder: options cannot be read from the file '" + file + "'",
          ran.err().lines().findFirst().orElse(""));
    }
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
        "--admin-port=65536 | 65536 is above 65535",
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
    Ran ran = Ran.of(Map.of(), argument, "--cache-dir=/nowhere");
    assertEquals(2, ran.exitCode());
    assertEquals("", ran.out());
    String option = argument.substring(0, argument.indexOf('='));
    assertTrue(
        ran.err().startsWith("larder: Invalid value for option '" + option + "'"), ran.err());
    assertTrue(ran.err().contains(named), ran.err());
    assertTrue(ran.err().endsWith("\nTry 'larder --help'.\n"), ran.err());
    assertEquals(2, ran.err().lines().count(), ran.err());
  }

  @ParameterizedTest
  @CsvSource({
    "cache, cache",
    "cache purge, cache purge",
    "explain --at=soon http://example.org/, explain",
    "run, run"
  })
  void theHelpOfTheCommandIsNamed(String wrong, String command) {
    Ran ran = Ran.of(Map.of("LARDER_CACHE_DIR", "/nowhere"), wrong.split(" ", -1));
    assertTrue(ran.err().endsWith("\nTry 'larder " + command + " --help'.\n"), ran.err());
  }

  @Test
  void anOptionWithoutAValueTakesTrueOrFalseFromTheEnvironment() {
    Ran ran = Ran.of(Map.of("LARDER_OFFLINE", "1"));
    assertEquals(2, ran.exitCode());
    assertTrue(ran.err().contains("'1' is neither true nor false"), ran.err());
    assertTrue(ran.err().contains("environment variable LARDER_OFFLINE."), ran.err());
  }

  @Test
  void aWrongValueFromTheEnvironmentNamesItsVariable() {
    Ran ran = Ran.of(Map.of("LARDER_CACHE", "disk"));
    assertEquals(2, ran.exitCode());
    assertTrue(ran.err().contains("[memory, h2]"), ran.err());
    assertTrue(ran.err().contains("environment variable LARDER_CACHE."), ran.err());
  }

  @ParameterizedTest
  @CsvSource({"--cahce=h2, --cache", "--memorysize=1g, --memory-size", "complet, completion"})
  void whatDoesNotExistIsAnsweredWithWhatDoes(String argument, String meant) {
    Ran ran = Ran.of(Map.of(), argument);
    assertEquals(2, ran.exitCode());
    assertTrue(ran.err().contains(meant), ran.err());
    assertFalse(ran.err().contains("\tat "), ran.err());
  }

  /** The arguments, the first option that would be lost, the command, and the exit code. */
  @ParameterizedTest
  @CsvSource({
    "--cache-dir=/nowhere cache purge --all, --cache-dir, cache, 2",
    "--offline run -- true, --offline, run, 125",
    "-p 8080 env, --port, env, 2",
    "-v stats, --verbose, stats, 2",
    "--open --cache=memory user --auth=/nowhere list, --open, user, 2"
  })
  void anOptionThatTheCommandWouldNotGetIsRefused(
      String arguments, String option, String command, int exitCode) {
    Ran ran = Ran.of(Map.of("LARDER_CACHE_DIR", "/nowhere"), arguments.split(" "));
    assertEquals(exitCode, ran.exitCode());
    assertEquals("", ran.out());
    assertEquals(
        "larder: '" + option + "' stands before '" + command + "': put it behind",
        ran.err().lines().findFirst().orElse(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user --auth=MISSING list",
        "--color never user --auth=MISSING list",
        "--version user list",
        "--offline user --help",
        "--offline --help user"
      })
  void whatIsHeededBeforeACommandMayStandThere(String arguments, @TempDir Path folder) {
    String[] given = arguments.replace("MISSING", folder.resolve("users").toString()).split(" ");
    Ran ran = Ran.of(Map.of("LARDER_OFFLINE", "true"), given);
    assertEquals(0, ran.exitCode(), ran.err());
  }

  @Test
  void theHelpListsEveryOptionUnderItsHeading() {
    Ran ran = Ran.of(Map.of(), "--help");
    assertEquals(0, ran.exitCode());
    assertEquals("", ran.err());
    for (OptionSpec option : OptionsTest.allOptions()) {
      for (String name : option.names()) {
        assertTrue(ran.out().contains(name), name);
      }
    }
    List<String> headings =
        List.of(
            "Listening", "Storing", "Deciding", "Network", "Logs and messages", "Help", "Commands");
    List<String> found = ran.out().lines().filter(headings::contains).toList();
    assertEquals(headings, found);
    assertTrue(ran.out().lines().allMatch(line -> line.length() <= 100), ran.out());
    assertFalse(ran.out().contains("${"), ran.out());
    assertFalse(ran.out().contains("@|"), ran.out());
    assertFalse(ran.out().contains("\u001b"), ran.out());
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    Ran ran = Ran.of(Map.of(), "--version");
    assertEquals(0, ran.exitCode());
    assertTrue(ran.out().matches("larder [0-9]\\S*\nJava 25\\S* on .+\n"), ran.out());
  }

  @Test
  void theCompletionScriptKnowsOptionsAndTheirValues() {
    Ran ran = Ran.of(Map.of(), "completion");
    assertEquals(0, ran.exitCode());
    assertTrue(ran.out().startsWith("#!/usr/bin/env bash\n"), ran.out());
    assertAll(
        OptionsTest.allOptions().stream()
            .map(option -> () -> assertTrue(ran.out().contains(option.longestName()))));
    assertTrue(ran.out().contains("\"rfc9111\" \"fixed\""), ran.out());
    assertFalse(ran.out().contains("compopt +o default"), "the shell offers files");
  }

  @Test
  void anAccessLogThatCannotBeWrittenIsADiskError(@TempDir Path folder) {
    Ran ran = Ran.of(Map.of(), "--access-log=" + folder.resolve("missing").resolve("log"));
    assertEquals(74, ran.exitCode());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertTrue(ran.err().contains("choose another file"), ran.err());
  }

  @Test
  void theStackTraceIsForThoseWhoAskForIt(@TempDir Path folder) {
    String log = "--access-log=" + folder.resolve("missing").resolve("log");
    assertTrue(Ran.of(Map.of(), "-v", log).err().contains("\tat larder.app."));
    assertTrue(Ran.of(Map.of("LARDER_VERBOSE", "true"), log).err().contains("\tat larder.app."));
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
