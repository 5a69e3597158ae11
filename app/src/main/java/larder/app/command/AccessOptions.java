package larder.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import larder.access.IpRange;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Who may come in. */
@OptionGroup("Access")
final class AccessOptions {
  @Option(
      names = "--allow-client",
      paramLabel = "CIDR",
      split = ",",
      converter = Range.class,
      description =
          "Serve clients at these addresses, such as 192.168.0.0/16, and those on this machine."
              + " May be repeated.")
  List<IpRange> allowedClients = new ArrayList<>();

  @Option(
      names = "--auth",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = "${sys:LARDER-USER-FILE}",
      description =
          "Serve whoever gives a name and password of this file, which larder user add makes."
              + " Without a name: ${sys:LARDER-USER-FILE}.")
  @Nullable Path userFile;

  @Option(
      names = "--open",
      description = "Serve whoever reaches the addresses that --listen names.")
  boolean open;

  static <T> T converted(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  /** {@link IpRange} on the command line. */
  static final class Range implements ITypeConverter<IpRange> {
    @Override
    public IpRange convert(String text) {
      return converted(text.strip(), IpRange::parse);
    }
  }
}
