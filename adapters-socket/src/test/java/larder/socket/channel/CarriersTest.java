package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CarriersTest {
  @Test
  void threadsOfConnectionsAreCarriedHere() {
    CompletableFuture<String> carried = new CompletableFuture<>();
    Carriers.start(() -> carried.complete(Thread.currentThread().toString()));
    assertTrue(Carriers.carry(), "this JVM was started with --add-opens java.base/java.lang=…");
    assertTrue(carried.join().matches("VirtualThread.*larder-carrier-\\d+.*"), carried::join);
  }

  @Test
  void whatWorksBesideAnotherIsCarriedWithIt() {
    CompletableFuture<Carrier> own = new CompletableFuture<>();
    CompletableFuture<Carrier> others = new CompletableFuture<>();
    Carriers.start(
        () -> {
          own.complete(Carriers.here());
          Carriers.launch(Carriers.beside(() -> others.complete(Carriers.here())));
        });
    assertEquals(own.join(), others.join());
  }
}
