package larder.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code larder completion}. */
@Command(
    name = "completion",
    addMethodSubcommands = false,
    mixinStandardHelpOptions = true,
    description = "Prints a completion script for bash and zsh: source <(larder completion).")
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    root.getOut().print(CommandLines.completion(root));
    root.getOut().flush();
    return ExitCode.OK;
  }
}
