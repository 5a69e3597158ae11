package larder.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options that belong together: they stand under one heading in the help, in the order in which
 * they are declared. Declared by calls, not by annotations: to read those took longer than all else
 * that a start does (docs/decisions/046).
 */
abstract class OptionGroup {
  private final String heading;
  private final List<OptionSpec> options = new ArrayList<>();

  OptionGroup(String heading) {
    this.heading = heading;
  }

  /** One that has no value where nobody gives one. */
  final <T> Choice<@Nullable T> optional(Class<T> type, OptionSpec.Builder option) {
    return declared(null, option.type(type));
  }

  /** One that names a file or a folder, and has no value where nobody gives one. */
  final Choice<@Nullable Path> file(OptionSpec.Builder option) {
    return declared(null, named(option.type(Path.class)));
  }

  /** One that names files or folders, and may be repeated. */
  final Choice<List<Path>> files(OptionSpec.Builder option) {
    return declared(List.of(), named(option.type(List.class).auxiliaryTypes(Path.class)));
  }

  /** picocli's own converter looks for what it calls, in case there are no paths. */
  private static OptionSpec.Builder named(OptionSpec.Builder option) {
    ITypeConverter<Path> converter = Path::of;
    return option.converters(converter);
  }

  /** One that has that value where nobody gives another. */
  final <T> Choice<T> usually(T value, OptionSpec.Builder option) {
    return declared(value, option.type(value.getClass()));
  }

  /**
   * One that is given, or not. Without a value of its own picocli makes of one that is given the
   * opposite of what the environment says.
   */
  final Choice<Boolean> flag(OptionSpec.Builder option) {
    return declared(false, option.type(boolean.class).fallbackValue("true"));
  }

  /** One that may be repeated. */
  final <T> Choice<List<T>> list(Class<T> type, OptionSpec.Builder option) {
    return declared(List.of(), option.type(List.class).auxiliaryTypes(type));
  }

  /** One that may be repeated, in any order. */
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

  /** Adds them to a command. */
  void addTo(CommandSpec command) {
    options.forEach(command::addOption);
  }

  /** The heading that an option stands under; null if it is in no group. */
  static @Nullable String heading(OptionSpec option) {
    return option.userObject() instanceof OptionGroup group ? group.heading : null;
  }
}
