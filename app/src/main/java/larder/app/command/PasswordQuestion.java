package larder.app.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a password comes from: never from an argument, which all users of the machine can see. */
@FunctionalInterface
interface PasswordQuestion {
  /**
   * @throws IllegalArgumentException if the second answer differs from the first
   */
  String ask() throws IOException;

  /** Asks twice on a terminal; reads one line otherwise. */
  static PasswordQuestion real() {
    return PasswordQuestion::askNow;
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 returns null again
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
