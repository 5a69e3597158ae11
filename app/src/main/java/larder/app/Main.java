package larder.app;

import larder.app.command.CommandLines;

/** The start of the program. */
public final class Main {
  private Main() {}

  /** Runs one command, and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(CommandLines.run(arguments));
  }
}
