package larder.app.command;

/** The exit codes of the process. */
final class ExitCode {
  static final int OK = 0;

  /** A failure without a code of its own. */
  static final int FAILED = 1;

  /** An unknown option, or a wrong value. */
  static final int USAGE = 2;

  /** The command succeeded, but something happened that {@code --fail-on} names. */
  static final int VIOLATION = 3;

  /** The port is in use, or another process has the cache folder. */
  static final int UNAVAILABLE = 69;

  /** The disk or the folder cannot be read or written. */
  static final int IO = 74;

  /** Larder failed before or after the command that it was to run. */
  static final int RUN_FAILED = 125;

  /** The command exists but cannot be executed. */
  static final int NOT_EXECUTABLE = 126;

  /** The command does not exist. */
  static final int NOT_FOUND = 127;

  /** 128 and the number of the signal INT. */
  static final int INTERRUPTED = 130;

  /** 128 and the number of the signal TERM. */
  static final int TERMINATED = 143;

  private ExitCode() {}
}
