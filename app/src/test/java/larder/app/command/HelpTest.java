package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
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
    StringWriter out = new StringWriter();
    String[] asked = (command + " --help").split(" ");
    assertEquals(0, Commands.run(Map.of(), new PrintWriter(out), asked), out::toString);
    assertTrue(out.toString().startsWith("Usage: larder " + command), out::toString);
    assertTrue(out.toString().contains("-h, --help"), out::toString);
  }
}
