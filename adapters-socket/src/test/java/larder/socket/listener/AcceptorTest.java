package larder.socket.listener;

import static larder.socket.listener.FakePort.ok;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import larder.socket.channel.Carriers;
import larder.socket.channel.Sweeper;
import org.junit.jupiter.api.Test;

/** Accepting many connections at once. */
class AcceptorTest {
  private static final int MANY = 64;

  /**
   * The time that each connection takes: a few take longer than a carrier goes on without looking
   * at its channels.
   */
  private static final long EACH_NANOS = 100_000;

  private static void takeTime() {
    long end = System.nanoTime() + EACH_NANOS;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /**
   * The other threads are noticed in the acceptor's first turn at the latest, and run before its
   * third.
   */
  @Test
  void othersGoFirstBeforeAllOfThemAreTaken() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    CompletableFuture<Integer> takenBefore = new CompletableFuture<>();
    FakePort port = new FakePort((request, client) -> client.send(ok("hello")));
    port.onArrival(
        () -> {
          takeTime();
          if (taken.incrementAndGet() == 1) {
            Carriers.launch(Carriers.beside(() -> takenBefore.complete(taken.get())));
          }
        });
    List<SocketChannel> clients = new ArrayList<>();
    try (Sweeper sweeper = new Sweeper(() -> 0);
        ServerSocketChannel channel = ServerSocketChannel.open().bind(Door.ANY_PORT, MANY)) {
      for (int i = 0; i < MANY; i++) {
        clients.add(SocketChannel.open(channel.getLocalAddress()));
      }
      ListenerContext shared =
          new ListenerContext(ListenerSettings.on(List.of(Door.ANY_PORT)), port, sweeper);
      Acceptor acceptor = Acceptor.start(channel, shared);
      int count = takenBefore.get(60, TimeUnit.SECONDS);
      assertTrue(count <= 32, () -> count + " were taken in a row");
      acceptor.close();
      shared.cut();
    } finally {
      for (SocketChannel client : clients) {
        client.close();
      }
    }
  }
}
