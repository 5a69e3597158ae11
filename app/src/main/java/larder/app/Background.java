package larder.app;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import larder.fault.Seldom;

/**
 * Runs validations behind an answer: a bounded number, beyond which tasks are refused. Safe for all
 * threads.
 */
final class Background implements Executor, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("larder.background");
  static final int AT_ONCE = 64;
  static final int WAITING = 1024;

  private final Executor threads;
  private final Semaphore places = new Semaphore(AT_ONCE + WAITING);
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final Set<Thread> all = ConcurrentHashMap.newKeySet();
  private final Seldom seldom = new Seldom(Duration.ofMinutes(1));
  private volatile boolean closed;

  /**
   * @param threads gives each task a thread of its own
   */
  Background(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    if (closed || !places.tryAcquire()) {
      throw new RejectedExecutionException("Too much is done behind answers already");
    }
    boolean started = false;
    try {
      threads.execute(() -> run(task));
      started = true;
    } finally {
      if (!started) {
        places.release();
      }
    }
  }

  private void run(Runnable task) {
    try {
      remember(Thread.currentThread());
      if (!closed) {
        takeTurn(task);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the executor was closed
    } catch (RuntimeException | Error fault) {
      if (seldom.happened(System.nanoTime()) > 0) {
        LOG.log(Level.ERROR, "What is done behind an answer ended in a fault of ours", fault);
      }
    } finally {
      all.remove(Thread.currentThread());
      places.release();
    }
  }

  /** Without memory to remember it, the thread runs, but {@link #close} cannot interrupt it. */
  private void remember(Thread thread) {
    try {
      all.add(thread);
    } catch (OutOfMemoryError e) {
      // The task must run: its caller relies on it.
    }
  }

  private void takeTurn(Runnable task) throws InterruptedException {
    turns.acquire();
    try {
      task.run();
    } finally {
      turns.release();
    }
  }

  /** Refuses new tasks, drops waiting ones, and interrupts running ones. */
  @Override
  public void close() {
    closed = true;
    all.forEach(Thread::interrupt);
  }
}
