package larder.app;

import org.jspecify.annotations.Nullable;

/** The proxy cannot start; the message is one sentence that says why and what to do. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Cause cause;

  public enum Cause {
    /** Another process has the port or the folder. */
    IN_USE,
    /** The disk, or the permissions of a folder. */
    DISK,
    /** Settings that contradict each other. */
    SETTINGS
  }

  public StartException(Cause cause, String message, @Nullable Throwable met) {
    super(message, met);
    this.cause = cause;
  }

  /** With the message of the underlying exception. */
  public StartException(Cause cause, Exception met) {
    this(cause, String.valueOf(met.getMessage()), met);
  }

  public Cause why() {
    return cause;
  }
}
