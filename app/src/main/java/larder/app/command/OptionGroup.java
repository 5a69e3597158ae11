package larder.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Options that belong together: the help lists them under one heading, in the order of declaration.
 * They are declared by calls: reading annotations took longer than the rest of a start
 * (docs/decisions/046).
 */
abstract class OptionGroup {
  private final String heading;
  private final List<OptionSpec> options = new ArrayList<>();

  OptionGroup(String heading) {
    this.heading = heading;
  }

  /** An option without a default value. */
  final <T> Choice<@Nullable T> optional(Class<T> type, OptionSpec.Builder option) {
    return declared(null, option.type(type));
  }

  /** An option that names a file or a folder, without a default value. */
  final Choice<@Nullable Path> file(OptionSpec.Builder option) {
    return declared(null, named(option.type(Path.class)));
  }

  /** A repeatable option that names files or folders. */
  final Choice<List<Path>> files(OptionSpec.Builder option) {
    return declared(List.of(), named(option.type(List.class).auxiliaryTypes(Path.class)));
  }

  /** picocli's own converter uses reflection, in case there are no paths. */
  private static OptionSpec.Builder named(OptionSpec.Builder option) {
    ITypeConverter<Path> converter = Path::of;
    return option.converters(converter);
  }

  /** An option with a default value. */
  final <T> Choice<T> usually(T value, OptionSpec.Builder option) {
    return declared(value, option.type(value.getClass()));
  }

  /**
   * An option without an argument. Without the fallback value, picocli would negate what the
   * environment says when the option is given.
   */
  final Choice<Boolean> flag(OptionSpec.Builder option) {
    return declared(
        false, option.type(boolean.class).converters(new YesOrNo()).fallbackValue("true"));
  }

  /** What the environment says of an option without an argument. */
  static final class YesOrNo implements ITypeConverter<Boolean> {
    @Override
    public Boolean convert(String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new TypeConversionException("'" + text + "' is neither true nor false");
      };
    }
  }

  /** A repeatable option. */
  final <T> Choice<List<T>> list(Class<T> type, OptionSpec.Builder option) {
    return declared(List.of(), option.type(List.class).auxiliaryTypes(type));
  }

  /** A repeatable option whose order does not matter. */
  final <T> Choice<Set<T>> set(Class<T> type, OptionSpec.Builder option) {
    return declared(Set.of(), option.type(Set.class).auxiliaryTypes(type));
  }

  private <T extends @Nullable Object> Choice<T> declared(T value, OptionSpec.Builder option) {
    OptionSpec declared = option.initialValue(value).userObject(this).build();
    options.add(declared);
    Choice<T> choice = new Choice<>(declared);
    choice.set(value);
    return choice;
  }

  /** Adds the options to a command. */
  void addTo(CommandSpec command) {
    options.forEach(command::addOption);
  }

  /** The heading of an option in the help; null if it is in no group. */
  static @Nullable String heading(OptionSpec option) {
    return option.userObject() instanceof OptionGroup group ? group.heading : null;
  }
}
