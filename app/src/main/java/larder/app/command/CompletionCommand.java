package larder.app.command;

import picocli.CommandLine;

/** {@code larder completion}. */
final class CompletionCommand extends Command {
  CompletionCommand() {
    super(
        "completion", "Prints a completion script for bash and zsh: source <(larder completion).");
  }

  @Override
  public Integer call() {
    CommandLine root = spec().root().commandLine();
    root.getOut().print(CommandLines.completion(root));
    root.getOut().flush();
    return ExitCode.OK;
  }
}
