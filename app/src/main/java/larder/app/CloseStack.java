package larder.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What was begun and has to be ended: in the reverse order, whatever fails. Safe for all threads.
 */
final class CloseStack implements AutoCloseable {
  private final Deque<Runnable> ends = new ArrayDeque<>();

  /** Takes one that has just begun. */
  synchronized <T> T add(T part, Consumer<? super T> end) {
    ends.push(() -> end.accept(part));
    return part;
  }

  /** Ends all of them. Any number of times; whoever comes second waits for the first. */
  @Override
  public synchronized void close() {
    RuntimeException fault = new RuntimeException("Some parts could not be ended");
    closeAfter(fault);
    if (fault.getSuppressed().length > 0) {
      throw fault;
    }
  }

  /** The same because of that, which is told what else fails. */
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
