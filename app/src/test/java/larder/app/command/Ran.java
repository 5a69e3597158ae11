package larder.app.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What a command that ran in this process printed, and how it ended. */
public record Ran(int exitCode, String out, String err) {
  public static Ran of(Map<String, String> environment, String... arguments) {
    return of(CommandLines.create(environment), arguments);
  }

  static Ran of(CommandLine line, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = run(line, out, err, arguments);
    return new Ran(exitCode, out.toString(), err.toString());
  }

  /** The same with all that was printed in one text, as on a terminal. */
  public static Ran mixed(Map<String, String> environment, String... arguments) {
    StringWriter all = new StringWriter();
    int exitCode = run(CommandLines.create(environment), all, all, arguments);
    return new Ran(exitCode, all.toString(), "");
  }

  /** The same with somebody who sees how far a command about a store has come. */
  public static Ran watched(Map<String, String> environment, String... arguments) {
    CommandLine line = CommandLines.create(environment);
    for (CommandLine each : line.getSubcommands().get("cache").getSubcommands().values()) {
      if (each.getCommand() instanceof StoreCommand command) {
        command.seen(true);
      }
    }
    return of(line, arguments);
  }

  private static int run(
      CommandLine line, StringWriter out, StringWriter err, String... arguments) {
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return CommandLines.execute(line, arguments);
  }
}
