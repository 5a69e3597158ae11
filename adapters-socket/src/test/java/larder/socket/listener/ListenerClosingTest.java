package larder.socket.listener;

import static larder.socket.listener.FakePort.contentOf;
import static larder.socket.listener.FakePort.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import larder.socket.channel.Sweeper;
import larder.socket.channel.Watched;
import larder.test.origin.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener is closed while something cannot be ended. */
@Timeout(20)
class ListenerClosingTest {
  private final Endless endless = new Endless();
  private final FakePort port =
      new FakePort((request, client) -> client.send(ok(contentOf(request))));

  /** Like the channel of a connection to which a disk that does not respond is being sent. */
  private static final class Endless implements Watched {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);

    @Override
    public void sweep(long now) {}

    @Override
    public void cut() {
      begun.countDown();
      try {
        letGo.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @AfterEach
  void letGo() {
    endless.letGo.countDown();
  }

  private Listener start() throws Exception {
    Sweeper sweeper = new Sweeper(() -> 0);
    sweeper.watch(endless);
    return Listener.start(ListenerSettings.on(List.of(Door.ANY_PORT)), port, sweeper);
  }

  @Test
  void closingEndsInTimeThoughOneConnectionDoesNot() throws Exception {
    Listener listener = start();
    try (Peer peer = Peer.connect(listener.addresses().getFirst())) {
      peer.send("POST http://a/ HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx");
      while (port.requests().isEmpty()) {
        assertFalse(Thread.interrupted(), "the exchange has not begun");
        Thread.onSpinWait();
      }
      listener.close();
      assertEquals(0, endless.begun.getCount());
      assertEquals(1, endless.letGo.getCount(), "it still does not end");
      assertTrue(peer.hasEnded(), "the other connection has ended");
    }
  }

  @Test
  void whoeverIsInterruptedWaitsNoLongerAndStaysInterrupted() throws Exception {
    Listener listener = start();
    Thread.currentThread().interrupt();
    listener.close();
    assertTrue(Thread.interrupted());
    endless.begun.await();
  }
}
