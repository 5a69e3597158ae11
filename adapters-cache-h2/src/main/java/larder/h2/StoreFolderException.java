package larder.h2;

import java.nio.file.Path;

/** A folder that cannot hold a store: it cannot be made, read or written. */
public final class StoreFolderException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Path folder;

  StoreFolderException(Path folder, String problem, Throwable cause) {
    super("The folder " + folder + " " + problem, cause);
    this.folder = folder;
  }

  public Path folder() {
    return folder;
  }
}
