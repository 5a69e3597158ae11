package larder.app;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Where validations behind an answer run: bounded, and refused when there are too many. */
final class Background {
  private static final int THREADS = 64;
  private static final int WAITING = 1024;

  private Background() {}

  static ExecutorService start() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            Thread.ofVirtual().name("larder-background-", 0).factory());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
