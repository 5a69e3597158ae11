package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deadlines, with a clock that the test sets. */
class DeadlineTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - SECOND); // it may overflow
  private final Sweeper sweeper = new Sweeper(time::get);
  private TimedChannel near;
  private SocketChannel far;

  @BeforeEach
  void connect() throws IOException {
    Ends ends = Ends.connected(sweeper);
    near = ends.near();
    far = ends.far();
  }

  @AfterEach
  void close() throws IOException {
    near.close();
    far.close();
    sweeper.close();
  }

  private void sweepAfter(int seconds) {
    time.addAndGet(seconds * SECOND);
    sweeper.sweep();
  }

  @Test
  void aReadThatIsTooLateEndsAloneAndOneThatIsNotGoesOn() throws Exception {
    near.readWithin(30 * SECOND);
    sweepAfter(30);
    far.write(ByteBuffer.allocate(5));
    assertEquals(5, near.read(ByteBuffer.allocate(10)));
    sweepAfter(1);
    assertTrue(near.readTimedOut());
    assertThrows(SocketTimeoutException.class, () -> near.read(ByteBuffer.allocate(10)));
    near.write(ByteBuffer.allocate(3));
    assertEquals(3, far.read(ByteBuffer.allocate(10)));
  }

  @Test
  void aReadThatWaitsIsWokenWhenItIsTooLate() throws Exception {
    near.readWithin(30 * SECOND);
    Thread sweeping = Thread.ofVirtual().start(() -> sweepAfter(31));
    assertThrows(SocketTimeoutException.class, () -> near.read(ByteBuffer.allocate(10)));
    sweeping.join();
  }

  @Test
  void whoWaitsWithoutReadingIsWokenToo() throws Exception {
    near.readWithin(30 * SECOND);
    Thread sweeping = Thread.ofVirtual().start(() -> sweepAfter(31));
    near.awaitReadable();
    assertTrue(near.readTimedOut());
    assertThrows(SocketTimeoutException.class, () -> near.read(ByteBuffer.allocate(10)));
    sweeping.join();
  }

  @Test
  void whatWasAwaitedIsReadAndMoreIsAwaitedAgain() throws Exception {
    far.write(ByteBuffer.allocate(5));
    near.awaitReadable();
    near.awaitReadable();
    assertEquals(5, near.read(ByteBuffer.allocate(10)));
    Thread writing = Thread.ofVirtual().start(this::writeThree);
    near.awaitReadable();
    assertEquals(3, near.read(ByteBuffer.allocate(10)));
    writing.join();
  }

  private void writeThree() {
    try {
      far.write(ByteBuffer.allocate(3));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whoWaitsForWhatIsClosedFails() {
    near.close();
    assertThrows(IOException.class, near::awaitReadable);
  }

  @Test
  void withoutDeadlineAReadIsNeverTooLate() throws Exception {
    near.readWithin(30 * SECOND);
    near.readAnyTime();
    sweepAfter(1000);
    assertFalse(near.readTimedOut());
    far.write(ByteBuffer.allocate(5));
    assertEquals(5, near.read(ByteBuffer.allocate(10)));
  }

  @Test
  void aWriteThatIsTooLateEndsTheConnection() throws Exception {
    Thread sweeping =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (near.isOpen()) {
                    sweepAfter(1);
                    Thread.onSpinWait();
                  }
                });
    assertThrows(
        SocketTimeoutException.class,
        () -> {
          while (true) {
            near.write(ByteBuffer.allocate(100_000));
          }
        });
    sweeping.join();
    sweepAfter(1);
    ByteBuffer room = ByteBuffer.allocate(10);
    assertThrows(SocketTimeoutException.class, () -> near.read(room));
    assertThrows(SocketTimeoutException.class, () -> near.readSoon(room, Duration.ZERO));
  }

  @Test
  void nothingThatHasEndedIsHeldOrSwept() {
    near.close();
    near.close();
    near.readWithin(SECOND);
    sweepAfter(10);
    assertFalse(near.readTimedOut());
  }

  @Test
  void anIdleWatchEndsWhatHasNotMoved() {
    AtomicInteger ended = new AtomicInteger();
    IdleWatch watch = new IdleWatch(sweeper, 10 * SECOND, ended::incrementAndGet);
    sweepAfter(9);
    watch.moved();
    sweepAfter(9);
    assertFalse(watch.hasExpired());
    sweepAfter(3);
    assertTrue(watch.hasExpired());
    sweepAfter(30);
    assertEquals(1, ended.get());
  }

  @Test
  void aClosedSweeperEndsAllThatItWatched() throws Exception {
    sweeper.close();
    assertEquals(-1, far.read(ByteBuffer.allocate(1)));
  }
}
