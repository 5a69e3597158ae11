package larder.app.command;

/** What the process ends with. */
final class ExitCode {
  static final int OK = 0;

  /** Anything that has no code of its own. */
  static final int FAILED = 1;

  /** An option that does not exist, or a value that it does not take. */
  static final int USAGE = 2;

  /** The command ended well, and something happened that {@code --fail-on} names. */
  static final int VIOLATION = 3;

  /** The port is in use, or the cache folder is another process's. */
  static final int UNAVAILABLE = 69;

  /** The disk or the folder does not let us. */
  static final int IO = 74;

  /** Larder failed before or after the command that it was to run. */
  static final int RUN_FAILED = 125;

  /** That command is there, and cannot be executed. */
  static final int NOT_EXECUTABLE = 126;

  /** There is no such command. */
  static final int NOT_FOUND = 127;

  /** 128 and the number of the signal: INT. */
  static final int INTERRUPTED = 130;

  /** 128 and the number of the signal: TERM. */
  static final int TERMINATED = 143;

  private ExitCode() {}
}
