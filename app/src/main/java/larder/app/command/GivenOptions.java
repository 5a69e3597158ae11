package larder.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The given options, written so that another process reads them the same way. */
final class GivenOptions {
  private GivenOptions() {}

  /**
   * Each value as {@code --name=value}, with the longest name; relative paths become absolute.
   *
   * @param parsed the command line
   * @param environment used for options that the command line leaves out
   * @param taken the command that will read them; options that it does not know are left out
   */
  static List<String> of(ParseResult parsed, Map<String, String> environment, CommandSpec taken) {
    List<String> arguments = new ArrayList<>();
    for (OptionSpec option : taken.options()) {
      String name = option.longestName();
      if (parsed.hasMatchedOption(name)) {
        parsed.matchedOption(name).stringValues().forEach(value -> add(option, value, arguments));
      } else {
        String value = environment.get(EnvironmentDefaults.variable(option));
        if (value != null && !value.isEmpty()) {
          split(option, value).forEach(part -> add(option, part, arguments));
        }
      }
    }
    return arguments;
  }

  private static List<String> split(OptionSpec option, String value) {
    String between = option.splitRegex();
    return between.isEmpty() ? List.of(value) : List.of(value.split(between, -1));
  }

  private static void add(OptionSpec option, String value, List<String> arguments) {
    boolean path = option.typeInfo().getType() == Path.class || auxiliary(option) == Path.class;
    String whole = path ? Path.of(value).toAbsolutePath().toString() : value;
    arguments.add(option.longestName() + "=" + whole);
  }

  private static Class<?> auxiliary(OptionSpec option) {
    Class<?>[] types = option.typeInfo().getAuxiliaryTypes();
    return types.length == 0 ? Object.class : types[0];
  }

  /** The option name before the value. */
  static String name(String argument) {
    int equals = argument.indexOf('=');
    return equals < 0 ? argument : argument.substring(0, equals);
  }

  /** Those of the names that the command line gave, in their longest form, sorted. */
  static List<String> among(Set<String> names, CommandLine line) {
    return line.getParseResult().matchedOptionsSet().stream()
        .map(OptionSpec::longestName)
        .filter(names::contains)
        .sorted()
        .toList();
  }
}
