package larder.socket.listener;

import larder.socket.channel.Carriers;

/** Virtual threads as connections have them, for work beside those. Safe for all threads. */
public final class ConnectionThreads {
  private ConnectionThreads() {}

  /** Starts one. */
  public static void start(Runnable task) {
    Carriers.start(task);
  }
}
