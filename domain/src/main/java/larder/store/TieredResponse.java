package larder.store;

import java.util.ArrayList;
import java.util.List;
import larder.http.Body;
import larder.http.ByteRange;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/** A version in front, in the back, or in both. */
final class TieredResponse implements StoredResponse {
  /**
   * How often to try a change that others come before; after that it is unknown which store has
   * what. Freshenings need few attempts, because those requested earlier give way.
   */
  private static final int ATTEMPTS = 20;

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
   * @param promotion promotes it when it is read whole; null to leave it in the back
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

  /** How to open content. */
  private interface Opening {
    Body of(StoredResponse stored) throws TransferException;
  }

  /** Content that the front has evicted may still be in the back. */
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
    change(new Freshening(fresh));
  }

  @Override
  public void remove() {
    change(new Removal());
  }

  /** A change to this response, made in each of the stores. */
  private interface Change {
    void on(StoredResponse stored);

    /**
     * @param now the heads in the front after the change
     */
    boolean isDone(List<StoredHead> now);

    /**
     * Whether nothing is left to do, although other changes came first.
     *
     * @param now the heads in the front
     */
    boolean isNeedless(List<StoredHead> now);
  }

  private final class Freshening implements Change {
    private final StoredHead fresh;

    private Freshening(StoredHead fresh) {
      this.fresh = fresh;
    }

    @Override
    public void on(StoredResponse stored) {
      store.latest().note(key(), fresh.requestedAt());
      stored.freshen(fresh);
    }

    @Override
    public boolean isDone(List<StoredHead> now) {
      return now.contains(fresh);
    }

    /** A head that was requested no earlier is at least as up to date. */
    @Override
    public boolean isNeedless(List<StoredHead> now) {
      return now.stream()
          .anyMatch(
              head -> head.selecting().equals(fresh.selecting()) && !fresh.isRequestedAfter(head));
    }
  }

  private static final class Removal implements Change {
    @Override
    public void on(StoredResponse stored) {
      stored.remove();
    }

    @Override
    public boolean isDone(List<StoredHead> now) {
      return true;
    }

    @Override
    public boolean isNeedless(List<StoredHead> now) {
      return false;
    }
  }

  private void change(Change change) {
    if (back != null) {
      store.turns().take(key(), () -> changeWithBack(back, change));
    } else if (front != null) {
      changeWithTwins(front, change);
    }
  }

  private void changeWithBack(StoredResponse inBack, Change change) {
    boolean inFront = false;
    try {
      boolean changed = front != null && changeInFront(front, change) != null;
      change.on(inBack);
      inFront = changed;
    } finally {
      if (!inFront) {
        // The front's response under this key may have come from this one.
        store.front().invalidate(key());
      }
    }
  }

  /** Looks into the back out of turn: it may read its disk, and others must not wait for that. */
  private void changeWithTwins(StoredResponse inFront, Change change) {
    for (int i = 0; i < ATTEMPTS; i++) {
      int turn = store.turns().now(key());
      List<StoredResponse> inBack = store.back().find(key());
      if (store.turns().takeIfStill(key(), turn, () -> changeBoth(inFront, inBack, change))
          || change.isNeedless(headsInFront())) {
        return;
      }
    }
    store.invalidate(key());
  }

  /**
   * The front may have evicted this response since it was found, while the back kept it unchanged
   * and a promotion brought it to the front again.
   */
  private void changeBoth(StoredResponse inFront, List<StoredResponse> inBack, Change change) {
    StoredHead before = changeInFront(inFront, change);
    boolean changed = changeTwins(inBack, before == null ? inFront.head() : before, change);
    if (before == null && changed) {
      store.front().invalidate(key());
    }
  }

  /**
   * The head that the front had until now; null if it no longer has this response. Ignores other
   * variants, which may have been evicted meanwhile.
   */
  private @Nullable StoredHead changeInFront(StoredResponse stored, Change change) {
    List<StoredHead> before = headsInFront();
    change.on(stored);
    List<StoredHead> now = headsInFront();
    before.removeAll(now);
    before.removeIf(head -> !head.selecting().equals(stored.head().selecting()));
    return before.isEmpty() || !change.isDone(now) ? null : before.getFirst();
  }

  private List<StoredHead> headsInFront() {
    List<StoredHead> heads = new ArrayList<>();
    store.front().find(key()).forEach(stored -> heads.add(stored.head()));
    return heads;
  }

  /** Returns whether there was a twin. */
  private boolean changeTwins(List<StoredResponse> inBack, StoredHead before, Change change) {
    boolean found = false;
    for (StoredResponse stored : inBack) {
      if (stored.head().equals(before) && stored.length() == length()) {
        change.on(stored);
        found = true;
      }
    }
    return found;
  }
}
