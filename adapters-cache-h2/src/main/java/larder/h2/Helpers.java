package larder.h2;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Platform threads for a disk that may not answer: one for each call, in a bounded number. Safe for
 * all threads.
 */
final class Helpers {
  /** More at once would only wait for each other. */
  static final int MOST = 16;

  private final Duration patience;
  private final Semaphore free = new Semaphore(MOST);

  Helpers(Duration patience) {
    this.patience = patience;
  }

  /**
   * @param late gets the result if the caller no longer waits for it
   * @param waits whether to wait until one of the threads is free
   * @throws IOException its own, or because the call takes too long or too many are under way
   */
  <T> T call(DiskWatch.Call<T> call, Consumer<T> late, boolean waits) throws IOException {
    if (!isFree(waits)) {
      throw new IOException("The disk does not keep up");
    }
    Help<T> help = new Help<>(call, late);
    try {
      Thread.ofPlatform().daemon().name("larder-h2-disk").start(help);
    } catch (Throwable e) {
      free.release();
      throw e;
    }
    return help.await();
  }

  private boolean isFree(boolean waits) throws IOException {
    try {
      return free.tryAcquire(waits ? patience.toNanos() : 0, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while the disk did not keep up");
    }
  }

  /** One call. */
  final class Help<T> implements Runnable {
    private final DiskWatch.Call<T> call;
    private final Consumer<T> late;
    private boolean done;
    private boolean abandoned;
    private @Nullable T result;
    private @Nullable Throwable failure;

    Help(DiskWatch.Call<T> call, Consumer<T> late) {
      this.call = call;
      this.late = late;
    }

    @Override
    public void run() {
      try {
        end(call.run(), null);
      } catch (Throwable e) {
        end(null, e);
      } finally {
        free.release();
      }
    }

    private void end(@Nullable T itsResult, @Nullable Throwable itsFailure) {
      synchronized (this) {
        result = itsResult;
        failure = itsFailure;
        done = true;
        notifyAll();
        if (!abandoned) {
          return;
        }
      }
      if (itsResult != null) {
        late.accept(itsResult);
      }
    }

    synchronized T await() throws IOException {
      long end = System.nanoTime() + patience.toNanos();
      try {
        for (long left = patience.toNanos(); !done && left > 0; left = end - System.nanoTime()) {
          wait(left / 1_000_000, (int) (left % 1_000_000));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        if (!done) {
          abandoned = true;
          throw new InterruptedIOException("Interrupted while the disk did not answer");
        }
      }
      if (!done) {
        abandoned = true;
        throw new IOException("The disk has not answered for " + patience.toMillis() + " ms");
      }
      return outcome();
    }

    private T outcome() throws IOException {
      return switch (failure) {
        case null -> Objects.requireNonNull(result);
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IOException(failure);
      };
    }
  }
}
