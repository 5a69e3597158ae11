package larder.app.command;

/** What the process ends with. */
final class ExitCode {
  static final int OK = 0;

  /** Anything that has no code of its own. */
  static final int FAILED = 1;

  /** An option that does not exist, or a value that it does not take. */
  static final int USAGE = 2;

  /** The port is in use, or the cache folder is another process's. */
  static final int UNAVAILABLE = 69;

  /** The disk or the folder does not let us. */
  static final int IO = 74;

  /** 128 and the number of the signal: INT. */
  static final int INTERRUPTED = 130;

  /** 128 and the number of the signal: TERM. */
  static final int TERMINATED = 143;

  private ExitCode() {}
}
