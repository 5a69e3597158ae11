package larder.app.run;

import org.jspecify.annotations.Nullable;

/** A command that did not start: one sentence that says why. */
public final class NotStartedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean missing;

  NotStartedException(boolean missing, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.missing = missing;
  }

  /** Whether there is no such command, rather than one that cannot be executed. */
  public boolean isMissing() {
    return missing;
  }
}
