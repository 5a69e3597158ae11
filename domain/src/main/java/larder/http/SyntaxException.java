package larder.http;

/** Text that breaks its grammar. The message says which rule, in words for the sender. */
public final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  public SyntaxException(String message) {
    super(message, null, false, false);
  }

  /** The error, for the sender to read. */
  public String explanation() {
    return String.valueOf(getMessage());
  }
}
