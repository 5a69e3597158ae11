package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import larder.store.ResponseStore;
import larder.store.StoredResponse;
import larder.store.TieredStore;

/** A small store in front of a large one, both to be broken on purpose. */
abstract class TieredFixture extends StoreFixture {
  /** Up to there it is committed to both, and promoted before it is read. */
  static final int SMALL = 64 * 1024;

  /** Up to there it is promoted at all. */
  static final int LARGE = 256 * 1024;

  final FaultyStore front = new FaultyStore(new MapStore());
  final FaultyStore back = new FaultyStore(new MapStore());

  /** Whether the next large content that is read is promoted. */
  boolean promotesLarge = true;

  @Override
  protected ResponseStore openStore() {
    int[] hits = {0};
    return TieredStore.of(front, back, () -> hits[0]++ % 10 == 9, () -> promotesLarge);
  }

  static StoredResponse only(ResponseStore in) {
    List<StoredResponse> found = in.find(KEY);
    assertEquals(1, found.size());
    return found.getFirst();
  }

  final void evictFromFront() {
    front.invalidate(KEY);
  }
}
