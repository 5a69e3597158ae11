package larder.h2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of those who ask a disk that takes its time. */
class DiskWatchTest {
  private static final Duration SLOW = Duration.ofMillis(250);

  /** More real time than a disk takes that answers. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** For those who are to lose it. */
  private static final Duration LITTLE_PATIENCE = Duration.ofMillis(300);

  private static final Duration CALM = Duration.ofSeconds(5);
  private static final DiskWatch.Limits LIMITS = new DiskWatch.Limits(SLOW, PATIENCE, CALM);
  private static final DiskWatch.Limits IMPATIENT =
      new DiskWatch.Limits(SLOW, LITTLE_PATIENCE, CALM);

  @TempDir Path folder;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
  private final List<Integer> held = new ArrayList<>();
  private final Faults faults = new Faults(Path.of("watched"), now::get);
  private DiskWatch watch = new DiskWatch(LIMITS, faults, held::add, now::get);
  private final AtomicInteger reads = new AtomicInteger();
  private final CountDownLatch answers = new CountDownLatch(1);
  private final List<Thread> asking = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void answer() throws Exception {
    answers.countDown();
    for (Thread each : asking) {
      each.join();
    }
  }

  private void losePatienceSoon() {
    watch = new DiskWatch(IMPATIENT, faults, held::add, now::get);
  }

  /** It looks every 50 ms. */
  private void pass(Duration time) {
    for (long left = time.toNanos(); left > 0; left -= 50_000_000) {
      now.addAndGet(Math.min(left, 50_000_000));
      watch.check();
    }
  }

