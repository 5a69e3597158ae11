package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Looks taken when the test says so, on its own thread. */
@Timeout(20)
class LookoutTest {
  private final AtomicBoolean othersWait = new AtomicBoolean();
  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
  private final List<String> done = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private Selector selector;
  private Lookout lookout;
  private Pipe pipe;

  @BeforeEach
  void open() throws IOException {
    selector = Selector.open();
    lookout =
        new Lookout(
            selector, time::get, othersWait::get, (what, e) -> said.add(e.getMessage() + what));
    pipe = Pipe.open();
    pipe.source().configureBlocking(false);
  }

  @AfterEach
  void close() throws IOException {
    selector.close();
    pipe.source().close();
    pipe.sink().close();
  }

  private void watch() throws IOException {
    lookout.watch(pipe.source(), SelectionKey.OP_READ, _ -> done.add("told"));
  }

  private void write() throws IOException {
    pipe.sink().write(ByteBuffer.allocate(1));
  }

  @Test
  void whatIsReadyIsToldBeforeTheRest() throws Exception {
    watch();
    write();
    lookout.aside(() -> done.add("aside"));
    lookout.look(true);
    assertEquals(List.of("told", "aside"), done);
  }

  @Test
  void itWaitsOnlyWhereThereIsNothingElseToDo() {
    lookout.look(false);
    othersWait.set(true);
    lookout.look(true);
    othersWait.set(false);
    lookout.aside(() -> lookout.afterKeys(() -> done.add("after keys")));
    lookout.look(true);
    lookout.look(true);
    assertEquals(List.of("after keys"), done);
  }

  @Test
  void whoeverHasSomethingToDoWakesIt() throws Exception {
    CompletableFuture<Thread> performing = new CompletableFuture<>();
    Thread other =
        Thread.ofPlatform()
            .start(() -> lookout.aside(() -> performing.complete(Thread.currentThread())));
    while (!performing.isDone()) {
      lookout.look(true);
    }
    assertEquals(Thread.currentThread(), performing.get());
    other.join();
  }

  @Test
  void keysThatWereCancelledAreGoneAfterwards() throws Exception {
    watch();
    lookout.look(false);
    SelectionKey key = lookout.key(pipe.source());
    assertNotNull(key);
    lookout.aside(
        () -> {
          key.cancel();
          lookout.afterKeys(() -> done.add(selector.keys().contains(key) ? "known" : "gone"));
        });
    lookout.look(false);
    assertEquals(List.of(), done);
    lookout.look(true);
    assertEquals(List.of("gone"), done);
  }

  @Test
  void aChannelThatWasClosedIsGoneOnceItIsLetGo() throws Exception {
    watch();
    lookout.look(false);
    Thread closing =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    pipe.source().close();
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                  lookout.letGo();
                });
    while (closing.isAlive()) {
      lookout.look(false);
    }
    assertEquals(0, selector.keys().size());
  }

  @Test
  void whatFailsHarmsNothingElse() {
    lookout.aside(
        () -> {
          throw new AssertionError("Broken on purpose. ");
        });
    lookout.aside(() -> done.add("the next"));
    lookout.look(true);
    assertEquals(List.of("the next"), done);
    assertEquals(List.of("Broken on purpose. What a connection wanted done failed"), said);
  }

  @Test
  void itKnowsWhenItLooked() {
    assertTrue(lookout.hasLookedWithin(10));
    time.addAndGet(10);
    assertFalse(lookout.hasLookedWithin(10));
    lookout.look(false);
    assertTrue(lookout.hasLookedWithin(10));
  }
}
