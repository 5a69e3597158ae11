package larder.app;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;
import larder.fault.Seldom;

/** Logs faults of the store's own code: the first at once, then at most one in five minutes. */
final class StoreFaults implements Consumer<RuntimeException> {
  private static final System.Logger LOG = System.getLogger("larder.store");

  private final Seldom seldom = new Seldom(Duration.ofMinutes(5));

  @Override
  public void accept(RuntimeException fault) {
    if (seldom.happened(System.nanoTime()) > 0) {
      LOG.log(
          Level.ERROR,
          "The store met a fault of its own; what it concerns is fetched from origins instead",
          fault);
    }
  }
}
