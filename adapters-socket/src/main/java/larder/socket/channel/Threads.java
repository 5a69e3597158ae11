package larder.socket.channel;

/** What is done with threads of ours. */
public final class Threads {
  private Threads() {}

  /** Waits for its end, also if this thread is interrupted: it still is afterwards. */
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
