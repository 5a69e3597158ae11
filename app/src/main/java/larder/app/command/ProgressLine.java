package larder.app.command;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;

/** One line that says how far something has come, written over again and again on a terminal. */
final class ProgressLine {
  private static final int WIDTH = 60;

  private final PrintWriter terminal;
  private final boolean shown;
  private boolean begun;

  ProgressLine(PrintWriter terminal, boolean shown) {
    this.terminal = terminal;
    this.shown = shown;
  }

  /** Shown if somebody sits before it. */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again
  static ProgressLine on(PrintWriter terminal) {
    Console console = System.console();
    return new ProgressLine(terminal, console != null && console.isTerminal());
  }

  void at(long done, long of) {
    if (shown && of > 0) {
      begun = true;
      String line = String.format(Locale.ROOT, "%,d of %,d", Math.min(done, of), of);
      terminal.print("\r" + pad(line));
      terminal.flush();
    }
  }

  private static String pad(String line) {
    return String.format(Locale.ROOT, "%-" + WIDTH + "s", line);
  }

  /** Leaves nothing behind. */
  void clear() {
    if (begun) {
      begun = false;
      terminal.print("\r" + pad("") + "\r");
      terminal.flush();
    }
  }
}
