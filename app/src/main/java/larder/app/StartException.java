package larder.app;

import org.jspecify.annotations.Nullable;

/** It cannot start: one sentence that says why and what to do. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Cause cause;

  /** What stands in the way. */
  public enum Cause {
    /** A port or a folder is another process's. */
    IN_USE,
    /** The disk, or the rights on a folder. */
    DISK,
    /** Settings that do not go together. */
    SETTINGS
  }

  public StartException(Cause cause, String message, @Nullable Throwable met) {
    super(message, met);
    this.cause = cause;
  }

  /** What was met says it. */
  public StartException(Cause cause, Exception met) {
    this(cause, String.valueOf(met.getMessage()), met);
  }

  public Cause why() {
    return cause;
  }
}
