package larder.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import larder.access.IpRange;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** Which clients may come in. */
final class AccessOptions extends OptionGroup {
  final Choice<List<IpRange>> allowedClients =
      list(
          IpRange.class,
          OptionSpec.builder("--allow-client")
              .paramLabel("CIDR")
              .splitRegex(",")
              .converters(new Range())
              .description(
                  "Serve clients at these addresses, such as 192.168.0.0/16, and on this machine;"
                      + " others get a 403. May be repeated."));

  final Choice<@Nullable Path> userFile =
      optional(
          Path.class,
          OptionSpec.builder("--auth")
              .paramLabel("FILE")
              .converters(new UserFilePath())
              .arity("0..1")
              .fallbackValue("${sys:LARDER-USER-FILE}")
              .description(
                  "Serve clients that give a name and password of this file, which larder user add"
                      + " makes; others get a 407. Without FILE: ${sys:LARDER-USER-FILE}."));

  final Choice<Boolean> open =
      flag(
          OptionSpec.builder("--open")
              .description("Serve every client that reaches an address of --listen."));

  AccessOptions() {
    super("Access");
  }

  static <T> T converted(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  /** A file that is named, or the usual one, which may not exist. */
  static final class UserFilePath implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
      if (text.equals(Folders.NONE)) {
        throw new TypeConversionException(
            "there is no home folder in which it could be: set HOME or name the file");
      }
      return Path.of(text);
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
