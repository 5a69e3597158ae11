package larder.h2;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import larder.store.StoreKey;

/** Finds responses, on disk or on their way there, without counting as a use. */
final class Lookup {
  private final Finder finder;
  private final Overlay overlay;

  Lookup(Finder finder, Overlay overlay) {
    this.finder = finder;
    this.overlay = overlay;
  }

  /** The responses under that key, in no order. */
  List<H2Response> find(StoreKey key) throws IOException {
    List<Change> waiting = overlay.under(key);
    return Change.applied(waiting, Change.hideAll(waiting) ? List.of() : finder.look(key));
  }

  /** Whether a change under that key is not on disk yet. */
  boolean isChanging(StoreKey key) {
    return !overlay.under(key).isEmpty();
  }

  /** What is found in its place now: its content, or the response that replaced it. */
  Optional<H2Response> inPlaceOf(H2Response stored) throws IOException {
    return find(stored.key()).stream()
        .filter(each -> each.head().selecting().equals(stored.head().selecting()))
        .findFirst();
  }
}
