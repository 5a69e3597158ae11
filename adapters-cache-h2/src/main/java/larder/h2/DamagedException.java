package larder.h2;

import org.jspecify.annotations.Nullable;

/** The bytes on disk are not those that were written. */
final class DamagedException extends Exception {
  private static final long serialVersionUID = 1L;

  DamagedException(String what) {
    this(what, null);
  }

  DamagedException(String what, @Nullable Throwable cause) {
    super(what, cause);
  }
}
