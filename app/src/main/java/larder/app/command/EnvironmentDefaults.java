package larder.app.command;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Takes options that are not on the command line from the environment: {@code LARDER_PORT}. */
final class EnvironmentDefaults implements IDefaultValueProvider {
  private final Map<String, String> environment;

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    String value = environment.get(variable(option));
    return value == null || value.isEmpty() ? null : value;
  }

  /** The name of an option's variable. */
  static String variable(OptionSpec option) {
    String name = option.longestName();
    int dashes = 0;
    while (name.startsWith("-", dashes)) {
      dashes++;
    }
    return "LARDER_" + name.substring(dashes).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
