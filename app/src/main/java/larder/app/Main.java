package larder.app;

import larder.app.command.CommandLines;

/** The entry point of the program. */
public final class Main {
  private Main() {}

  /** Runs one command, and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(CommandLines.run(arguments));
  }
}
