package larder.socket.channel;

/** Operations on our threads. */
public final class Threads {
  private Threads() {}

  /**
   * Waits until the thread has ended, even if the current thread is interrupted, which then stays
   * interrupted.
   */
  public static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
