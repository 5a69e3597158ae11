package larder.app.command;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which process gets the input of the terminal that this process was started from. */
final class Terminals {
  private static final Path STATUS = Path.of("/proc/self/stat");

  private Terminals() {}

  /**
   * Whether {@code INT} typed there reaches this process and its whole group, even if input and
   * output are redirected.
   */
  static boolean isInForeground() {
    try {
      return isInForeground(Files.readString(STATUS));
    } catch (IOException e) {
      return hasConsole(); // this system does not tell
    }
  }

  /**
   * @param stat a process, in the format of {@code proc(5)}
   */
  static boolean isInForeground(String stat) {
    // After the name, which may contain blanks and parentheses, come the state, the parent, the
    // group, the session, the terminal, and its foreground group (-1 without a terminal).
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" "));
    return fields.size() > 5 && fields.get(2).equals(fields.get(5));
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 returns null again
  private static boolean hasConsole() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
