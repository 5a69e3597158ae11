package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.PendingResponse;
import larder.store.ResponseStore;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The store under test, and common steps of the tests. */
public abstract class StoreFixture {
  static final StoreKey KEY = new StoreKey("http://origin.example.org/a");
  static final StoreKey OTHER_KEY = new StoreKey("http://origin.example.org/b?c=d");
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

  private ResponseStore store;

  protected StoreFixture() {}

  /** Opens an empty store with room for some tens of MiB; it is closed after the test. */
  protected abstract ResponseStore openStore() throws Exception;

  /** The size of the store's chunks; tests use sizes around it. */
  protected int chunkSize() {
    return 64 * 1024;
  }

  /** Waits until the store has finished its background work. */
  protected void settle(ResponseStore store) {}

  @BeforeEach
  void open() throws Exception {
    store = openStore();
  }

  @AfterEach
  void close() {
    store.close();
  }

  final ResponseStore store() {
    return store;
  }

  /** Closes the store, and tests the other one from now on. */
  final void switchTo(ResponseStore next) {
    store.close();
    store = next;
  }

  static StoredHead head() {
    return receivedAt(NOON, Fields.EMPTY);
  }

  static StoredHead receivedAt(Instant receivedAt, Fields selecting) {
    return new StoredHead(
        200,
        "OK",
        Fields.of("Content-Type", "text/plain", "ETag", "\"v1\"", "X-Latin", "caf\u00e9"),
        selecting,
        receivedAt.minusMillis(20),
        receivedAt);
  }

  static StoredHead variant(String encoding) {
    return receivedAt(NOON, Fields.of("accept-encoding", encoding));
  }

  static StoreGroup group(String origin, String name) {
    return new StoreGroup(origin, name);
  }

  /** A head with that value of {@code Cache-Groups}. */
  static StoredHead grouped(String field) {
    StoredHead head = head();
    return new StoredHead(
        head.status(),
        head.reason(),
        Fields.of("Cache-Groups", field),
        Fields.EMPTY,
        head.requestedAt(),
        head.receivedAt());
  }

  static byte[] content(long seed, int size) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return content;
  }

  final PendingResponse begin(StoreKey key) throws TransferException {
    return store.begin(key, head(), OptionalLong.empty());
  }

  final StoredResponse store(StoreKey key, StoredHead head, byte[] content)
      throws TransferException {
    return store(store, key, head, content);
  }

  final StoredResponse store(ResponseStore to, StoreKey key, StoredHead head, byte[] content)
      throws TransferException {
    try (PendingResponse pending = to.begin(key, head, OptionalLong.of(content.length))) {
      settle(to); // a store may make room in the background for the announced length
      append(pending, content);
      StoredResponse stored = pending.commit();
      settle(to);
      return stored;
    }
  }

  /** Stores a response, without waiting for background work. */
  static StoredResponse keep(ResponseStore to, StoreKey key, StoredHead head, byte[] content)
      throws TransferException {
    try (PendingResponse pending = to.begin(key, head, OptionalLong.of(content.length))) {
      append(pending, content);
      return pending.commit();
    }
  }

  /** Appends in pieces that do not match the store's chunks. */
  static void append(PendingResponse pending, byte[] content) throws TransferException {
    for (int start = 0; start < content.length; start += 10_000) {
      ByteBuffer piece = ByteBuffer.wrap(content, start, Math.min(10_000, content.length - start));
      pending.append(piece);
      assertEquals(0, piece.remaining(), "append takes all bytes");
    }
  }

  /** The only response under that key. */
  final StoredResponse findOne(StoreKey key) {
    List<StoredResponse> found = store.find(key);
    assertEquals(1, found.size(), "responses under " + key);
    return found.getFirst();
  }

  final void assertNothingUnder(StoreKey key) {
    assertEquals(List.of(), store.find(key));
  }

  static byte[] read(Body body) throws TransferException {
    try (body) {
      Collector collector = new Collector();
      body.writeTo(collector);
      return collector.bytes();
    }
  }

  static void assertContent(byte[] expected, StoredResponse stored) throws TransferException {
    assertEquals(expected.length, stored.length());
    assertArrayEquals(expected, read(stored.open()));
  }

  static TransferException assertRefused(Kind kind, TransferringCode code) {
    TransferException refused = assertThrows(TransferException.class, code::run);
    assertEquals(Side.STORE, refused.side());
    assertEquals(kind, refused.kind(), refused.explanation());
    return refused;
  }

  /** Code that moves bytes. */
  @FunctionalInterface
  interface TransferringCode {
    void run() throws TransferException;
  }

  /** Collects what is written to it. */
  static final class Collector implements BodySink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void write(ByteBuffer piece) {
      byte[] copy = new byte[piece.remaining()];
      piece.get(copy);
      bytes.writeBytes(copy);
    }

    synchronized byte[] bytes() {
      return bytes.toByteArray();
    }
  }
}
