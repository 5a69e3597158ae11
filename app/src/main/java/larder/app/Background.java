package larder.app;

import java.lang.System.Logger.Level;
import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import larder.fault.Seldom;

/** Where validations behind an answer run: bounded, and refused when there are too many. */
final class Background {
  private static final System.Logger LOG = System.getLogger("larder.background");
  private static final int THREADS = 64;
  private static final int WAITING = 1024;

  private Background() {}

  private static final class BackgroundFaults implements UncaughtExceptionHandler {
    private final Seldom seldom = new Seldom(Duration.ofMinutes(1));

    @Override
    public void uncaughtException(Thread thread, Throwable fault) {
      if (seldom.happened(System.nanoTime()) > 0) {
        LOG.log(Level.ERROR, "What is done behind an answer ended in a fault of ours", fault);
      }
    }
  }

  static ExecutorService start() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            Thread.ofVirtual()
                .name("larder-background-", 0)
                .uncaughtExceptionHandler(new BackgroundFaults())
                .factory());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
