package larder.app.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** What commands have in common. */
final class Commands {
  private Commands() {}

  /** Adds what stands behind the options: one. */
  static Choice<String> operand(CommandSpec command, PositionalParamSpec.Builder operand) {
    return added(command, operand.type(String.class).arity("1"));
  }

  /** The same, so many as its arity says. */
  static Choice<List<String>> operands(CommandSpec command, PositionalParamSpec.Builder operands) {
    return added(
        command, operands.type(List.class).auxiliaryTypes(String.class).initialValue(List.of()));
  }

  private static <T> Choice<T> added(CommandSpec command, PositionalParamSpec.Builder operand) {
    PositionalParamSpec built = operand.required(operand.arity().min() > 0).build();
    command.addPositional(built);
    return new Choice<>(built);
  }

  /** A command that does nothing without one of its own commands, which are to be added. */
  static CommandSpec parent(String name, String whatToSay, String... description) {
    CommandSpec[] parent = new CommandSpec[1];
    parent[0] =
        command(
            name,
            () -> {
              throw new ParameterException(parent[0].commandLine(), whatToSay);
            },
            description);
    return parent[0];
  }

  /**
   * A command that takes nothing yet but to be asked for help.
   *
   * @param does what it does; picocli looks at it no further
   * @param description its lines in the help, where a percent sign is written twice
   */
  static CommandSpec command(String name, Callable<Integer> does, String... description) {
    CommandSpec command = CommandSpec.wrapWithoutInspection(does).name(name);
    command
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
    command.usageMessage().description(description).sortOptions(false);
    return command;
  }
}
