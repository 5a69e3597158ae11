package larder.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import larder.http.Body;
import larder.http.ByteRange;
import larder.http.Fields;
import larder.http.TransferException;
import larder.store.PendingResponse;
import larder.store.ResponseStore;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import larder.store.contract.BoundedStoreContract;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store in memory keeps every promise. */
class MemoryStoreTest extends BoundedStoreContract {
  private static final StoredHead HEAD =
      new StoredHead(200, "OK", Fields.EMPTY, Fields.EMPTY, Instant.EPOCH, Instant.EPOCH);

  @Override
  protected ResponseStore openStore() {
    return MemoryStore.open(MemorySettings.ofBytes(100_000_000));
  }

  @Override
  protected ResponseStore openSmallStore() {
    return MemoryStore.open(
        new MemorySettings(MAX_BYTES, MAX_OBJECT_BYTES, 2 * MAX_OBJECT_BYTES, MAX_VARIANTS));
  }

  /** In chunks of one size or another; what was there before leaves no room outside of the heap. */
  @ParameterizedTest
  @ValueSource(ints = {1, 31_000, 33_000, 100_000, 300_000, 1 << 20, (1 << 20) + 1, 3_000_000})
  void contentIsWhatItWasWhereverItLies(int size) throws Exception {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    try (MemoryStore store = MemoryStore.open(MemorySettings.ofBytes(16_000_000))) {
      for (OptionalLong announced : List.of(OptionalLong.of(size), OptionalLong.empty())) {
        for (int i = 0; i < 6; i++) {
          StoreKey key = new StoreKey("http://origin.example.org/");
          PendingResponse pending = store.begin(key, HEAD, announced);
          for (int at = 0; at < size; at += 7_777) {
            pending.append(ByteBuffer.wrap(bytes, at, Math.min(7_777, size - at)));
          }
          byte[] followed = all(pending.follow(), () -> pending.commit());
          assertArrayEquals(bytes, followed);
          StoredResponse stored = store.find(key).getFirst();
          assertArrayEquals(bytes, all(stored.open(), () -> {}));
          ByteRange range = new ByteRange(size / 3, size - 1 - size / 4);
          byte[] part = Arrays.copyOfRange(bytes, size / 3, size - size / 4);
          assertArrayEquals(part, all(stored.open(range), () -> {}));
        }
      }
    }
  }

  private interface Step {
    void run() throws TransferException;
  }

  private static byte[] all(Body body, Step first) throws TransferException {
    first.run();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (body) {
      body.writeTo(
          part -> {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            read.writeBytes(bytes);
          });
    }
    return read.toByteArray();
  }
}
