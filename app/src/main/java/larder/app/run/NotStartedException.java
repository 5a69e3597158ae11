package larder.app.run;

import org.jspecify.annotations.Nullable;

/** A command did not start; the message is one sentence that says why. */
public final class NotStartedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean missing;

  NotStartedException(boolean missing, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.missing = missing;
  }

  /** Whether the command is missing; otherwise it cannot be executed. */
  public boolean isMissing() {
    return missing;
  }
}
