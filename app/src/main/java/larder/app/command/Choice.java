package larder.app.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;

/** What was chosen: the value of one option, or of what stands behind the options. */
final class Choice<T extends @Nullable Object> {
  private final ArgSpec chosen;

  Choice(ArgSpec chosen) {
    this.chosen = chosen;
  }

  /** What was given last, or what there is otherwise. */
  T get() {
    return chosen.getValue();
  }

  /** Chooses in the place of who gives the options. */
  void set(T value) {
    chosen.setValue(value);
  }
}
