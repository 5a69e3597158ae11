package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import larder.forwarding.StoreKnowledge;
import larder.store.InventoryPort;
import larder.store.ResponseStore;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;

/** What is left of a proxy that has ended, or could not start. */
class LarderTest {
  private static Larder start(ResponseStore store, Stores.Readiness readiness) throws Exception {
    Setup setup = new Setup().admin(new Settings.AdminAt(0, true));
    InventoryPort inventory = mock();
    return Larder.start(
        setup.settings(),
        conclusion -> {},
        setup.surroundings(),
        new Stores.Opened(store, inventory, new StoreKnowledge(), readiness),
        null);
  }

  /** What an exchange commits must still find its store. */
  @Test
  void theStoreIsClosedOnceNobodyCanAskAnyMore() throws Exception {
    ResponseStore store = mock();
    Larder larder = start(store, Stores.Readiness.ALREADY);
    InetSocketAddress clients = larder.addresses().getFirst();
    InetSocketAddress admin = Objects.requireNonNull(larder.admin().address());
    List<Exception> met = new ArrayList<>();
    doAnswer(
            _ -> {
              met.add(assertThrows(ConnectException.class, () -> Peer.connect(clients).close()));
              met.add(assertThrows(ConnectException.class, () -> Peer.connect(admin).close()));
              return null;
            })
        .when(store)
        .close();
    larder.close();
    assertEquals(2, met.size());
    larder.close();
    verify(store).close();
  }

  /** As where there is no thread to be had. */
  @Test
  void whatFailsWithAnErrorLeavesNothingOpen() {
    ResponseStore store = mock();
    Error none = new OutOfMemoryError("unable to create native thread, on purpose");
    Error met =
        assertThrows(
            OutOfMemoryError.class,
            () ->
                start(
                    store,
                    () -> {
                      throw none;
                    }));
    assertSame(none, met);
    verify(store).close();
  }
}
