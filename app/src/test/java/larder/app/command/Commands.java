package larder.app.command;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;

/** Runs commands in this process. */
public final class Commands {
  private Commands() {}

  /**
   * @param out for both outputs
   * @return the exit code
   */
  public static int run(Map<String, String> environment, PrintWriter out, String... arguments) {
    CommandLine line = CommandLines.create(environment);
    line.setOut(out);
    line.setErr(out);
    int code = line.execute(arguments);
    out.flush();
    return code;
  }
}
