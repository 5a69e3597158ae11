package larder.app.command;

import java.util.Map;
import larder.app.run.NoProxy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;

/** Options for the variables of child processes. */
final class ChildOptions extends OptionGroup {
  final Choice<@Nullable NoProxy> noProxy =
      optional(
          NoProxy.class,
          OptionSpec.builder("--no-proxy")
              .paramLabel("HOSTS")
              .converters(new HostList())
              .description(
                  "Hosts to ask without the proxy: names and suffixes separated by commas, or none."
                      + " Default: localhost,127.0.0.1,::1,.local and what no_proxy says."));

  final Choice<Boolean> noJava =
      flag(
          OptionSpec.builder("--no-java")
              .description(
                  "Do not set JAVA_TOOL_OPTIONS, which every Java announces on its standard"
                      + " error."));

  ChildOptions() {
    super("Children");
  }

  /** The hosts that are reached without the proxy. */
  NoProxy past(Map<String, String> environment) {
    NoProxy named = noProxy.get();
    return named == null ? NoProxy.usual(Variables.noProxy(environment)) : named;
  }

  /** {@link NoProxy} on the command line. */
  static final class HostList implements ITypeConverter<NoProxy> {
    @Override
    public NoProxy convert(String text) {
      return NoProxy.parse(text);
    }
  }
}
