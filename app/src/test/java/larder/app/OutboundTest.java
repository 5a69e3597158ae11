package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import larder.socket.origin.OriginTimeouts;
import org.junit.jupiter.api.Test;

class OutboundTest {
  @Test
  void eachTimeoutIsTheOneThatWasChosen() {
    Setup setup =
        new Setup().connectTimeout(Duration.ofHours(1)).originTimeout(Duration.ofHours(2));
    OriginTimeouts timeouts = Outbound.timeouts(setup.settings().network());
    assertEquals(Duration.ofHours(1), timeouts.connect());
    assertEquals(Duration.ofHours(2), timeouts.response());
  }
}
