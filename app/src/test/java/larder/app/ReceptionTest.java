package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import larder.socket.listener.ListenerTimeouts;
import org.junit.jupiter.api.Test;

class ReceptionTest {
  @Test
  void eachTimeoutIsTheOneThatWasChosen() {
    Setup setup =
        new Setup().headerTimeout(Duration.ofHours(1)).tunnelIdleTimeout(Duration.ofHours(2));
    Settings.Network network = setup.settings().network();
    ListenerTimeouts timeouts = Reception.timeouts(network);
    assertEquals(network.idleTimeout(), timeouts.idle());
    assertEquals(Duration.ofHours(1), timeouts.head());
    assertEquals(Duration.ofHours(2), timeouts.tunnelIdle());
    assertEquals(ListenerTimeouts.defaults().linger(), timeouts.linger());
  }
}
