package larder.forwarding;

/** How an exchange's wait for another exchange's fetch ended: the closed set. */
public enum WaitEnd {
  /** It was served from the other's fetch, during it or afterwards. */
  SERVED("served"),
  /** The answer is not stored, or is known not to be: it is only for the client that asked. */
  NOT_STORED("not-stored"),
  /** The answer is a variant for other requests. */
  OTHER_VARIANT("other-variant"),
  /** The policy would not serve the answer to this request without validating it. */
  UNSUITABLE("unsuitable"),
  /** The other exchange got no answer, or not all of its content. */
  LEADER_FAILED("leader-failed"),
  /** The answer did not come in time, or the waiting thread was interrupted. */
  TIMED_OUT("timed-out"),
  /** Too many wait already: this exchange is better served on its own. */
  TOO_MANY_WAITERS("too-many-waiters");

  private final String word;

  WaitEnd(String word) {
    this.word = word;
  }

  /** The word for logs and metrics. */
  public String word() {
    return word;
  }
}
