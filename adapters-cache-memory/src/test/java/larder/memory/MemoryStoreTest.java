package larder.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store in memory keeps every promise. */
class MemoryStoreTest extends BoundedStoreContract {
  static final StoredHead HEAD =
      new StoredHead(200, "OK", Fields.EMPTY, Fields.EMPTY, Instant.EPOCH, Instant.EPOCH);

  static StoreKey key(int number) {
    return new StoreKey("http://origin.example.org/" + number);
  }

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

  @Test
  void whatIsRemovedWhileAllIsVerifiedIsNotDamaged() throws TransferException {
    try (MemoryStore store = MemoryStore.open(MemorySettings.ofBytes(3_000_000))) {
      for (String language : List.of("en", "fr")) {
        Fields selecting = Fields.builder().add("Accept-Language", language).build();
        StoredHead head =
            new StoredHead(200, "OK", Fields.EMPTY, selecting, Instant.EPOCH, Instant.EPOCH);
        try (PendingResponse pending = store.begin(key(1), head, OptionalLong.of(100_000))) {
          pending.append(ByteBuffer.allocate(100_000));
          pending.commit();
        }
      }
      assertEquals(2, store.verify(read -> {}).sound());
      assertEquals(1, store.verify(read -> store.invalidate(key(1))).sound());
    }
  }

  /** While chunks are given out again and again, each reader sees the version that it found. */
  @Test
  void nobodyReadsWhatOthersWriteIntoTheSameMemory() throws Exception {
    try (MemoryStore store =
            MemoryStore.open(MemorySettings.ofBytes(3_000_000).withMaxPendingBytes(3_000_000));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> writers = new ArrayList<>();
      for (int seed = 0; seed < 4; seed++) {
        Random random = new Random(seed);
        writers.add(threads.submit(() -> storeAndRead(store, random)));
      }
      int read = 0;
      for (Future<Integer> each : writers) {
        read += each.get();
      }
      assertTrue(read > 100, "read: " + read);
      assertTrue(store.outside() <= 4_000_000, "outside: " + store.outside());
    }
  }

  /** How many were found, opened and read, each of one value throughout. */
  private static int storeAndRead(MemoryStore store, Random random) throws TransferException {
    int read = 0;
    for (int i = 0; i < 400; i++) {
      StoreKey key = key(random.nextInt(40));
      byte[] bytes = new byte[33_000 + random.nextInt(200_000)];
      Arrays.fill(bytes, (byte) random.nextInt());
      OptionalLong announced =
          random.nextBoolean() ? OptionalLong.of(bytes.length) : OptionalLong.empty();
      try (PendingResponse pending = store.begin(key, HEAD, announced);
          Body follower = pending.follow()) {
        pending.append(ByteBuffer.wrap(bytes));
        if (random.nextInt(8) > 0) {
          pending.commit();
          read += sameThroughout(follower);
        }
      }
      for (StoredResponse stored : store.find(key(random.nextInt(40)))) {
        try (Body body = stored.open()) {
          if (random.nextInt(4) == 0) {
            stored.freshen(HEAD);
          } else if (random.nextInt(4) == 0) {
            stored.remove();
          }
          read += sameThroughout(body);
        } catch (TransferException e) {
          assertEquals(TransferException.Side.STORE, e.side());
        }
      }
    }
    return read;
  }

  private static int sameThroughout(Body body) throws TransferException {
    int[] first = {Integer.MIN_VALUE};
    body.writeTo(
        part -> {
          while (part.hasRemaining()) {
            int value = part.get();
            if (part.position() % 32_768 == 0) {
              LockSupport.parkNanos(1);
            }
            first[0] = first[0] == Integer.MIN_VALUE ? value : first[0];
            assertEquals(first[0], value);
          }
        });
    return 1;
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
