package larder.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import larder.http.Body;
import larder.http.ByteRange;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/** A version in front, in the back, or in both. */
final class TieredResponse implements StoredResponse {
  /** Where there is a change at each of them, it is as good as lost what is where. */
  private static final int ATTEMPTS = 3;

  private final TieredStore store;
  private final @Nullable StoredResponse front;
  private final @Nullable StoredResponse back;
  private final @Nullable Promotion promotion;
  private final StoredResponse nearest;

  private TieredResponse(
      TieredStore store,
      @Nullable StoredResponse front,
      @Nullable StoredResponse back,
      @Nullable Promotion promotion,
      StoredResponse nearest) {
    this.store = store;
    this.front = front;
    this.back = back;
    this.promotion = promotion;
    this.nearest = nearest;
  }

  static TieredResponse inFront(TieredStore store, StoredResponse front) {
    return new TieredResponse(store, front, null, null, front);
  }

  /**
   * @param promotion what takes it to the front when it is read whole; null to leave it
   */
  static TieredResponse inBack(
      TieredStore store, StoredResponse back, @Nullable Promotion promotion) {
    return new TieredResponse(store, null, back, promotion, back);
  }

  static TieredResponse inBoth(TieredStore store, StoredResponse front, StoredResponse back) {
    return new TieredResponse(store, front, back, null, front);
  }

  @Override
  public StoreKey key() {
    return nearest.key();
  }

  @Override
  public StoredHead head() {
    return nearest.head();
  }

  @Override
  public long length() {
    return nearest.length();
  }

  @Override
  public Body open() throws TransferException {
    return promotion == null ? opened(StoredResponse::open) : promotion.open(nearest);
  }

  @Override
  public Body open(ByteRange range) throws TransferException {
    return opened(stored -> stored.open(range));
  }

  /** How a content is opened. */
  private interface Opening {
    Body of(StoredResponse stored) throws TransferException;
  }

  /** What the front had to let go may be in the back. */
  private Body opened(Opening opening) throws TransferException {
    try {
      return opening.of(nearest);
    } catch (TransferException e) {
      if (front == null || back == null) {
        throw e;
      }
      return opening.of(back);
    }
  }

  @Override
  public void freshen(StoredHead fresh) {
    change(
        stored -> {
          store.latest().note(key(), fresh.requestedAt());
          stored.freshen(fresh);
        },
        now -> now.contains(fresh));
  }

  @Override
  public void remove() {
    change(StoredResponse::remove, now -> true);
  }

  /**
   * @param done whether it was changed in front, which has those heads now
   */
  private void change(Consumer<StoredResponse> change, Predicate<List<StoredHead>> done) {
    if (back != null) {
      store.turns().take(key(), () -> changeWithBack(back, change, done));
    } else if (front != null) {
      changeWithTwins(front, change, done);
    }
  }

  private void changeWithBack(
      StoredResponse inBack, Consumer<StoredResponse> change, Predicate<List<StoredHead>> done) {
    boolean inFront = false;
    try {
      boolean changed = front != null && changeInFront(front, change, done) != null;
      change.accept(inBack);
      inFront = changed;
    } finally {
      if (!inFront) {
        // What the front has instead of this one may have come from it.
        store.front().invalidate(key());
      }
    }
  }

  /** The back is looked at out of turn: it may read its disk, and others must not wait for that. */
  private void changeWithTwins(
      StoredResponse inFront, Consumer<StoredResponse> change, Predicate<List<StoredHead>> done) {
    for (int i = 0; i < ATTEMPTS; i++) {
      int turn = store.turns().now(key());
      List<StoredResponse> inBack = store.back().find(key());
      if (store.turns().takeIfStill(key(), turn, () -> changeBoth(inFront, inBack, change, done))) {
        return;
      }
    }
    store.invalidate(key());
  }

  /**
   * What the front has let go since it was found may be in the back as it was, and have come from
   * there to the front again.
   */
  private void changeBoth(
      StoredResponse inFront,
      List<StoredResponse> inBack,
      Consumer<StoredResponse> change,
      Predicate<List<StoredHead>> done) {
    StoredHead before = changeInFront(inFront, change, done);
    boolean changed = changeTwins(inBack, before == null ? inFront.head() : before, change);
    if (before == null && changed) {
      store.front().invalidate(key());
    }
  }

  /**
   * The head that the front had until now; null if it has this response no more. Other variants may
   * have been evicted meanwhile, and have no head there any more, either.
   */
  private @Nullable StoredHead changeInFront(
      StoredResponse stored, Consumer<StoredResponse> change, Predicate<List<StoredHead>> done) {
    List<StoredHead> before = headsInFront();
    change.accept(stored);
    List<StoredHead> now = headsInFront();
    before.removeAll(now);
    before.removeIf(head -> !head.selecting().equals(stored.head().selecting()));
    return before.isEmpty() || !done.test(now) ? null : before.getFirst();
  }

  private List<StoredHead> headsInFront() {
    List<StoredHead> heads = new ArrayList<>();
    store.front().find(key()).forEach(stored -> heads.add(stored.head()));
    return heads;
  }

  /** Says whether there was one. */
  private boolean changeTwins(
      List<StoredResponse> inBack, StoredHead before, Consumer<StoredResponse> change) {
    boolean found = false;
    for (StoredResponse stored : inBack) {
      if (stored.head().equals(before) && stored.length() == length()) {
        change.accept(stored);
        found = true;
      }
    }
    return found;
  }
}
