package larder.app.command;

import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import larder.app.StartException;
import larder.app.log.Messages;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** Sets up the command line, and turns every outcome into a message and an exit code. */
public final class CommandLines {
  private static final String COLOR = "--color";

  private static final String NO_FILES = "  type compopt &>/dev/null && compopt +o default\n";

  private CommandLines() {}

  /** Runs the command that the arguments name to its end. Must be called first in a process. */
  public static int run(String[] arguments) {
    JavaProperties.set();
    Map<String, String> environment = GivenEnvironment.ofThisProcess();
    CommandLine line = create(environment, Subcommand.namedBy(arguments));
    line.setColorScheme(Help.defaultColorScheme(ansi(arguments, environment)));
    return execute(line, StandardOutput.ofThisProcess(), arguments);
  }

  /** Runs a command that prints its answer on that. */
  static int execute(CommandLine line, StandardOutput out, String... arguments) {
    line.setOut(out.writer());
    return out.end(execute(line, arguments), line.getErr());
  }

  /** Reads options from {@code @FILE}, except with {@code run}, whose command has its own. */
  static int execute(CommandLine line, String... arguments) {
    boolean runsAnother = List.of(arguments).contains("run");
    line.setExpandAtFiles(!runsAnother);
    for (String argument : arguments) {
      if (!runsAnother && isUnreadableFile(argument)) {
        line.getErr()
            .println(
                "larder: options cannot be read from the file '" + argument.substring(1) + "'");
        line.getErr().println("Try 'larder --help'.");
        return ExitCode.USAGE;
      }
    }
    return line.execute(arguments);
  }

  /** An argument that begins with two of them is meant literally, without the first. */
  private static boolean isUnreadableFile(String argument) {
    if (!argument.startsWith("@") || argument.startsWith("@@")) {
      return false;
    }
    File file = new File(argument.substring(1));
    return !file.canRead() || file.isDirectory();
  }

  /** Nothing is logged while the arguments are parsed. */
  private static int execute(ParseResult parsed) {
    Messages.set(false);
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    refuseWhatIsLost(parsed);
    return new RunLast().execute(parsed);
  }

  /** Only the last of the named commands runs; it would ignore options of the outer ones. */
  private static void refuseWhatIsLost(ParseResult parsed) {
    for (ParseResult outer = parsed; outer.hasSubcommand(); outer = outer.subcommand()) {
      CommandSpec inner = outer.subcommand().commandSpec();
      for (OptionSpec option : outer.matchedOptionsSet()) {
        if (!isHeededAnywhere(option)) {
          throw new ParameterException(
              inner.commandLine(),
              "'%s' stands before '%s': put it behind"
                  .formatted(option.longestName(), inner.name()));
        }
      }
    }
  }

  private static boolean isHeededAnywhere(OptionSpec option) {
    return option.scopeType() == ScopeType.INHERIT || option.longestName().equals(COLOR);
  }

  /** With all commands. */
  static CommandLine create(Map<String, String> environment) {
    return create(environment, Subcommand.ALL);
  }

  private static CommandLine create(Map<String, String> environment, Set<Subcommand> commands) {
    System.setProperty("LARDER-CACHE-DIR", Folders.shown(Folders.of(environment)::cache));
    System.setProperty("LARDER-USER-FILE", Folders.shown(() -> userFile(environment)));
    CommandLine line = new CommandLine(new LarderCommand(environment).spec());
    commands.forEach(command -> line.addSubcommand(command.create(environment)));
    line.setExecutionStrategy(CommandLines::execute);
    line.setDefaultValueProvider(new EnvironmentDefaults(environment));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler(new WrongUse(environment));
    line.setExecutionExceptionHandler(new Failure());
    line.setErr(new PrintWriter(System.err, true, System.err.charset()));
    GroupedHelp.install(line);
    return line;
  }

  /** The usual user file. */
  static Path userFile(Map<String, String> environment) {
    return Folders.of(environment).config().resolve("users");
  }

  /** A completion script for bash and zsh. Where it knows no word, the shell offers files. */
  static String completion(CommandLine root) {
    return AutoComplete.bash("larder", root).replace(NO_FILES, "");
  }

  /** Determined before parsing, so that errors in the arguments have the right colours, too. */
  static Ansi ansi(String[] arguments, Map<String, String> environment) {
    String color = environment.getOrDefault("LARDER_COLOR", "auto");
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].startsWith(COLOR + "=")) {
        color = arguments[i].substring(COLOR.length() + 1);
      } else if (arguments[i].equals(COLOR) && i + 1 < arguments.length) {
        color = arguments[i + 1];
      }
    }
    return switch (color.toLowerCase(Locale.ROOT)) {
      case "always" -> Ansi.ON;
      case "never" -> Ansi.OFF;
      default -> Ansi.AUTO;
    };
  }

  /** Its exit code is that of the command it runs, except for a few codes. */
  private static boolean isRun(CommandLine line) {
    return line.getCommandName().equals("run");
  }

  /** Prints one sentence with the allowed values, and where to find the help: no page of usage. */
  private record WrongUse(Map<String, String> environment) implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
      PrintWriter err = e.getCommandLine().getErr();
      err.println("larder: " + e.getMessage());
      if (e.getArgSpec() instanceof OptionSpec option) {
        String variable = EnvironmentDefaults.variable(option);
        String value = environment.get(variable);
        if (value != null && String.valueOf(e.getMessage()).contains(value)) {
          err.println("It comes from the environment variable " + variable + ".");
        }
      }
      CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
      String command = e.getCommandLine().getCommandSpec().qualifiedName();
      err.println("Try '" + command + " --help'.");
      return isRun(e.getCommandLine()) ? ExitCode.RUN_FAILED : ExitCode.USAGE;
    }
  }

  private record Failure() implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
      PrintWriter err = line.getErr();
      OptionSpec option = line.getCommandSpec().findOption("-v");
      boolean verbose = option != null && Boolean.TRUE.equals(option.getValue());
      err.println("larder: " + sentence(e, verbose));
      if (verbose) {
        e.printStackTrace(err);
      }
      if (isRun(line)) {
        return ExitCode.RUN_FAILED;
      }
      if (e instanceof Folders.NoHomeException) {
        return ExitCode.USAGE;
      }
      if (!(e instanceof StartException start)) {
        return ExitCode.FAILED;
      }
      return switch (start.why()) {
        case IN_USE -> ExitCode.UNAVAILABLE;
        case DISK -> ExitCode.IO;
        case SETTINGS -> ExitCode.USAGE;
      };
    }

    private static String sentence(Exception e, boolean verbose) {
      if (e instanceof StartException || e instanceof Folders.NoHomeException) {
        return String.valueOf(e.getMessage());
      }
      String kind = e.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      return "a fault of Larder's own ("
          + kind
          + "): "
          + e.getMessage()
          + (verbose ? "" : "\nRun it with -v to see where it came from.");
    }
  }
}
