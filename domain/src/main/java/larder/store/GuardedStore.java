package larder.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.ByteRange;
import larder.http.Fields;
import larder.http.OpenFile;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/**
 * A store that turns the faults of the store beneath it, its unchecked exceptions, into the
 * failures that the port allows, so that the caller goes to the origin instead. A store that fails
 * to invalidate is no longer trusted: from then on nothing is found in it and nothing is stored.
 */
public final class GuardedStore implements ResponseStore, InventoryPort {
  private static final StoreSize NOTHING = new StoreSize(0, 0);

  private final ResponseStore store;
  private final InventoryPort inventory;
  private final Consumer<RuntimeException> faults;
  private final AtomicBoolean distrusted = new AtomicBoolean();

  private GuardedStore(
      ResponseStore store, InventoryPort inventory, Consumer<RuntimeException> faults) {
    this.store = store;
    this.inventory = inventory;
    this.faults = faults;
  }

  /**
   * @param store owned from now on: closed with this one
   * @param faults is told of each fault, on the thread that met it
   */
  public static <S extends ResponseStore & InventoryPort> GuardedStore over(
      S store, Consumer<RuntimeException> faults) {
    return new GuardedStore(store, store, faults);
  }

  private interface Call<T> {
    T run() throws TransferException;
  }

  private <T> T call(Call<T> call) throws TransferException {
    try {
      return call.run();
    } catch (RuntimeException e) {
      faults.accept(e);
      throw failure(e);
    }
  }

  private static TransferException failure(RuntimeException e) {
    return new TransferException(Side.STORE, Kind.FAILED, "The store met a fault of its own", e);
  }

  private <T> T attempt(Supplier<T> question, T otherwise) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      faults.accept(e);
      return otherwise;
    }
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      faults.accept(e);
    }
  }

  /** Runs a step after which something must not be found again. */
  private void forget(Runnable step) {
    boolean done = false;
    try {
      step.run();
      done = true;
    } catch (RuntimeException e) {
      faults.accept(e);
    } finally {
      if (!done) {
        distrusted.set(true);
      }
    }
  }

  @Override
  public List<StoredResponse> find(StoreKey key) {
    return distrusted.get() ? List.of() : attempt(() -> guarded(store.find(key)), List.of());
  }

  private List<StoredResponse> guarded(List<StoredResponse> found) {
    if (found.isEmpty()) {
      return found;
    }
    List<StoredResponse> guarded = new ArrayList<>(found.size());
    for (StoredResponse each : found) {
      guarded.add(new Stored(each));
    }
    return guarded;
  }

  @Override
  public PendingResponse begin(StoreKey key, StoredHead head, OptionalLong length)
      throws TransferException {
    refuseIfDistrusted();
    return call(() -> new Pending(store.begin(key, head, length)));
  }

  private void refuseIfDistrusted() throws TransferException {
    if (distrusted.get()) {
      throw new TransferException(Side.STORE, Kind.FAILED, "The store is not trusted any more");
    }
  }

  @Override
  public void invalidate(StoreKey key) {
    forget(() -> store.invalidate(key));
  }

  @Override
  public void invalidate(StoreGroup group) {
    forget(() -> store.invalidate(group));
  }

  @Override
  public void used(StoreKey key) {
    attempt(() -> store.used(key));
  }

  @Override
  public Verified verify(Watch watch) throws TransferException {
    return call(() -> inventory.verify(watch));
  }

  /** Fails once the store is distrusted: a removed response may come back. */
  @Override
  public void settle() throws TransferException {
    tryTo(inventory::settle);
  }

  @Override
  public void compact() throws TransferException {
    tryTo(inventory::compact);
  }

  private interface Step {
    void run() throws TransferException;
  }

  private void tryTo(Step step) throws TransferException {
    refuseIfDistrusted();
    call(
        () -> {
          step.run();
          return this;
        });
  }

  /** Also takes unchecked exceptions of the visitor for faults of the store. */
  @Override
  public void visit(Visitor visitor) throws TransferException {
    if (distrusted.get()) {
      return;
    }
    call(
        () -> {
          inventory.visit(each -> visitor.visit(new Stored(each)));
          return visitor;
        });
  }

  @Override
  public StoreSpace space() {
    return attempt(inventory::space, new StoreSpace(NOTHING, 0, 0));
  }

  @Override
  public void distrustAges() {
    forget(inventory::distrustAges);
  }

  @Override
  public StoreSize size() {
    return attempt(store::size, NOTHING);
  }

  @Override
  public void close() {
    attempt(store::close);
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
      return call(() -> new Content(stored.open()));
    }

    @Override
    public Body open(ByteRange range) throws TransferException {
      if (range.last() >= length()) {
        throw new IllegalArgumentException("The content ends before its byte " + range.last());
      }
      return call(() -> new Content(stored.open(range)));
    }

    @Override
    public void freshen(StoredHead head) {
      attempt(() -> stored.freshen(head));
    }

    @Override
    public void remove() {
      forget(stored::remove);
    }
  }

  private final class Pending implements PendingResponse {
    private final PendingResponse pending;
    private boolean ended;

    private Pending(PendingResponse pending) {
      this.pending = pending;
    }

    @Override
    public void append(ByteBuffer bytes) throws TransferException {
      call(
          () -> {
            pending.append(bytes);
            return bytes;
          });
    }

    @Override
    public void finish() throws TransferException {
      tryTo(pending::finish);
    }

    @Override
    public StoredResponse commit() throws TransferException {
      return end(pending::commit);
    }

    @Override
    public StoredResponse commitPart(StoredHead head) throws TransferException {
      return end(() -> pending.commitPart(head));
    }

    private StoredResponse end(Call<StoredResponse> end) throws TransferException {
      if (ended) {
        throw new IllegalStateException("Committed or closed before");
      }
      StoredResponse stored = call(() -> new Stored(end.run()));
      ended = true;
      return stored;
    }

    @Override
    public Body follow() {
      return new Content(pending.follow());
    }

    @Override
    public void close() {
      ended = true;
      attempt(pending::close);
    }
  }

  private final class Content implements Body {
    private final Body body;

    private Content(Body body) {
      this.body = body;
    }

    @Override
    public OptionalLong length() {
      return body.length();
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      Passing passing = new Passing(sink);
      try {
        body.writeTo(passing);
      } catch (RuntimeException e) {
        if (passing.failed) {
          throw e;
        }
        faults.accept(e);
        throw failure(e);
      }
    }

    @Override
    public Fields trailers() {
      return body.trailers();
    }

    @Override
    public void close() {
      attempt(body::close);
    }
  }

  /** Tells exceptions of the sink from those of the store. */
  private static final class Passing implements BodySink {
    private final BodySink sink;
    private boolean failed;

    private Passing(BodySink sink) {
      this.sink = sink;
    }

    @Override
    public void write(ByteBuffer bytes) throws TransferException {
      failed = true;
      sink.write(bytes);
      failed = false;
    }

    @Override
    public boolean takesUnread() {
      return sink.takesUnread();
    }

    @Override
    public long transfer(OpenFile file, long position, long count) {
      failed = true;
      long taken = sink.transfer(file, position, count);
      failed = false;
      return taken;
    }
  }
}
