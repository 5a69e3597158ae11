package larder.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code larder completion}. */
final class CompletionCommand implements Callable<Integer> {
  private final CommandSpec spec =
      Commands.command(
          "completion",
          this,
          "Prints a completion script for bash and zsh: source <(larder completion).");

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    root.getOut().print(CommandLines.completion(root));
    root.getOut().flush();
    return ExitCode.OK;
  }
}
