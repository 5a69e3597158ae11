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
 * A store made of two: a small fast one in front of a large durable one. What is committed goes to
 * both; what is found in the back alone is promoted to the front when it is read. Large content,
 * where the back is fast too and a copy is dear, is committed to the back alone if that takes it,
 * and promoted when it has been read some times, or never if it is larger still.
 *
 * <p>The front holds nothing that the back was told to replace or invalidate. Changes to one key
 * come one after the other, in both stores; each has a turn of {@link Turns}, and a promotion that
 * began in an earlier turn is given up. The back may evict what the front still has. What the back
 * may not have taken, as it has what was requested later, the front does not keep either.
 *
 * <p>The front holds all variants of a key or none that matter: only then may it answer alone. So a
 * response whose content is promoted brings its variants along, and one that joins variants in the
 * back stays out of the front. Both stores should have the same bound on the variants of a key.
 *
 * <p>Freshening or removing a response that was found in the front looks it up in the back, which
 * may read its disk. That is done out of turn, as whatever else may wait for one; where the key
 * changes meanwhile, it is done again, and given up with all under the key if that goes on.
 */
public final class TieredStore implements ResponseStore, InventoryPort {
  /** What is this small is promoted before it is read, and what is large while it is. */
  static final long SMALL = 64 * 1024;

  /** What is larger is read out of the back as fast. */
  static final long MOST_PROMOTED = 256 * 1024;

  /** Of so many hits of large content in the back one promotes it. */
  private static final int PROMOTED = 8;

  /** Of so many hits in front the back is told of one. */
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

  /** Both belong to it from now on: it closes them. */
  public static <F extends ResponseStore & InventoryPort, S extends ResponseStore & InventoryPort>
      TieredStore of(F front, S back) {
    return of(front, back, () -> isOneOf(TOLD), () -> isOneOf(PROMOTED));
  }

  private static boolean isOneOf(int many) {
    return ThreadLocalRandom.current().nextInt(many) == 0;
  }

  /**
   * The same.
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

  /** A request that has none of the fields that {@code Vary} names is one among others. */
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
   * The back first, and it may take its time. What is committed to both meanwhile, or promoted from
   * what the back had before, is gone from the front when the second step is done.
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

  /** What the back has. */
  @Override
  public void visit(Visitor visitor) throws TransferException {
    inventory.visit(stored -> visitor.visit(TieredResponse.inBack(this, stored, null)));
  }

  /** What the front has came from the back, or went there: it is not looked at. */
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

  /** As with the responses of a group: the back first. */
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

  /** The back's. */
  @Override
  public StoreSpace space() {
    return inventory.space();
  }

  /** The back's. */
  @Override
  public StoreSize size() {
    return back.size();
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }

  /** Whether the large content that is about to be read is to be promoted. */
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

  /** To be told of a change in a turn of its key. */
  LatestRequests latest() {
    return latest;
  }
}
