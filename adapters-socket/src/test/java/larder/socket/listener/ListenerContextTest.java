package larder.socket.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import larder.forwarding.ClientAddress;
import larder.http.IpAddress;
import larder.socket.channel.Sweeper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection that ends when memory is so short that it cannot be counted any more. */
@Timeout(20)
class ListenerContextTest {
  private static final ClientAddress CLIENT =
      new ClientAddress(Objects.requireNonNull(IpAddress.parse("192.0.2.1")), 1234);

  private final ListenerContext context =
      new ListenerContext(
          ListenerSettings.on(List.of(Door.ANY_PORT)),
          new FakePort((request, client) -> {}),
          new Sweeper(() -> 0));
  private final ClientConnection connection = mock(ClientConnection.class);

  @BeforeEach
  void admit() {
    when(connection.client()).thenReturn(CLIENT);
    assertNull(context.admit(connection));
    assertEquals(1, context.connections());
    when(connection.client()).thenThrow(new OutOfMemoryError("on purpose"));
  }

  private void leave() {
    assertThrows(OutOfMemoryError.class, () -> context.left(connection, true));
  }

  @Test
  void itLeavesItsPlaceFreeAllTheSame() {
    leave();
    assertEquals(0, context.connections());
  }

  @Test
  void whoeverWaitsForTheLastConnectionGoesOn() throws Exception {
    context.drain();
    FutureTask<Boolean> waiting = new FutureTask<>(() -> context.awaitEmpty(Duration.ofDays(1)));
    Thread thread = Thread.ofPlatform().daemon().start(waiting);
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertFalse(Thread.interrupted(), "nobody waits");
      Thread.onSpinWait();
    }
    leave();
    assertTrue(waiting.get());
  }
}
