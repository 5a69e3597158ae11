package larder.h2;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes files one after the other on a thread of its own. Closing a file waits until nobody reads
 * or writes it, and on a disk that does not answer, no other thread should wait for that.
 *
 * <p>No more files wait than the process may have open. Safe for all threads.
 */
final class Closer {
  private static final int IDLE_SECONDS = 1;

  private final ThreadPoolExecutor thread;

  Closer() {
    this(Thread.ofPlatform().daemon().name("larder-h2-closer").factory());
  }

  Closer(ThreadFactory threads) {
    thread =
        new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    thread.allowCoreThreadTimeOut(true);
  }

  /** Closes the file some time; if no thread can be had now, together with the next one. */
  void close(DiskFile file) {
    Runnable closing = file::close;
    try {
      thread.execute(closing);
    } catch (RuntimeException | Error e) { // no threads, most likely
      thread.getQueue().add(closing);
    }
  }
}
