package larder.app.command;

import larder.app.run.NoProxy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** What children are told. */
@OptionGroup("Children")
final class ChildOptions {
  @Option(
      names = "--no-proxy",
      paramLabel = "HOSTS",
      converter = HostList.class,
      description =
          "What is asked for without the proxy: names and suffixes with commas between, or none."
              + " Default: localhost,127.0.0.1,::1,.local and what no_proxy says.")
  @Nullable NoProxy noProxy;

  @Option(
      names = "--no-java",
      description =
          "Do not set JAVA_TOOL_OPTIONS, which every Java announces on its standard error.")
  boolean noJava;

  /** {@link NoProxy} on the command line. */
  static final class HostList implements ITypeConverter<NoProxy> {
    @Override
    public NoProxy convert(String text) {
      return NoProxy.parse(text);
    }
  }
}
