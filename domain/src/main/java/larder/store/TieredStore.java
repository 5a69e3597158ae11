package larder.store;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import larder.http.FieldNames;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/**
 * A store made of two: a small fast one in front of a large durable one. Responses are committed to
 * both; those found only in the back are promoted to the front when they are read. Large content,
 * which the back reads fast too and which is expensive to copy, is committed only to the back if
 * the back takes it; some of its reads promote it, or none if it is larger still.
 *
 * <p>The front holds nothing that the back was told to replace or invalidate. Changes to one key
 * follow one another in both stores; each has a turn of {@link Turns}, and a promotion that began
 * in an earlier turn is given up. The back may evict what the front still has. If the back may have
 * rejected a response because it has one that was requested later, the front does not keep it
 * either.
 *
 * <p>The front holds all variants of a key or none that matter; otherwise it could not answer
 * without the back. So promoting a response also promotes its variants, and a response that joins
 * variants in the back stays out of the front. Both stores should have the same bound on the
 * variants of a key.
 *
 * <p>Freshening or removing a response found in the front looks it up in the back, which may read
 * its disk. That is done out of turn, because changes must not wait for a disk. If the key changes
 * meanwhile, it is tried again; if that keeps happening, everything under the key is removed.
 */
public final class TieredStore implements ResponseStore, InventoryPort {
  /** Content up to this size is promoted before it is read, larger content while it is. */
  static final long SMALL = 64 * 1024;

  /** Content larger than this is read from the back just as fast. */
  static final long MOST_PROMOTED = 256 * 1024;

  /** One of this many hits of large content in the back promotes it. */
  private static final int PROMOTED = 8;

  /** The back is told of one of this many hits in front. */
  private static final int TOLD = 16;

  private final ResponseStore front;
  private final InventoryPort frontInventory;
  private final ResponseStore back;
  private final InventoryPort inventory;
  private final BooleanSupplier tells;
  private final BooleanSupplier promotes;
  private final Turns turns = new Turns();
  private final LatestRequests latest = new LatestRequests();

  private TieredStore(
      ResponseStore front,
      InventoryPort frontInventory,
      ResponseStore back,
      InventoryPort inventory,
      BooleanSupplier tells,
      BooleanSupplier promotes) {
    this.front = front;
    this.frontInventory = frontInventory;
    this.back = back;
    this.inventory = inventory;
    this.tells = tells;
    this.promotes = promotes;
  }

  /** Takes ownership of both: closing the tiered store closes them. */
  public static <F extends ResponseStore & InventoryPort, S extends ResponseStore & InventoryPort>
      TieredStore of(F front, S back) {
    return of(front, back, () -> isOneOf(TOLD), () -> isOneOf(PROMOTED));
  }

  private static boolean isOneOf(int many) {
    return ThreadLocalRandom.current().nextInt(many) == 0;
  }

  /**
   * As {@link #of(ResponseStore, ResponseStore)}.
   *
   * @param tells whether to tell the back of this hit in front
   * @param promotes whether to promote the large content of this hit in the back
   */
  public static <F extends ResponseStore & InventoryPort, S extends ResponseStore & InventoryPort>
      TieredStore of(F front, S back, BooleanSupplier tells, BooleanSupplier promotes) {
    return new TieredStore(front, front, back, back, tells, promotes);
  }

  @Override
  public List<StoredResponse> find(StoreKey key) {
    List<StoredResponse> inFront = front.find(key);
    if (!inFront.isEmpty()) {
      if (tells.getAsBoolean()) {
        back.used(key);
      }
      return inFrontOnly(inFront);
    }
    int turn = turns.now(key);
    List<StoredResponse> inBack = back.find(key);
    return inBack.isEmpty() ? inBack : inBackOnly(inBack, turn);
  }

