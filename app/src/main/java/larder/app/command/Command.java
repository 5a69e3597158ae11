package larder.app.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** A command: its name, its arguments, its help, and what it does. */
abstract class Command implements Callable<Integer> {
  private final CommandSpec spec;

  /**
   * @param description its lines in the help, with percent signs doubled
   */
  Command(String name, String... description) {
    this.spec = described(name, this, description);
  }

  /** picocli's description of it. */
  final CommandSpec spec() {
    return spec;
  }

  /** A command without a class of its own. */
  static CommandSpec described(String name, Callable<Integer> does, String... description) {
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

  /** Adds one operand, which follows the options. */
  final Choice<String> operand(PositionalParamSpec.Builder operand) {
    return added(operand.type(String.class).arity("1"));
  }

  /** Adds as many operands as the arity says. */
  final Choice<List<String>> operands(PositionalParamSpec.Builder operands) {
    return added(operands.type(List.class).auxiliaryTypes(String.class).initialValue(List.of()));
  }

  private <T> Choice<T> added(PositionalParamSpec.Builder operand) {
    PositionalParamSpec built = operand.required(operand.arity().min() > 0).build();
    spec.addPositional(built);
    return new Choice<>(built);
  }

  final CommandLine line() {
    return spec.commandLine();
  }

  final PrintWriter out() {
    return line().getOut();
  }

  final PrintWriter err() {
    return line().getErr();
  }

  /** An error in the arguments. */
  final ParameterException wrong(String sentence) {
    return new ParameterException(line(), sentence);
  }
}
