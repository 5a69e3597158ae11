package larder.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import larder.http.Body;
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
import larder.store.Verification;
import org.jspecify.annotations.Nullable;

/**
 * Keeps responses in memory. Evicts the least used keys by W-TinyLFU: new ones that were never
 * asked for again give way to used ones. A key is evicted with all its variants.
 *
 * <p>Evicts on the thread that stores, before its commit returns: the bound holds whenever no
 * commit is under way, and no extra thread is needed.
 */
public final class MemoryStore implements ResponseStore, InventoryPort {
  private final MemorySettings settings;
  private final PendingBytes pendingBytes;
  private final ChunkMemory memory;

  /** By URI, which saves an object for the key. */
  private final Cache<String, Variants> cache;

  private final ConcurrentMap<String, Variants> map;
  private final GroupIndex groups;
  private final AtomicLong responses = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean closed;

  private MemoryStore(MemorySettings settings, GroupIndex groups) {
    this.settings = settings;
    this.groups = groups;
    this.pendingBytes = new PendingBytes(settings.maxPendingBytes());
    this.memory = ChunkMemory.forContents(settings.maxBytes());
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(settings.maxBytes())
            .weigher((String uri, Variants variants) -> variants.weight())
            .executor(Runnable::run)
            .evictionListener(this::evicted)
            .build();
    this.map = cache.asMap();
  }

  /** Opens an empty store with these bounds. */
  public static MemoryStore open(MemorySettings settings) {
    return open(settings, new GroupIndex());
  }

  static MemoryStore open(MemorySettings settings, GroupIndex groups) {
    return new MemoryStore(settings, groups);
  }

  @Override
  public List<StoredResponse> find(StoreKey key) {
    Variants variants = cache.getIfPresent(key.uri());
    return variants == null || closed ? List.of() : variants.found();
  }

  @Override
  public PendingResponse begin(StoreKey key, StoredHead head, OptionalLong length)
      throws TransferException {
    refuseIfClosed();
    long announced = length.orElse(0);
    if (announced > settings.maxObjectBytes() || weight(key, head) + announced > maxWeight()) {
      throw failure(Kind.TOO_LARGE, "The response is larger than what is kept in memory");
    }
    return new Pending(key, head, length);
  }

  /** The weight without the content's bytes; content is usually in one piece. */
  private static long weight(StoreKey key, StoredHead head) {
    return HeapSize.of(key)
        + HeapSize.of(head)
        + HeapSize.of(StoreGroup.of(key, head))
        + HeapSize.CONTENT
        + HeapSize.CHUNK;
  }

  private long maxWeight() {
    return Math.min(settings.maxBytes(), Integer.MAX_VALUE);
  }

  private void refuseIfClosed() throws TransferException {
    if (closed) {
      throw failure(Kind.FAILED, "The store is closed");
    }
  }

  private static TransferException failure(Kind kind, String explanation) {
    return new TransferException(Side.STORE, kind, explanation);
  }

  @Override
  public void invalidate(StoreKey key) {
    change(key, before -> null);
  }

  @Override
  public void invalidate(StoreGroup group) {
    forEach(groups.keys(group), this::invalidate);
  }

  /** Continues with the others if the action throws for one, and throws that at the end. */
  private static <T> void forEach(Iterable<T> all, Consumer<T> action) {
    RuntimeException fault = null;
    Error error = null;
    for (T each : all) {
      try {
        action.accept(each);
      } catch (RuntimeException e) {
        fault = e;
      } catch (Error e) { // no memory, most likely
        error = e;
      }
    }
    if (error != null) {
      throw error;
    }
    if (fault != null) {
      throw fault;
    }
  }

  void replace(MemoryResponse by) {
    change(by.key(), before -> before == null ? null : before.replacing(by));
  }

  void remove(MemoryResponse stored) {
    change(stored.key(), before -> before == null ? null : before.without(stored));
  }

  /** Changes a key atomically, and counts the change once nothing of it can fail any more. */
  private void change(StoreKey key, NullableOperator change) {
    map.compute(
        key.uri(),
        (uri, before) -> {
          Variants after = closed ? null : change.apply(before);
          groups.change(key, groupsOf(before), groupsOf(after));
          Variants.removed(before, after);
          count(before, -1);
          count(after, 1);
          return after;
        });
  }

