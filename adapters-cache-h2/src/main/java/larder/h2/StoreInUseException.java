package larder.h2;

import java.nio.file.Path;

/** Another process, or this one, holds the folder of a store. */
public final class StoreInUseException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Path folder;
  private final long pid;

  StoreInUseException(Path folder, long pid) {
    super(
        "The folder "
            + folder
            + " is in use by "
            + (pid > 0 ? "the process with the pid " + pid : "another process"));
    this.folder = folder;
    this.pid = pid;
  }

  public Path folder() {
    return folder;
  }

  /** The process that holds it; 0 if unknown. */
  public long pid() {
    return pid;
  }
}
