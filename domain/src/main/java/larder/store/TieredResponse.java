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
   * Where others make a change at each of them, it is as good as lost what is where. Each of many
   * that freshen at once needs few: whoever asked earlier gives way.
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
    change(new Freshening(fresh));
  }

  @Override
  public void remove() {
    change(new Removal());
  }

  /** What is done to this response, in each of the stores. */
  private interface Change {
    void on(StoredResponse stored);

    /**
     * @param now the heads that the front has after it
     */
    boolean isDone(List<StoredHead> now);

    /**
     * Is there nothing left to do, though others came before?
     *
     * @param now the heads that the front has
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

    /** What was requested no earlier says what is true. */
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
        // What the front has instead of this one may have come from it.
        store.front().invalidate(key());
      }
    }
  }

  /** The back is looked at out of turn: it may read its disk, and others must not wait for that. */
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
   * What the front has let go since it was found may be in the back as it was, and have come from
   * there to the front again.
   */
  private void changeBoth(StoredResponse inFront, List<StoredResponse> inBack, Change change) {
    StoredHead before = changeInFront(inFront, change);
    boolean changed = changeTwins(inBack, before == null ? inFront.head() : before, change);
    if (before == null && changed) {
      store.front().invalidate(key());
    }
  }

  /**
   * The head that the front had until now; null if it has this response no more. Other variants may
   * have been evicted meanwhile, and have no head there any more, either.
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

  /** Says whether there was one. */
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
