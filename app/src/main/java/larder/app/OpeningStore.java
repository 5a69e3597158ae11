package larder.app;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.InventoryPort;
import larder.store.PendingResponse;
import larder.store.ResponseStore;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoreSize;
import larder.store.StoreSpace;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * A store that a thread opens while everything else starts. Calls wait until it is open; if it
 * could not be opened, it is empty.
 */
final class OpeningStore implements ResponseStore, InventoryPort {
  private static final StoreSize NOTHING = new StoreSize(0, 0);

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Stores.@Nullable Opened opened;
  private volatile @Nullable Throwable failure;

  private OpeningStore() {}

  interface Opening {
    Stores.Opened open() throws StartException;
  }

  static OpeningStore begin(Opening opening) {
    OpeningStore store = new OpeningStore();
    Thread.ofPlatform().name("larder-open").start(() -> store.open(opening));
    return store;
  }

  private void open(Opening opening) {
    try {
      opened = opening.open();
    } catch (StartException | RuntimeException | Error e) {
      failure = e;
    } finally {
      ended.countDown();
    }
  }

  /**
   * Waits until the store is open.
   *
   * @throws StartException if it could not be opened
   */
  void await() throws StartException {
    result();
    Throwable why = failure;
    if (why != null) {
      throwAgain(why);
    }
  }

  private static void throwAgain(Throwable failure) throws StartException {
    switch (failure) {
      case StartException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure); // no other kind is thrown
    }
  }

  /** Null if the store could not be opened. */
  private Stores.@Nullable Opened result() {
    Stores.Opened known = opened;
    if (known != null) {
      return known;
    }
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return opened;
  }

  @Override
  public List<StoredResponse> find(StoreKey key) {
    Stores.Opened known = result();
    return known == null ? List.of() : known.store().find(key);
  }

  @Override
  public PendingResponse begin(StoreKey key, StoredHead head, OptionalLong length)
      throws TransferException {
    Stores.Opened known = result();
    if (known == null) {
      throw notOpened();
    }
    return known.store().begin(key, head, length);
  }

  @Override
  public void invalidate(StoreKey key) {
    Stores.Opened known = result();
    if (known != null) {
      known.store().invalidate(key);
    }
  }

  @Override
  public void invalidate(StoreGroup group) {
    Stores.Opened known = result();
    if (known != null) {
      known.store().invalidate(group);
    }
  }

  @Override
  public void used(StoreKey key) {
    Stores.Opened known = result();
    if (known != null) {
      known.store().used(key);
    }
  }

  @Override
  public StoreSize size() {
    Stores.Opened known = result();
    return known == null ? NOTHING : known.store().size();
  }

  @Override
  public void visit(Visitor visitor) throws TransferException {
    Stores.Opened known = result();
    if (known != null) {
      known.inventory().visit(visitor);
    }
  }

  @Override
  public Verified verify(Watch watch) throws TransferException {
    return inventory().verify(watch);
  }

  @Override
  public void settle() throws TransferException {
    inventory().settle();
  }

  @Override
  public void compact() throws TransferException {
    inventory().compact();
  }

  private InventoryPort inventory() throws TransferException {
    Stores.Opened known = result();
    if (known == null) {
      throw notOpened();
    }
    return known.inventory();
  }

  private static TransferException notOpened() {
    return new TransferException(Side.STORE, Kind.FAILED, "The store could not be opened");
  }

  @Override
  public StoreSpace space() {
    Stores.Opened known = result();
    return known == null ? new StoreSpace(NOTHING, 0, 0) : known.inventory().space();
  }

  @Override
  public void distrustAges() {
    Stores.Opened known = result();
    if (known != null) {
      known.inventory().distrustAges();
    }
  }

  @Override
  public void close() {
    Stores.Opened known = result();
    if (known != null) {
      known.store().close();
    }
  }
}
