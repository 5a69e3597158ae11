package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import larder.http.Body;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import larder.store.PendingResponse;
import larder.store.StoreSize;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;

/** A store in a folder also works after some of its files were damaged. */
public abstract class DurableStoreContract extends ReopeningContract {
  protected DurableStoreContract() {}

  /** Gives the closed store in that folder an unknown format. */
  protected abstract void alterFormat(Path in) throws Exception;

  @Test
  void whatAKilledProcessLeavesIsAStore() throws Exception {
    Path killed = place().resolveSibling("killed");
    fill(30);
    try (PendingResponse pending = store().begin(KEY, head(), OptionalLong.of(5_000_001))) {
      append(pending, content(6, 5_000_000));
      copy(place(), killed);
    }
    switchTo(openStore(killed));
    for (int i = 0; i < 30; i++) {
      assertContent(contentOf(i), findOne(key(i)));
    }
    assertNothingUnder(KEY);
    settle(store());
    assertTrue(bytesIn(killed) < 5_000_000, "what was pending is cleared away");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  @Test
  void anUnknownFormatBeginsAnew() throws Exception {
    fill(5);
    store().close();
    alterFormat(place());
    switchTo(openStore());
    assertEquals(new StoreSize(0, 0), store().size());
    assertNothingUnder(key(1));
    fill(5);
    reopen();
    assertContent(contentOf(1), findOne(key(1)));
  }

  @Test
  void damageIsNeverServed() throws Exception {
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      survive(
          (file, length) -> {
            for (int i = 0; i < 4; i++) {
              file.seek((long) (random.nextDouble() * length));
              file.write(random.nextInt(256));
            }
          });
    }
  }

  @Test
  void pagesOfGarbageAreNeverServed() throws Exception {
    for (int seed = 0; seed < 6; seed++) {
      Random random = new Random(seed);
      survive(
          (file, length) -> {
            byte[] garbage = new byte[4096];
            random.nextBytes(garbage);
            file.seek((long) (random.nextDouble() * Math.max(1, length - garbage.length)));
            file.write(garbage, 0, (int) Math.min(garbage.length, length));
          });
    }
  }

  @Test
  void tornWritesAreNeverServed() throws Exception {
    for (int seed = 0; seed < 6; seed++) {
      Random random = new Random(seed);
      survive((file, length) -> file.setLength((long) (random.nextDouble() * length)));
    }
    survive((file, length) -> file.setLength(0));
  }

  @Test
  void aStoreOfGarbageBeginsAnew() throws Exception {
    survive(
        (file, length) -> {
          byte[] garbage = new byte[(int) length];
          new Random(1).nextBytes(garbage);
          file.write(garbage);
        });
  }

  /** Damages every file of a closed store, and checks what is still served. */
  private void survive(Damage damage) throws Exception {
    fill(30);
    store().close();
    try (Stream<Path> all = Files.walk(place())) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
          damage.to(file, file.length());
        }
      }
    }
    switchTo(openStore());
    for (int i = 0; i < 30; i++) {
      for (StoredResponse stored : store().find(key(i))) {
        assertServedRightOrNotAtAll(stored, contentOf(i));
      }
    }
    fillUntilMended();
    for (int i = 0; i < 30; i++) {
      assertContent(contentOf(i), findOne(key(i)));
    }
  }

  /** A store that finds damage when it writes may lose what it wrote just before. */
  private void fillUntilMended() throws TransferException {
    int attempts = 0;
    do {
      fill(30);
      attempts++;
    } while (attempts < 4 && !allAreFound());
  }

  private boolean allAreFound() {
    return IntStream.range(0, 30).noneMatch(i -> store().find(key(i)).isEmpty());
  }

  private static void assertServedRightOrNotAtAll(StoredResponse stored, byte[] content) {
    assertEquals(head(), stored.head());
    Collector collector = new Collector();
    try (Body body = stored.open()) {
      body.writeTo(collector);
      assertTrue(Arrays.equals(content, collector.bytes()), "whole and right");
    } catch (TransferException e) {
      assertEquals(Side.STORE, e.side());
      byte[] served = collector.bytes();
      assertTrue(served.length < content.length || content.length == 0, "never a last byte");
      assertTrue(Arrays.equals(Arrays.copyOf(content, served.length), served), "right so far");
    }
  }

  @Test
  void whatTurnsOutDamagedIsRemoved() throws Exception {
    StoredResponse stored = store(KEY, head(), content(7, 3 * chunkSize()));
    store().close();
    try (Stream<Path> all = Files.walk(place())) {
      for (Path path : all.filter(file -> file.toFile().length() == stored.length()).toList()) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
          file.seek(chunkSize());
          file.write(~content(7, 3 * chunkSize())[chunkSize()]);
        }
      }
    }
    switchTo(openStore());
    for (StoredResponse found : store().find(KEY)) {
      assertThrows(TransferException.class, () -> read(found.open()));
    }
    assertNothingUnder(KEY);
  }

  @Test
  void anInterruptedReaderHarmsNobodyElse() throws Exception {
    fill(30);
    reopen();
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 30; i++) {
        int each = i;
        readers
            .submit(
                () -> {
                  Thread.currentThread().interrupt();
                  for (StoredResponse stored : store().find(key(each))) {
                    assertServedRightOrNotAtAll(stored, contentOf(each));
                  }
                })
            .get();
      }
    }
    for (int i = 0; i < 30; i++) {
      assertContent(contentOf(i), findOne(key(i)));
    }
    fill(30);
    reopen();
    assertContent(contentOf(20), findOne(key(20)));
  }

  /** Damages a file. */
  @FunctionalInterface
  private interface Damage {
    void to(RandomAccessFile file, long length) throws IOException;
  }
}
