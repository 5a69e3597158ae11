package larder.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Ends parts in the reverse order of their beginning, even after failures. Safe for all threads.
 */
final class CloseStack implements AutoCloseable {
  private final Deque<Runnable> ends = new ArrayDeque<>();

  /** Adds a part that has just begun. */
  synchronized <T> T add(T part, Consumer<? super T> end) {
    ends.push(() -> end.accept(part));
    return part;
  }

  /** Ends all parts. Idempotent; a second caller waits for the first. */
  @Override
  public synchronized void close() {
    RuntimeException fault = new RuntimeException("Some parts could not be ended");
    closeAfter(fault);
    if (fault.getSuppressed().length > 0) {
      throw fault;
    }
  }

  /** The same after a failure; further failures are added to it. */
  synchronized void closeAfter(Throwable cause) {
    while (!ends.isEmpty()) {
      try {
        ends.pop().run();
      } catch (RuntimeException | Error e) {
        cause.addSuppressed(e);
      }
    }
  }
}
