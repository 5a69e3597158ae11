package larder.h2;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A folder that cannot hold a store: it cannot be made, read or written. */
public final class StoreFolderException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Path folder;

  StoreFolderException(Path folder, String problem, Throwable cause) {
    super("The folder " + folder + " " + problem + because(cause), cause);
    this.folder = folder;
  }

  /** The innermost reason of the system, if it is more than that it does not allow it. */
  private static String because(Throwable cause) {
    String reason = "";
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof FileSystemException failed) {
        reason = because(failed);
      }
    }
    return reason;
  }

  private static String because(FileSystemException failed) {
    if (failed.getReason() != null) {
      return " (" + failed.getReason() + ")";
    }
    return failed instanceof FileAlreadyExistsException
        ? " (" + failed.getFile() + " is no folder)"
        : "";
  }

  public Path folder() {
    return folder;
  }
}
