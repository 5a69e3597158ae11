package larder.app.command;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Who gets what is typed at the terminal that this process was started from. */
final class Terminals {
  private static final Path STATUS = Path.of("/proc/self/stat");

  private Terminals() {}

  /**
   * Whether {@code INT} typed there comes here, and so to all of this process's group: input and
   * output may lead elsewhere all the same.
   */
  static boolean isInForeground() {
    try {
      return isInForeground(Files.readString(STATUS));
    } catch (IOException e) {
      return hasConsole(); // this system does not tell
    }
  }

  /**
   * @param stat a process, as {@code proc(5)} tells of it
   */
  static boolean isInForeground(String stat) {
    // Behind the name, which may have blanks and parentheses, stand the state, the parent, the
    // group, the session, the terminal, and the group in its foreground, which is -1 without one.
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" "));
    return fields.size() > 5 && fields.get(2).equals(fields.get(5));
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again
  private static boolean hasConsole() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
