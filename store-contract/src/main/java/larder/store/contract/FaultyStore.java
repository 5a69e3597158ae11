package larder.store.contract;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.ByteRange;
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
 * Wraps a store whose operations can be broken on purpose, one at a time. A broken operation fails
 * as the port allows: it finds nothing, does nothing, or throws a {@code TransferException}. It can
 * also be made to throw what no store should. Safe for all threads.
 */
public final class FaultyStore implements ResponseStore, InventoryPort {
  /** The operations that can be broken. */
  public enum Operation {
    /** Finds nothing. */
    FIND,
    /** Refuses to open an existing content. */
    OPEN,
    /** Opens a content and fails after half of it. */
    READ,
    BEGIN,
    APPEND,
    FINISH,
    COMMIT,
    /** Freshens nothing. */
    FRESHEN,
    /** Removes nothing. */
    REMOVE,
    /** Does nothing. */
    USED,
    /** Fails after half of the responses. */
    VISIT,
    /** Removes nothing. */
    INVALIDATE,
    /** Reports that changes have not settled. */
    SETTLE,
    /** Does nothing. */
    DISTRUST_AGES
  }

  private final ResponseStore store;
  private final InventoryPort inventory;
  private final Map<Operation, Kind> broken = new EnumMap<>(Operation.class);
  private final Set<Operation> throwing = EnumSet.noneOf(Operation.class);
  private final Map<Operation, Integer> calls = new EnumMap<>(Operation.class);
  private final Map<Operation, Runnable> meanwhile = new EnumMap<>(Operation.class);
  private volatile boolean evictsWhatItChanges;

  public <S extends ResponseStore & InventoryPort> FaultyStore(S store) {
    this.store = store;
    this.inventory = store;
  }

  /** From now on the operation fails with {@code FAILED}. */
  public void breakOn(Operation operation) {
    breakOn(operation, Kind.FAILED);
  }

  /** From now on the operation fails in that way. */
  public synchronized void breakOn(Operation operation, Kind kind) {
    broken.put(operation, kind);
  }

  /** From now on the operation throws an exception that the port does not allow. */
  public synchronized void throwOn(Operation operation) {
    throwing.add(operation);
  }

  /** The next call of the operation runs that first. */
  public synchronized void during(Operation operation, Runnable first) {
    meanwhile.put(operation, first);
  }

  /** From now on a change to a response, or its removal, at once evicts all under its key. */
  public void evictWhatIsChanged() {
    evictsWhatItChanges = true;
  }

  /** From now on everything works. */
  public synchronized void mend() {
    evictsWhatItChanges = false;
    broken.clear();
    throwing.clear();
    meanwhile.clear();
  }

  /** How often the operation was called, broken or not. */
  public synchronized int calls(Operation operation) {
    return calls.getOrDefault(operation, 0);
  }

  private boolean isBroken(Operation operation) {
    Runnable first = takeMeanwhile(operation);
    if (first != null) {
      first.run();
    }
    return countAndTell(operation);
  }

  private synchronized @Nullable Runnable takeMeanwhile(Operation operation) {
    return meanwhile.remove(operation);
  }

  private synchronized boolean countAndTell(Operation operation) {
    calls.merge(operation, 1, Integer::sum);
    if (throwing.contains(operation)) {
      throw new UnsupportedOperationException(operation + " throws");
    }
    return broken.containsKey(operation);
  }

  private void failIfBroken(Operation operation) throws TransferException {
    if (isBroken(operation)) {
      throw failure(operation);
    }
  }

  private synchronized TransferException failure(Operation operation) {
    return new TransferException(
        Side.STORE, broken.getOrDefault(operation, Kind.FAILED), operation + " is broken");
  }

  @Override
  public List<StoredResponse> find(StoreKey key) {
    if (isBroken(Operation.FIND)) {
      return List.of();
    }
    return store.find(key).stream().<StoredResponse>map(Stored::new).toList();
  }

  @Override
  public PendingResponse begin(StoreKey key, StoredHead head, OptionalLong length)
      throws TransferException {
    failIfBroken(Operation.BEGIN);
    return new Pending(store.begin(key, head, length));
  }

  @Override
  public void invalidate(StoreKey key) {
    if (!isBroken(Operation.INVALIDATE)) {
      store.invalidate(key);
    }
  }

  @Override
  public void invalidate(StoreGroup group) {
    if (!isBroken(Operation.INVALIDATE)) {
      store.invalidate(group);
    }
  }

