package larder.store.contract;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.ByteRange;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.InventoryPort;
import larder.store.PendingResponse;
import larder.store.Progress;
import larder.store.ResponseStore;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoreSize;
import larder.store.StoreSpace;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import larder.store.Verification;

/** The simplest store: a map guarded by one lock, without bounds. For tests. */
public final class MapStore implements ResponseStore, InventoryPort {
  private static final Comparator<StoredResponse> NEWEST_FIRST =
      Comparator.comparing((StoredResponse stored) -> stored.head().receivedAt()).reversed();

  private final Map<StoreKey, List<Stored>> responses = new HashMap<>();
  private boolean closed;

  public MapStore() {}

  @Override
  public synchronized List<StoredResponse> find(StoreKey key) {
    List<StoredResponse> found = new ArrayList<>(responses.getOrDefault(key, List.of()));
    found.sort(NEWEST_FIRST);
    return List.copyOf(found);
  }

  @Override
  public synchronized PendingResponse begin(StoreKey key, StoredHead head, OptionalLong length)
      throws TransferException {
    refuseIfClosed();
    return new Pending(key, head, length);
  }

  @Override
  public synchronized void invalidate(StoreKey key) {
    responses.remove(key);
  }

  @Override
  public synchronized void invalidate(StoreGroup group) {
    responses
        .entrySet()
        .removeIf(
            each ->
                each.getValue().stream()
                    .anyMatch(s -> StoreGroup.of(s.key, s.head).contains(group)));
  }

  @Override
  public void visit(Visitor visitor) throws TransferException {
    List<StoredResponse> all;
    synchronized (this) {
      all = responses.values().stream().<StoredResponse>flatMap(List::stream).toList();
    }
    for (StoredResponse stored : all) {
      if (!visitor.visit(stored)) {
        return;
      }
    }
  }

  /** Nothing is ever damaged: all that can be read is sound. */
  @Override
  public Verified verify(Watch watch) throws TransferException {
    Verification verification = new Verification(watch);
    visit(
        each -> {
          verification.read(each);
          return true;
        });
    return verification.ended();
  }

  @Override
  public void settle() {}

  @Override
  public void compact() {}

  @Override
  public synchronized void distrustAges() {
    responses.clear();
  }

  @Override
  public StoreSpace space() {
    StoreSize size = size();
    return new StoreSpace(size, size.bytes(), Long.MAX_VALUE);
  }

  @Override
  public synchronized StoreSize size() {
    long count = 0;
    long bytes = 0;
    for (List<Stored> variants : responses.values()) {
      count += variants.size();
      bytes += variants.stream().mapToLong(StoredResponse::length).sum();
    }
    return new StoreSize(count, bytes);
  }

  @Override
  public synchronized void close() {
    closed = true;
    responses.clear();
  }

  private void refuseIfClosed() throws TransferException {
    if (closed) {
      throw failed(Kind.FAILED, "The store is closed");
    }
  }

  private static TransferException failed(Kind kind, String explanation) {
    return new TransferException(Side.STORE, kind, explanation);
  }

  private synchronized Stored put(Stored stored) throws TransferException {
    refuseIfClosed();
    List<Stored> variants = responses.computeIfAbsent(stored.key, k -> new ArrayList<>());
    if (variants.stream().anyMatch(other -> other.head.outlasts(stored.head))) {
      return stored;
    }
    variants.removeIf(other -> other.head.selecting().equals(stored.head.selecting()));
    variants.add(stored);
    return stored;
  }

  private synchronized void replace(Stored by) {
    responses
        .getOrDefault(by.key, new ArrayList<>())
        .replaceAll(
            other -> by.isSame(other) && !other.head.isRequestedAfter(by.head) ? by : other);
  }

  private synchronized void remove(Stored stored) {
    responses.computeIfPresent(
        stored.key,
        (key, variants) -> {
          variants.removeIf(stored::isSame);
          return variants.isEmpty() ? null : variants;
        });
  }

  /** One version of a response; its array is its identity. */
  private final class Stored implements StoredResponse {
    private final StoreKey key;
    private final StoredHead head;
    private final byte[] bytes;

    private Stored(StoreKey key, StoredHead head, byte[] bytes) {
      this.key = key;
      this.head = head;
      this.bytes = bytes;
    }

    @SuppressWarnings("ReferenceEquality") // identity is the point
    private boolean isSame(Stored other) {
      return bytes == other.bytes;
    }

    @Override
    public StoreKey key() {
      return key;
    }

    @Override
    public StoredHead head() {
      return head;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public Body open() {
      return Body.of(bytes.clone());
    }

    @Override
    public Body open(ByteRange range) {
      if (range.last() >= bytes.length) {
        throw new IllegalArgumentException("The content ends before " + range);
      }
      byte[] part = new byte[(int) range.length()];
      System.arraycopy(bytes, (int) range.first(), part, 0, part.length);
      return Body.of(part);
    }

    @Override
    public void freshen(StoredHead fresh) {
      replace(new Stored(key, fresh, bytes));
    }

    @Override
    public void remove() {
      MapStore.this.remove(this);
    }
  }

  private final class Pending implements PendingResponse {
    private final StoreKey key;
    private final StoredHead head;
    private final OptionalLong announced;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final Progress progress = new Progress();
    private boolean ended;

    private Pending(StoreKey key, StoredHead head, OptionalLong announced) {
      this.key = key;
      this.head = head;
      this.announced = announced;
    }

    @Override
    public void append(ByteBuffer bytes) throws TransferException {
      synchronized (MapStore.this) {
        refuseIfClosed();
      }
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      content.writeBytes(copy);
      progress.advance(copy.length);
    }

    @Override
    public StoredResponse commit() throws TransferException {
      refuseIfEnded();
      if (announced.orElse(content.size()) != content.size()) {
        throw failed(Kind.CUT_SHORT, "Not as many bytes as were announced");
      }
      StoredResponse stored = end(head);
      progress.complete();
      return stored;
    }

    @Override
    public StoredResponse commitPart(StoredHead part) throws TransferException {
      refuseIfEnded();
      StoredResponse stored = end(part);
      progress.giveUp();
      return stored;
    }

    private void refuseIfEnded() {
      if (ended) {
        throw new IllegalStateException("Committed or closed before");
      }
    }

    private StoredResponse end(StoredHead committed) throws TransferException {
      StoredResponse stored = put(new Stored(key, committed, content.toByteArray()));
      ended = true;
      return stored;
    }

    @Override
    public Body follow() {
      return new Follower(this);
    }

    @Override
    public void close() {
      ended = true;
      progress.giveUp();
    }
  }

  private record Follower(Pending pending) implements Body {
    @Override
    public OptionalLong length() {
      return pending.announced;
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      if (pending.progress.written() == 0) {
        sink.write(ByteBuffer.allocate(0)); // the head need not wait for the content
      }
      int position = 0;
      int available = (int) pending.progress.awaitBeyond(position);
      while (available > position) {
        sink.write(ByteBuffer.wrap(pending.content.toByteArray(), position, available - position));
        position = available;
        available = (int) pending.progress.awaitBeyond(position);
      }
    }

    @Override
    public void close() {}
  }
}
