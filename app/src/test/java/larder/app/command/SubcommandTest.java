package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubcommandTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | []",
        "-p 0 -q | []",
        "--cache=h2 --port 8080 | []",
        "run -- npm ci | [RUN]",
        "cache --help | [CACHE]",
        "cache ls stats | [CACHE]",
      })
  void theOneThatIsNamedOrNoneIsDescribed(String arguments, String expected) {
    assertEquals(expected, Subcommand.namedBy(split(arguments)).toString());
  }

  @ParameterizedTest
  @CsvSource({"-h", "--help", "-p 0 --help", "-v run -- npm ci", "statz", "completion", "-p serve"})
  void allAreWhereThatIsNotClear(String arguments) {
    assertEquals(Subcommand.ALL, Subcommand.namedBy(split(arguments)));
  }

  @Test
  void eachHasItsName() {
    for (Subcommand command : Subcommand.values()) {
      assertEquals(
          command.name().toLowerCase(Locale.ROOT), command.create(Map.of()).getCommandName());
    }
    assertEquals(
        List.of("completion", "serve", "run", "env", "ca", "explain", "stats", "cache", "user"),
        List.copyOf(CommandLines.create(Map.of()).getSubcommands().keySet()));
  }

  private static String[] split(String arguments) {
    return arguments.isEmpty() ? new String[0] : arguments.split(" ");
  }
}
