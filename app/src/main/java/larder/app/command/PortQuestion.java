package larder.app.command;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Asks for the port as Larder's ancestor did, on a terminal only: {@code Port [3128]:}. */
final class PortQuestion {
  static final int USUAL_PORT = 3128;

  /** Asks a person for a line; returns null at the end of the input. */
  @FunctionalInterface
  interface Terminal {
    @Nullable String ask(String prompt);
  }

  private PortQuestion() {}

  /** The terminal of the process; null if there is none. */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 returns null again
  static @Nullable Terminal terminal() {
    Console console = System.console();
    return console == null || !console.isTerminal()
        ? null
        : prompt -> console.readLine("%s", prompt);
  }

  /** Asks until the answer is a port; an empty line or the end of the input means the usual one. */
  static int ask(Terminal terminal) {
    String prompt = "Port [" + USUAL_PORT + "]: ";
    while (true) {
      String answer = terminal.ask(prompt);
      if (answer == null || answer.isBlank()) {
        return USUAL_PORT;
      }
      String digits = answer.trim();
      if (digits.matches("[0-9]{1,5}") && Integer.parseInt(digits) <= 65535) {
        return Integer.parseInt(digits);
      }
      prompt = "A port is a number from 0 to 65535. Port [" + USUAL_PORT + "]: ";
    }
  }
}
