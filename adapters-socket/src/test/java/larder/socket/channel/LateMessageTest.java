package larder.socket.channel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread's last message leaves once the thread waits, and is never lost. */
@Timeout(20)
class LateMessageTest {
  private final AtomicLong time = new AtomicLong();
  private final Sweeper sweeper = Sweeper.start("test");
  private Carrier carrier;
  private Ends ends;

  @BeforeEach
  void start() throws Exception {
    carrier = Carriers.open(Selector.open(), time::get);
    carrier.start();
    ends = Ends.connected(sweeper);
  }

  @AfterEach
  void close() throws IOException {
    ends.close();
    sweeper.close();
  }

  /** Runs the work on a thread of the carrier. */
  private <T> FutureTask<T> carried(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    carrier.carry(task);
    return task;
  }

  private TimedChannel near() {
    return ends.near();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }

  private boolean isLate() {
    return near().hasLate();
  }

  private String readNear(int count) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(count);
    while (into.hasRemaining() && near().read(into) >= 0) {}
    return ISO_8859_1.decode(into.flip()).toString();
  }

  private String readFar(int count) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(count);
    while (into.hasRemaining()) {
      if (ends.far().read(into) < 0) {
        throw new EOFException(ISO_8859_1.decode(into.flip()).toString());
      }
    }
    return ISO_8859_1.decode(into.flip()).toString();
  }

  @Test
  void itLeavesOnceItsThreadWaits() throws Exception {
    FutureTask<String> answer =
        carried(
            () -> {
              near().writeLast(bytes("ask"));
              assertTrue(isLate());
              return readNear(6);
            });
    assertEquals("ask", readFar(3));
    ends.far().write(bytes("answer"));
    assertEquals("answer", answer.get());
  }

  @Test
  void manyLeaveEachWhole() throws Exception {
    FutureTask<String> answers =
        carried(
            () -> {
              StringBuilder all = new StringBuilder();
              for (int i = 0; i < 1_000; i++) {
                near().writeLast(bytes("%03d".formatted(i)));
                all.append(readNear(1));
              }
              return all.toString();
            });
    for (int i = 0; i < 1_000; i++) {
      assertEquals("%03d".formatted(i), readFar(3));
      ends.far().write(bytes("" + i % 10));
    }
    assertEquals("0123456789".repeat(100), answers.get());
  }

  @Test
  void itLeavesBeforeAnythingElseThatIsWritten() throws Exception {
    FutureTask<Boolean> written =
        carried(
            () -> {
              near().writeLast(bytes("a"));
              near().write(bytes("b"));
              near().writeLast(bytes("c"));
              near().writeLast(bytes("d"));
              near().write(new ByteBuffer[] {bytes("e"), bytes("f")});
              near().writeLast(bytes("g"));
              near().endOutput();
              return isLate();
            });
    assertFalse(written.get());
    assertEquals("abcdefg", readFar(7));
    assertThrows(EOFException.class, () -> readFar(1));
  }

  @Test
  void itLeavesBeforeTheEnd() throws Exception {
    FutureTask<Boolean> closed =
        carried(
            () -> {
              near().writeLast(bytes("bye"));
              near().close();
              return isLate();
            });
    assertFalse(closed.get());
    assertEquals("bye", readFar(3));
    assertThrows(EOFException.class, () -> readFar(1));
  }

  @Test
  void itLeavesWhenItsThreadEnds() throws Exception {
    FutureTask<Boolean> task =
        carried(
            () -> {
              near().writeLast(bytes("last"));
              return isLate();
            });
    assertEquals("last", readFar(4));
    assertTrue(task.get());
  }

  @Test
  void ofTwoForOneStepTheSecondLeavesAtOnce() throws Exception {
    try (Ends others = Ends.connected(sweeper)) {
      FutureTask<Boolean> task =
          carried(
              () -> {
                near().writeLast(bytes("first"));
                others.near().writeLast(bytes("second"));
                return isLate();
              });
      assertEquals("first", readFar(5));
      ByteBuffer into = ByteBuffer.allocate(6);
      while (into.hasRemaining() && others.far().read(into) >= 0) {}
      assertEquals("second", ISO_8859_1.decode(into.flip()).toString());
      task.get();
    }
  }

  @Test
  void whatThereIsNoRoomForLeavesWithTheNextStep() throws Exception {
    assertLeavesThoughThereIsNoRoom(() -> {});
  }

  @Test
  void whatThereIsNoRoomForLeavesWhenItsThreadWaitsOnlyLater() throws Exception {
    assertLeavesThoughThereIsNoRoom(
        () -> {
          while (isLate()) {
            yieldOften(1);
          }
          near().awaitReadable();
        });
  }

  private interface Meanwhile {
    void happens() throws IOException;
  }

  private void assertLeavesThoughThereIsNoRoom(Meanwhile before) throws Exception {
    String last = "x".repeat(LateMessages.LARGEST);
    AtomicLong filled = new AtomicLong();
    FutureTask<String> answer =
        carried(
            () -> {
              ByteBuffer filling = ByteBuffer.allocateDirect(64 << 10);
              while (near().writeWatched(filling.clear()) > 0) {
                filled.addAndGet(filling.position());
              }
              near().writeLast(bytes(last));
              assertTrue(isLate());
              before.happens();
              return readNear(2);
            });
    carried(() -> true).get();
    carried(() -> true).get(); // by now the thread has waited, and the carrier has tried
    assertFalse(answer.isDone());
    readFar(Math.toIntExact(filled.get()));
    assertEquals(last, readFar(last.length()));
    ends.far().write(bytes("ok"));
    assertEquals("ok", answer.get());
  }

  @Test
  void aFailureIsMetByTheNextStepAndByTheOnesAfter() throws Exception {
    FutureTask<Boolean> failed =
        carried(
            () -> {
              near().endOutput();
              near().writeLast(bytes("too late"));
              assertTrue(isLate());
              assertThrows(ClosedChannelException.class, () -> readNear(1));
              assertThrows(ClosedChannelException.class, () -> near().write(bytes("more")));
              return true;
            });
    assertTrue(failed.get());
  }

  @Test
  void whatIsLargeLeavesAtOnce() throws Exception {
    String large = "x".repeat(LateMessages.LARGEST + 1);
    FutureTask<Boolean> late =
        carried(
            () -> {
              near().writeLast(bytes(large));
              return isLate();
            });
    assertEquals(large, readFar(large.length()));
    assertFalse(late.get());
  }

  @Test
  void itLeavesAlsoIfItsThreadHeldTheCarrierUp() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    FutureTask<String> answer =
        carried(
            () -> {
              near().writeLast(bytes("ask"));
              try (Pin _ = Pin.hold()) {
                begun.countDown();
                goOn.await();
              }
              assertTrue(isLate());
              return readNear(6);
            });
    begun.await();
    carrier.sweep(0);
    time.addAndGet(Carrier.HELD_UP_NANOS);
    carrier.sweep(0);
    assertEquals("taken over", carried(() -> "taken over").get());
    goOn.countDown();
    assertEquals("ask", readFar(3));
    ends.far().write(bytes("answer"));
    assertEquals("answer", answer.get());
  }

  @Test
  void whoeverIsNotCarriedWritesAtOnce() throws Exception {
    near().writeLast(bytes("now"));
    assertEquals("now", readFar(3));
  }

  @Test
  void threadsThatACarriedOneStartsGoOnBesideIt() throws Exception {
    FutureTask<Integer> sum =
        carried(
            () -> {
              FutureTask<Integer> child = new FutureTask<>(() -> yieldOften(1));
              Thread.ofVirtual().start(child);
              return yieldOften(2) + child.get();
            });
    assertEquals(3, sum.get());
  }

  @SuppressWarnings("ThreadPriorityCheck") // the test is about yielding
  private static int yieldOften(int result) {
    for (int i = 0; i < 100; i++) {
      Thread.yield();
    }
    return result;
  }

  @Test
  void whatComesUnaskedIsNoticedThoughItsCarrierWatches() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    FutureTask<Boolean> quietAtFirst = new FutureTask<>(() -> untilNotQuiet(answered));
    Carriers.start(quietAtFirst);
    assertEquals("ask", readFar(3));
    ends.far().write(bytes("a"));
    answered.await();
    ends.far().write(bytes("unasked"));
    assertTrue(quietAtFirst.get());
  }

  /** Whether the channel was quiet at first; returns once it no longer is. */
  private boolean untilNotQuiet(CountDownLatch answered) throws Exception {
    near().write(bytes("ask"));
    readNear(1);
    assertEquals(0, near().readSoon(ByteBuffer.allocate(8), Duration.ofMillis(1)));
    boolean quietAtFirst = near().isQuiet();
    answered.countDown();
    while (near().isQuiet()) {
      Thread.sleep(Duration.ofNanos(100));
    }
    return quietAtFirst;
  }
}
