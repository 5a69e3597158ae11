package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code larder user}. */
class UserCommandTest {
  @TempDir Path folder;

  private Ran run(PasswordQuestion question, String... arguments) {
    Map<String, String> environment = Map.of("XDG_CONFIG_HOME", folder.toString());
    CommandLine line = CommandLines.create(environment);
    line.getCommandSpec().removeSubcommand("user");
    line.addSubcommand(new UserCommand(environment, question).spec());
    return Ran.of(line, arguments);
  }

  @Test
  void addsListsAndRemoves() throws Exception {
    Path file = folder.resolve("larder").resolve("users");
    assertEquals(new Ran(0, "", ""), run(() -> "x", "user", "list"));

    Ran added = run(() -> "secret", "user", "add", "alice");
    assertEquals(new Ran(0, "", "Added alice in " + file + System.lineSeparator()), added);
    assertTrue(Files.readString(file).startsWith("alice:$pbkdf2-sha256$i=600000$"));
    assertEquals("alice\n", run(() -> "x", "user", "list").out().replace("\r", ""));

    assertEquals(0, run(() -> "x", "user", "remove", "alice").exitCode());
    Ran again = run(() -> "x", "user", "remove", "alice");
    assertEquals(1, again.exitCode());
    assertTrue(again.err().contains("There is no alice"), again.err());
  }

  @Test
  void takesAnotherFile() {
    Path file = folder.resolve("others");
    assertEquals(0, run(() -> "s", "user", "add", "bob", "--auth", file.toString()).exitCode());
    assertTrue(Files.exists(file));
  }

  @Test
  void saysWhatIsWrong() {
    assertTrue(run(() -> "", "user", "add", "alice").err().contains("The password is empty"));
    assertTrue(run(() -> "x", "user", "add", "a:b").err().contains("'a:b' is no user name"));
    assertEquals(2, run(() -> "x", "user", "add", "a:b").exitCode());
    assertEquals(2, run(() -> "x", "user").exitCode());
    assertEquals(74, run(() -> "x", "user", "add", "a", "--auth", "/dev/null/users").exitCode());
  }
}