  @Override
  public void used(StoreKey key) {
    if (!isBroken(Operation.USED)) {
      store.used(key);
    }
  }

  @Override
  public void visit(Visitor visitor) throws TransferException {
    AtomicLong left =
        new AtomicLong(isBroken(Operation.VISIT) ? size().responses() / 2 : Long.MAX_VALUE);
    inventory.visit(
        stored -> {
          if (left.getAndDecrement() == 0) {
            throw failure(Operation.VISIT);
          }
          return visitor.visit(new Stored(stored));
        });
  }

  @Override
  public Verified verify(Watch watch) throws TransferException {
    failIfBroken(Operation.VISIT);
    return inventory.verify(watch);
  }

  @Override
  public void settle() throws TransferException {
    failIfBroken(Operation.SETTLE);
    inventory.settle();
  }

  @Override
  public void compact() throws TransferException {
    failIfBroken(Operation.SETTLE);
    inventory.compact();
  }

  @Override
  public void distrustAges() {
    if (!isBroken(Operation.DISTRUST_AGES)) {
      inventory.distrustAges();
    }
  }

  @Override
  public StoreSpace space() {
    return inventory.space();
  }

  @Override
  public StoreSize size() {
    return store.size();
  }

  @Override
  public void close() {
    store.close();
  }

  private final class Stored implements StoredResponse {
    private final StoredResponse stored;

    private Stored(StoredResponse stored) {
      this.stored = stored;
    }

    @Override
    public StoreKey key() {
      return stored.key();
    }

    @Override
    public StoredHead head() {
      return stored.head();
    }

    @Override
    public long length() {
      return stored.length();
    }

    @Override
    public Body open() throws TransferException {
      failIfBroken(Operation.OPEN);
      return new Content(stored.open(), stored.length() / 2);
    }

    @Override
    public Body open(ByteRange range) throws TransferException {
      failIfBroken(Operation.OPEN);
      return new Content(stored.open(range), range.length() / 2);
    }

    @Override
    public void freshen(StoredHead head) {
      if (!isBroken(Operation.FRESHEN)) {
        stored.freshen(head);
      }
      evictIfAsked();
    }

    private void evictIfAsked() {
      if (evictsWhatItChanges) {
        store.invalidate(stored.key());
      }
    }

    @Override
    public void remove() {
      if (!isBroken(Operation.REMOVE)) {
        stored.remove();
      }
      evictIfAsked();
    }
  }

  private final class Content implements Body {
    private final Body body;
    private final long half;

    private Content(Body body, long half) {
      this.body = body;
      this.half = half;
    }

    @Override
    public OptionalLong length() {
      return body.length();
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      body.writeTo(isBroken(Operation.READ) ? new HalfSink(sink, half) : sink);
    }

    @Override
    public void close() {
      body.close();
    }
  }

  /** Passes on the first bytes, and then fails. */
  private final class HalfSink implements BodySink {
    private final BodySink sink;
    private long left;

    private HalfSink(BodySink sink, long left) {
      this.sink = sink;
      this.left = left;
    }

    @Override
    public void write(ByteBuffer bytes) throws TransferException {
      int passed = (int) Math.min(left, bytes.remaining());
      if (passed > 0) {
        sink.write(bytes.slice(bytes.position(), passed));
        left -= passed;
      }
      if (left == 0) {
        throw failure(Operation.READ);
      }
      bytes.position(bytes.limit());
    }
  }

  private final class Pending implements PendingResponse {
    private final PendingResponse pending;

    private Pending(PendingResponse pending) {
      this.pending = pending;
    }

    @Override
    public void append(ByteBuffer bytes) throws TransferException {
      failIfBroken(Operation.APPEND);
      pending.append(bytes);
    }

    @Override
    public void finish() throws TransferException {
      failIfBroken(Operation.FINISH);
      pending.finish();
    }

    @Override
    public StoredResponse commit() throws TransferException {
      failIfBroken(Operation.COMMIT);
      return new Stored(pending.commit());
    }

    @Override
    public StoredResponse commitPart(StoredHead head) throws TransferException {
      failIfBroken(Operation.COMMIT);
      return new Stored(pending.commitPart(head));
    }

    @Override
    public Body follow() {
      return pending.follow();
    }

    @Override
    public void close() {
      pending.close();
    }
  }
}
