package larder.app.command;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/**
 * The subcommands of {@code larder}, in the order of its help. Describing all of them to the parser
 * takes a good part of a start, so it learns only those that the arguments may name.
 */
enum Subcommand {
  COMPLETION,
  SERVE,
  RUN,
  ENV,
  CA,
  EXPLAIN,
  STATS,
  CACHE,
  USER;

  static final Set<Subcommand> ALL = EnumSet.allOf(Subcommand.class);

  private static final Set<String> HELP = Set.of("-h", "--help");

  CommandLine create(Map<String, String> environment) {
    return switch (this) {
      case COMPLETION -> new CommandLine(new CompletionCommand().spec());
      case SERVE -> new CommandLine(new ServeCommand(environment).spec());
      case RUN -> new CommandLine(new RunCommand(environment).spec()).setStopAtPositional(true);
      case ENV -> new CommandLine(new EnvCommand(environment).spec());
      case CA -> new CommandLine(new CaCommand(environment).spec());
      case EXPLAIN -> new CommandLine(new ExplainCommand(environment).spec());
      case STATS -> new CommandLine(new StatsCommand(environment).spec());
      case CACHE -> new CommandLine(new CacheCommand(environment).spec());
      case USER -> new CommandLine(new UserCommand(environment, PasswordQuestion.real()).spec());
    };
  }

  private boolean isNamed(String argument) {
    return name().toLowerCase(Locale.ROOT).equals(argument);
  }

  /** The command that comes first; none if there are only options; all if it is not clear. */
  static Set<Subcommand> namedBy(String... arguments) {
    List<String> given = List.of(arguments);
    if (given.isEmpty()) {
      return EnumSet.noneOf(Subcommand.class);
    }
    for (Subcommand command : values()) {
      if (command.isNamed(given.getFirst())) {
        return command == COMPLETION ? ALL : EnumSet.of(command);
      }
    }
    boolean optionsAlone =
        given.getFirst().startsWith("-")
            && given.stream().noneMatch(HELP::contains)
            && Arrays.stream(values())
                .noneMatch(command -> given.stream().anyMatch(command::isNamed));
    return optionsAlone ? EnumSet.noneOf(Subcommand.class) : ALL;
  }
}
