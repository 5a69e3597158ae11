package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever can be asked for can be asked about. */
class HelpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "run",
        "env",
        "stats",
        "explain",
        "completion",
        "user",
        "user add",
        "user remove",
        "user list",
        "ca",
        "ca init",
        "ca rotate",
        "ca path",
        "ca show",
        "ca install",
        "ca uninstall",
        "cache",
        "cache stats",
        "cache ls",
        "cache show",
        "cache purge",
        "cache verify",
        "cache gc",
        "cache export",
        "cache import"
      })
  void eachCommandSaysWhatItTakes(String command) {
    Ran ran = Ran.of(Map.of(), (command + " --help").split(" "));
    assertEquals(0, ran.exitCode(), ran::toString);
    assertTrue(ran.out().startsWith("Usage: larder " + command), ran::out);
    assertTrue(ran.out().contains("-h, --help"), ran::out);
  }
}
