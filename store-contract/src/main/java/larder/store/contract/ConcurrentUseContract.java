package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.PendingResponse;
import larder.store.StoreKey;
import larder.store.StoreSize;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;

/** Concurrent writers, readers and invalidators do not disturb each other. */
public abstract class ConcurrentUseContract extends FollowingContract {
  private static final int THREADS = 8;
  private static final int ROUNDS = 150;
  private static final int KEYS = 5;

  protected ConcurrentUseContract() {}

  @Test
  void everyContentThatIsReadIsOneThatWasWritten() throws Exception {
    AtomicInteger complete = new AtomicInteger();
    runAll(
        thread -> {
          Random random = new Random(thread);
          for (int round = 0; round < ROUNDS; round++) {
            StoreKey key = new StoreKey("http://origin.example.org/" + random.nextInt(KEYS));
            switch (random.nextInt(8)) {
              case 0 -> store().invalidate(key);
              case 1 -> store().find(key).forEach(s -> s.freshen(s.head()));
              case 2 -> store().find(key).forEach(StoredResponse::remove);
              case 3, 4 -> write(key, thread * ROUNDS + round, random);
              default -> complete.addAndGet(readAll(key));
            }
          }
          return null;
        });
    assertTrue(complete.get() > 0, "some readers found something to read");
    for (int i = 0; i < KEYS; i++) {
      store().invalidate(new StoreKey("http://origin.example.org/" + i));
    }
    settle(store());
    assertEquals(new StoreSize(0, 0), store().size(), "nothing is left behind");
  }

  private static void runAll(Work work) throws Exception {
    List<Callable<Void>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      all.add(() -> work.run(thread));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> ended : threads.invokeAll(all)) {
        ended.get();
      }
    }
  }

  /** Each content repeats its own seed, and the seed determines its length. */
  private void write(StoreKey key, int seed, Random random) throws TransferException {
    byte[] content = selfDescribing(seed);
    try (PendingResponse pending =
        store().begin(key, variant("v" + random.nextInt(3)), OptionalLong.empty())) {
      append(pending, content);
      if (random.nextInt(4) > 0) {
        pending.commit();
      }
    } catch (TransferException e) {
      assertEquals(Kind.OVERLOADED, e.kind(), e.explanation());
    }
  }

  private byte[] selfDescribing(int seed) {
    ByteBuffer content = ByteBuffer.allocate(4 * (1 + seed * 37 % (chunkSize() * 3 / 4)));
    while (content.hasRemaining()) {
      content.putInt(seed);
    }
    return content.array();
  }

  private int readAll(StoreKey key) {
    int complete = 0;
    for (StoredResponse stored : store().find(key)) {
      assertEquals(key, stored.key());
      try {
        byte[] content = read(stored.open());
        byte[] expected = selfDescribing(ByteBuffer.wrap(content).getInt());
        assertTrue(Arrays.equals(expected, content), "one version, whole");
        complete++;
      } catch (TransferException e) {
        assertEquals(Side.STORE, e.side(), "it may be gone, but never be another");
      }
    }
    return complete;
  }

  @Test
  void manyResponsesCanBePendingAtOnce() throws Exception {
    runAll(
        thread -> {
          StoreKey key = new StoreKey("http://origin.example.org/pending/" + thread);
          List<PendingResponse> pending = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            pending.add(store().begin(key, variant("v" + i), OptionalLong.empty()));
          }
          for (int i = 0; i < 4; i++) {
            append(pending.get(i), content(thread * 4 + i, 1000));
          }
          for (PendingResponse each : pending) {
            each.commit();
            each.close();
          }
          assertEquals(4, store().find(key).size());
          return null;
        });
    settle(store());
    assertEquals(4 * THREADS, store().size().responses());
  }

  /** The work of one thread. */
  @FunctionalInterface
  private interface Work {
    Void run(int thread) throws Exception;
  }
}
