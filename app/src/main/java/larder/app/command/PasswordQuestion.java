package larder.app.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a password comes from: never from an argument, which everybody on the machine can see. */
@FunctionalInterface
interface PasswordQuestion {
  /**
   * @throws IllegalArgumentException if the second time it is another one
   */
  String ask() throws IOException;

  /** Asks twice on a terminal, and reads one line where there is none. */
  static PasswordQuestion real() {
    return PasswordQuestion::askNow;
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again
  private static String askNow() throws IOException {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = in.readLine();
      return line == null ? "" : line;
    }
    char[] first = console.readPassword("Password: ");
    char[] second = console.readPassword("Again: ");
    if (first == null || !Arrays.equals(first, second)) {
      throw new IllegalArgumentException("The two passwords are not the same");
    }
    return new String(first);
  }
}