  private void evicted(@Nullable String uri, @Nullable Variants variants, RemovalCause cause) {
    count(variants, -1);
    Variants.removed(variants, null);
    if (uri != null) {
      groups.change(new StoreKey(uri), groupsOf(variants), Set.of());
    }
  }

  private static Set<StoreGroup> groupsOf(@Nullable Variants variants) {
    return variants == null ? Set.of() : variants.groups();
  }

  private void count(@Nullable Variants variants, int sign) {
    if (variants != null) {
      responses.addAndGet((long) sign * variants.responses().size());
      bytes.addAndGet((long) sign * variants.weight());
    }
  }

  long outside() {
    return memory.outside();
  }

  /** The number of keys under which the group has responses. */
  int grouped(StoreGroup group) {
    return groups.keys(group).size();
  }

  @Override
  public void visit(Visitor visitor) throws TransferException {
    for (Variants variants : map.values()) {
      for (StoredResponse stored : variants.responses()) {
        if (!visitor.visit(stored)) {
          return;
        }
      }
    }
  }

  @Override
  public Verified verify(Watch watch) throws TransferException {
    Verification verification = new Verification(watch);
    visit(
        each -> {
          try {
            verification.read(each);
          } catch (TransferException e) {
            if (find(each.key()).contains(each)) {
              throw e;
            } // else it was evicted meanwhile
          }
          return true;
        });
    return verification.ended();
  }

  @Override
  public void settle() {}

  @Override
  public void compact() {}

  @Override
  public StoreSpace space() {
    StoreSize size = size();
    return new StoreSpace(size, size.bytes(), settings.maxBytes());
  }

  @Override
  public void distrustAges() {
    forEach(map.keySet(), uri -> invalidate(new StoreKey(uri)));
  }

  @Override
  public StoreSize size() {
    return new StoreSize(responses.get(), bytes.get());
  }

  @Override
  public void close() {
    closed = true;
    distrustAges();
  }

  /** A {@link UnaryOperator} in which null means that nothing is stored. */
  @FunctionalInterface
  private interface NullableOperator {
    @Nullable Variants apply(@Nullable Variants before);
  }

  private final class Pending implements PendingResponse {
    private final StoreKey key;
    private final StoredHead head;
    private final OptionalLong announced;
    private final PendingContent content;
    private boolean ended;

    private Pending(StoreKey key, StoredHead head, OptionalLong announced) {
      this.key = key;
      this.head = head;
      this.announced = announced;
      long max = Math.min(settings.maxObjectBytes(), maxWeight() - weight(key, head));
      this.content = new PendingContent(announced, max, pendingBytes, memory);
    }

    @Override
    public void append(ByteBuffer bytes) throws TransferException {
      refuseIfClosed();
      content.append(bytes);
    }

    @Override
    public StoredResponse commit() throws TransferException {
      refuseIfEnded();
      if (announced.orElse(content.length()) != content.length()) {
        throw failure(Kind.CUT_SHORT, "Fewer bytes came than were announced");
      }
      StoredResponse stored = put(head);
      content.complete();
      close();
      return stored;
    }

    @Override
    public StoredResponse commitPart(StoredHead part) throws TransferException {
      refuseIfEnded();
      StoredResponse stored = put(part);
      close();
      return stored;
    }

    private void refuseIfEnded() throws TransferException {
      if (ended) {
        throw new IllegalStateException("Committed or closed before");
      }
      refuseIfClosed();
    }

    private StoredResponse put(StoredHead committed) {
      MemoryResponse stored =
          new MemoryResponse(MemoryStore.this, key, committed, content.toContent());
      change(
          key,
          before -> {
            Variants after = Variants.with(before, stored, settings);
            if (!after.has(stored)) {
              stored.removed();
            }
            return after;
          });
      return stored;
    }

    @Override
    public Body follow() {
      return content.follow();
    }

    @Override
    public void close() {
      if (!ended) {
        ended = true;
        content.end();
      }
    }
  }
}
