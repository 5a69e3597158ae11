package larder.app.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;

/** The value chosen for one option or operand. */
final class Choice<T extends @Nullable Object> {
  private final ArgSpec chosen;

  Choice(ArgSpec chosen) {
    this.chosen = chosen;
  }

  /** The value given last, or else the default. */
  T get() {
    return chosen.getValue();
  }

  /** Chooses a value in place of the user. */
  void set(T value) {
    chosen.setValue(value);
  }
}
