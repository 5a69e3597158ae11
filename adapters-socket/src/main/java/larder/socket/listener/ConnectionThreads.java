package larder.socket.listener;

import larder.socket.channel.Carriers;

/**
 * Starts virtual threads on the carriers that connections use, for work beside them. Safe for all
 * threads.
 */
public final class ConnectionThreads {
  private ConnectionThreads() {}

  /** Starts a virtual thread. */
  public static void start(Runnable task) {
    Carriers.start(task);
  }
}
