package larder.socket.channel;

/** Ends something in which nothing has moved for too long. */
public final class IdleWatch implements Watched, AutoCloseable {
  private final Sweeper sweeper;
  private final long timeout;
  private final Runnable end;
  private volatile long deadline;
  private volatile boolean expired;

  /**
   * Watches until it is closed.
   *
   * @param end called on the sweeper's thread, once unless it fails; must not block
   */
  public IdleWatch(Sweeper sweeper, long timeoutNanos, Runnable end) {
    this.sweeper = sweeper;
    this.timeout = timeoutNanos;
    this.end = end;
    moved();
    sweeper.watch(this);
  }

  /** Called when something has moved. */
  public void moved() {
    deadline = sweeper.deadline(timeout);
  }

  /** Whether the time has passed. */
  public boolean hasExpired() {
    return expired;
  }

  @Override
  public void sweep(long now) {
    if (deadline < now) {
      expired = true;
      cut();
    }
  }

  @Override
  public void cut() {
    end.run(); // if it fails, it is called again
    close();
  }

  @Override
  public void close() {
    sweeper.forget(this);
  }
}