  /** On a virtual thread. */
  private <T> T asked(Callable<T> question) throws Exception {
    FutureTask<T> answer = new FutureTask<>(question);
    Thread.ofVirtual().start(answer);
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException own) {
        throw own;
      }
      throw e;
    }
  }

  /** Somebody waits for a disk that does not answer. */
  private void holdOne(Thread.Builder builder) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    asking.add(builder.start(() -> callsUntilAnswered(watch, begun)));
    begun.await();
  }

  private void callsUntilAnswered(DiskWatch at, CountDownLatch begun) {
    try {
      at.call(() -> waitingFor(begun), nothing -> {});
    } catch (IOException e) {
      // Interrupted by nobody.
    }
  }

  private String hold(CountDownLatch begun) throws IOException {
    return watch.call(() -> waitingFor(begun), nothing -> {});
  }

  private String waitingFor(CountDownLatch begun) throws IOException {
    begun.countDown();
    try {
      answers.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return "late";
  }

  private boolean isVirtual() throws IOException {
    return watch.call(() -> Thread.currentThread().isVirtual(), nothing -> {});
  }

  @Test
  void whatIsQuickIsDoneByWhoeverAsks() throws Exception {
    holdOne(Thread.ofVirtual());
    pass(SLOW.minusNanos(1));
    assertTrue(asked(this::isVirtual));
    assertEquals(List.of(), held);
  }

  @Test
  void whatIsAskedOfASlowDiskIsDoneByAPlatformThread() throws Exception {
    holdOne(Thread.ofVirtual());
    pass(SLOW);
    assertFalse(asked(this::isVirtual));
  }

  @Test
  void whoLooksLateWasHeldUpAsAllOthersWere() throws Exception {
    holdOne(Thread.ofVirtual());
    now.addAndGet(SLOW.multipliedBy(10).toNanos());
    watch.check();
    assertFalse(watch.isSlow(), "nobody had the time to read");
  }

  @Test
  void aLaneThatBecomesFreeIsWaitedForWhileTheDiskOnlyTakesItsTime() throws Exception {
    holdOne(Thread.ofVirtual());
    pass(SLOW);
    List<Thread> reading = new ArrayList<>();
    for (int i = 0; i < 3 * Helpers.MOST; i++) {
      reading.add(Thread.ofVirtual().unstarted(() -> assertReads()));
    }
    reading.forEach(Thread::start);
    for (Thread each : reading) {
      each.join();
    }
    assertEquals(3 * Helpers.MOST, reads.get());
  }

  private void assertReads() {
    try {
      reads.addAndGet(watch.call(() -> 1, nothing -> {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void carriersThatAreHeldAreReplacedWhileTheyAre() throws Exception {
    holdOne(Thread.ofVirtual());
    holdOne(Thread.ofVirtual());
    holdOne(Thread.ofPlatform());
    pass(SLOW);
    watch.check();
    answer();
    watch.check();
    watch.check();
    assertEquals(List.of(2, 2, 0), held);
  }

  @Test
  void whereCarriersCannotBeReplacedTheDiskIsWatchedAllTheSame() throws Exception {
    isWatchedAllTheSame(new UnsupportedOperationException("On purpose"));
  }

  @Test
  void whereThereIsNoMemoryForCarriersTheDiskIsWatchedAllTheSame() throws Exception {
    isWatchedAllTheSame(new OutOfMemoryError("On purpose"));
  }

  private void isWatchedAllTheSame(Throwable thrown) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    DiskWatch alone =
        new DiskWatch(
            LIMITS,
            faults,
            held -> {
              if (thrown instanceof Error error) {
                throw error;
              }
              throw (RuntimeException) thrown;
            },
            now::get);
    FutureTask<Void> read =
        new FutureTask<>(
            () -> {
              alone.call(() -> waitingFor(begun), nothing -> {});
              return null;
            });
    asking.add(Thread.ofVirtual().start(read));
    begun.await();
    for (int i = 0; i < 5; i++) {
      now.addAndGet(SLOW.toNanos());
      alone.check();
    }
    assertTrue(alone.isSlow());
  }

  @Test
  void aLookThatFailsIsNotTheLastOne() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    DiskWatch alone =
        new DiskWatch(
            LIMITS,
            faults,
            held::add,
            () -> {
              boolean looking = Thread.currentThread().getName().equals("larder-h2-watch");
              if (looking && looks.incrementAndGet() == 1) {
                throw new InternalError("on purpose");
              }
              return now.addAndGet(SLOW.toNanos());
            });
    CountDownLatch begun = new CountDownLatch(1);
    asking.add(Thread.ofVirtual().start(() -> callsUntilAnswered(alone, begun)));
    begun.await();
    try (alone) {
      alone.start();
      assertTimeoutPreemptively(Duration.ofSeconds(20), () -> awaitSlow(alone));
    }
  }

  private static void awaitSlow(DiskWatch watch) {
    while (!watch.isSlow() && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aPlatformThreadWaitsForItself() throws Exception {
    holdOne(Thread.ofPlatform());
    pass(SLOW);
    assertEquals(Thread.currentThread(), watch.call(() -> Thread.currentThread(), nothing -> {}));
  }

  @Test
  void aDiskIsTrustedAgainWhenItHasBeenQuickForAWhile() throws Exception {
    holdOne(Thread.ofVirtual());
    pass(SLOW);
    answer();
    pass(CALM.minusNanos(1));
    assertTrue(watch.isSlow());
    pass(Duration.ofNanos(1));
    assertFalse(watch.isSlow());
    assertTrue(asked(this::isVirtual));
  }

  @Test
  void whoeverAsksADiskThatHangsWaitsForNoMoreThanHisPatience() throws Exception {
    losePatienceSoon();
    holdOne(Thread.ofVirtual());
    pass(SLOW);
    BlockingQueue<String> late = new LinkedBlockingQueue<>();
    IOException impatient =
        assertThrows(
            IOException.class,
            () -> asked(() -> watch.call(() -> waitingFor(new CountDownLatch(1)), late::add)));
    assertEquals("The disk has not answered for 300 ms", impatient.getMessage());
    answer();
    assertEquals("late", late.take());
  }

  @Test
  void aBoundedNumberWaitsForADiskThatHangs() throws Exception {
    losePatienceSoon();
    holdOne(Thread.ofVirtual());
    pass(LITTLE_PATIENCE); // from here on nobody waits for a lane
    CountDownLatch begun = new CountDownLatch(Helpers.MOST);
    for (int i = 0; i < Helpers.MOST; i++) {
      asking.add(
          Thread.ofVirtual().start(() -> assertThrows(IOException.class, () -> hold(begun))));
    }
    begun.await();
    IOException refused = assertThrows(IOException.class, () -> asked(this::isVirtual));
    assertEquals("The disk does not keep up", refused.getMessage());
  }

  @Test
  void carriersAreGivenBackAtTheNextLookIfThatFailed() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    watch =
        new DiskWatch(
            LIMITS,
            faults,
            number -> {
              if (calls.incrementAndGet() == 2) {
                throw new OutOfMemoryError("on purpose");
              }
              held.add(number);
            },
            now::get);
    CountDownLatch begun = new CountDownLatch(1);
    Thread holder = Thread.ofVirtual().start(() -> callsUntilAnswered(watch, begun));
    begun.await();
    pass(SLOW);
    assertEquals(List.of(1), held);
    answers.countDown();
    holder.join();
    pass(Duration.ofMillis(150));
    assertEquals(List.of(1, 0), held);
  }

  @Test
  void whatFailsOnAnotherThreadFailsForWhoAsked() throws Exception {
    holdOne(Thread.ofVirtual());
    pass(SLOW);
    IOException own = new IOException("its own");
    assertEquals(
        own,
        assertThrows(
            IOException.class,
            () ->
                asked(
                    () ->
                        watch.call(
                            () -> {
                              throw own;
                            },
                            nothing -> {}))));
  }

  @Test
  void aSlowDiskHasAllThatAQuickOneHas() throws Exception {
    WatchedDisk disk = new WatchedDisk(new RealDisk(), watch);
    holdOne(Thread.ofVirtual());
    pass(SLOW);
    Path path = folder.resolve("file");
    String read =
        asked(
            () -> {
              try (DiskFile file = disk.create(path)) {
                file.write(ByteBuffer.wrap("0123456789".getBytes(UTF_8)), 0);
                file.truncate(8);
                ByteBuffer bytes = ByteBuffer.allocate(16);
                file.read(bytes, 4);
                return file.size() + " " + new String(bytes.array(), 0, bytes.position(), UTF_8);
              }
            });
    assertEquals("8 4567", read);
    assertEquals(List.of("file"), asked(() -> disk.names(folder)));
    asked(
        () -> {
          disk.delete(path);
          return path;
        });
    assertFalse(Files.exists(path));
  }

  @Test
  void whatIsReadTooLateGetsIntoNobodysBuffer() throws Exception {
    losePatienceSoon();
    FaultyDisk faulty = new FaultyDisk();
    WatchedDisk disk = new WatchedDisk(faulty, watch);
    try (DiskFile file = disk.create(folder.resolve("file"))) {
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
      holdOne(Thread.ofVirtual());
      pass(SLOW);
      faulty.setHanging();
      ByteBuffer buffer = ByteBuffer.allocate(3);
      assertThrows(
          IOException.class,
          () ->
              asked(
                  () -> {
                    file.read(buffer, 0);
                    return buffer;
                  }));
      faulty.mend();
      assertEquals(0, buffer.position());
      assertEquals(ByteBuffer.allocate(3), buffer);
    }
  }
}