  private List<StoredResponse> inFrontOnly(List<StoredResponse> found) {
    if (found.size() == 1) {
      return List.of(TieredResponse.inFront(this, found.getFirst()));
    }
    List<StoredResponse> tiered = new ArrayList<>(found.size());
    for (StoredResponse stored : found) {
      tiered.add(TieredResponse.inFront(this, stored));
    }
    return tiered;
  }

  private List<StoredResponse> inBackOnly(List<StoredResponse> found, int turn) {
    Promotion promotion = new Promotion(this, found, turn);
    List<StoredResponse> tiered = new ArrayList<>(found.size());
    for (StoredResponse stored : found) {
      tiered.add(TieredResponse.inBack(this, stored, promotion));
    }
    return tiered;
  }

  @Override
  public PendingResponse begin(StoreKey key, StoredHead head, OptionalLong length)
      throws TransferException {
    PendingResponse behind = null;
    TransferException refusal = null;
    try {
      behind = back.begin(key, head, length);
    } catch (TransferException e) {
      refusal = e;
    }
    boolean tooLarge = behind != null && length.orElse(0) > SMALL;
    PendingResponse ahead =
        !tooLarge && knowsVariants(key, head) ? beginInFront(key, head, length) : null;
    if (ahead == null && behind == null && refusal != null) {
      throw refusal;
    }
    return new TieredPending(this, key, length, ahead, behind);
  }

  /** Whether the front, with this response, would hold all that matters under the key. */
  private boolean knowsVariants(StoreKey key, StoredHead head) {
    return isForAll(head) || !front.find(key).isEmpty() || back.find(key).isEmpty();
  }

  /** A request without any of the fields that {@code Vary} names makes one variant among others. */
  private static boolean isForAll(StoredHead head) {
    return head.selecting().isEmpty() && !head.fields().has(FieldNames.VARY);
  }

  private @Nullable PendingResponse beginInFront(
      StoreKey key, StoredHead head, OptionalLong length) {
    try {
      return front.begin(key, head, length);
    } catch (TransferException e) {
      return null;
    }
  }

  @Override
  public void invalidate(StoreKey key) {
    turns.take(
        key,
        () -> {
          try {
            back.invalidate(key);
          } finally {
            front.invalidate(key);
          }
        });
  }

  /**
   * Invalidates in the back first, which may take its time. The second step then also removes from
   * the front what was committed to both meanwhile, or promoted from what the back had before.
   */
  @Override
  public void invalidate(StoreGroup group) {
    try {
      back.invalidate(group);
    } finally {
      turns.takeAll(() -> front.invalidate(group));
    }
  }

  @Override
  public void used(StoreKey key) {
    back.used(key);
  }

  /** Visits the back. */
  @Override
  public void visit(Visitor visitor) throws TransferException {
    inventory.visit(stored -> visitor.visit(TieredResponse.inBack(this, stored, null)));
  }

  /** Verifies only the back: what the front has came from there or was committed to both. */
  @Override
  public Verified verify(Watch watch) throws TransferException {
    return inventory.verify(watch);
  }

  @Override
  public void settle() throws TransferException {
    inventory.settle();
  }

  @Override
  public void compact() throws TransferException {
    inventory.compact();
  }

  /** The back first, as when a group is invalidated. */
  @Override
  public void distrustAges() {
    try {
      inventory.distrustAges();
    } finally {
      turns.takeAll(
          () -> {
            frontInventory.distrustAges();
            latest.forget();
          });
    }
  }

  /** Of the back. */
  @Override
  public StoreSpace space() {
    return inventory.space();
  }

  /** Of the back. */
  @Override
  public StoreSize size() {
    return back.size();
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }

  /** Whether to promote the large content that is about to be read. */
  boolean promotesLarge() {
    return promotes.getAsBoolean();
  }

  ResponseStore front() {
    return front;
  }

  ResponseStore back() {
    return back;
  }

  Turns turns() {
    return turns;
  }

  /** Must be told of each change, in a turn of its key. */
  LatestRequests latest() {
    return latest;
  }
}
