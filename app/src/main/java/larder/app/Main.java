package larder.app;

import larder.app.command.CommandLines;
import larder.app.log.Messages;

/** The start of the program. */
public final class Main {
  private Main() {}

  /** Runs one command, and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Messages.prepare();
    System.exit(CommandLines.run(arguments));
  }
}
