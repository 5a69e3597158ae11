package larder.socket.wire;

/** Received bytes break the grammar or a limit. */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status the status for the answer if it was a request
   * @param explanation one sentence without the full stop, for the sender
   */
  public MalformedException(int status, String explanation) {
    super(explanation, null, false, false);
    this.status = status;
  }

  /** Status 400. */
  MalformedException(String explanation) {
    this(400, explanation);
  }

  public int status() {
    return status;
  }

  public String explanation() {
    return String.valueOf(getMessage());
  }

  /** Whether it breaks one of our limits, and not the grammar. */
  public boolean isTooLarge() {
    return status == 413 || status == 414 || status == 431;
  }
}
