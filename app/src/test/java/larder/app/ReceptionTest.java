package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import larder.socket.listener.ListenerSettings;
import larder.socket.listener.ListenerTimeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceptionTest {
  private static ListenerSettings listening(Setup setup) throws StartException {
    Settings settings = setup.settings();
    return Reception.listenerSettings(
        settings, Reception.addresses(settings.listening()), Optional.empty(), Optional.empty());
  }

  @Test
  void eachTimeoutIsTheOneThatWasChosen() throws Exception {
    ListenerTimeouts timeouts =
        listening(
                new Setup()
                    .headerTimeout(Duration.ofHours(1))
                    .tunnelIdleTimeout(Duration.ofHours(2))
                    .idleTimeout(Duration.ofHours(3)))
            .timeouts();
    assertEquals(Duration.ofHours(1), timeouts.head());
    assertEquals(Duration.ofHours(2), timeouts.tunnelIdle());
    assertEquals(Duration.ofHours(3), timeouts.idle());
    assertEquals(ListenerTimeouts.defaults().linger(), timeouts.linger());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100})
  void theLeastRateIsTheOneThatWasChosen(long rate) throws Exception {
    Settings.Limits limits = new Settings.Limits(512, 1024, 10, 2, 1, 7, rate);
    ListenerSettings listening = listening(new Setup().limits(limits));
    assertEquals(rate, listening.leastRate());
    assertEquals(7, listening.largestContent());
  }
}
