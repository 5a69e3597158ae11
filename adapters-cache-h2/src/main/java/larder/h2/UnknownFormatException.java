package larder.h2;

/** The store is not of this version's format. */
final class UnknownFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int format;

  UnknownFormatException(int format) {
    super("The format is " + format + " and not " + Schema.FORMAT);
    this.format = format;
  }

  /** Whether an earlier version made the store. */
  boolean isOlder() {
    return format < Schema.FORMAT;
  }
}
