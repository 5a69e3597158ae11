package larder.forwarding;

/** How it ended that an exchange waited for what another one was fetching: the closed set. */
public enum WaitEnd {
  /** It was served from the other's fetch, while that came or afterwards. */
  SERVED("served"),
  /** The answer is not stored, or was known not to be: it is for the one who asked. */
  NOT_STORED("not-stored"),
  /** The answer is a variant for other requests. */
  OTHER_VARIANT("other-variant"),
  /** The policy would not serve it to this request without asking: it has to be validated. */
  UNSUITABLE("unsuitable"),
  /** The other got no answer, or not its content. */
  LEADER_FAILED("leader-failed"),
  /** The answer did not come in time, or the waiting thread was interrupted. */
  TIMED_OUT("timed-out"),
  /** So many wait already that one more is better served on its own. */
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
