package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Memory runs out for a while: what has it goes on, and nothing is lost for later. */
class NoMemoryTest {
  private final AtomicBoolean exhausted = new AtomicBoolean(true);

  private <T> T unlessExhausted(Supplier<T> made) {
    if (exhausted.get()) {
      throw new OutOfMemoryError("on purpose");
    }
    return made.get();
  }

  @Test
  void aLargeBufferThatCannotBeMadeCanBeBorrowedLater() {
    ContentBuffers buffers =
        new ContentBuffers(
            1_000,
            1,
            new Sweeper(() -> 0),
            size -> unlessExhausted(() -> ByteBuffer.allocate(size)));
    for (int i = 0; i < 3; i++) {
      assertNull(buffers.borrowLarge());
    }
    exhausted.set(false);
    assertNotNull(buffers.borrowLarge());
    assertNull(buffers.borrowLarge(), "there may be one");
  }

  /** Its threads, of which it needs one for each connection and one for each message in the log. */
  private Carrier carrier() throws Exception {
    ThreadFactory real = Thread.ofVirtual().factory();
    ThreadFactory threads = task -> unlessExhausted(() -> real.newThread(task));
    Carrier carrier = new Carrier(0, Selector.open(), _ -> threads, System::nanoTime, 0);
    carrier.start();
    return carrier;
  }

  @Test
  void aCarrierThatCannotSayWhatFailedGoesOn() throws Exception {
    Carrier carrier = carrier();
    Thread before = carryingThread(carrier);
    carrier.execute(
        () -> {
          throw new AssertionError("on purpose");
        });
    assertEquals(before, carryingThread(carrier));
  }

  private static Thread carryingThread(Carrier carrier) throws Exception {
    FutureTask<Thread> step = new FutureTask<>(Thread::currentThread);
    carrier.execute(step);
    return step.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aConnectionWithoutAThreadDoesNotCount() throws Exception {
    Carrier carrier = carrier();
    assertThrows(OutOfMemoryError.class, () -> carrier.carry(() -> {}));
    assertEquals(0, carrier.load());
  }
}
