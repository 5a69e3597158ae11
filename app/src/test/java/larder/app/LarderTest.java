package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import java.io.IOException;
import java.net.BindException;
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

  /** A port may take connections for a moment after its end, which are reset then. */
  private static boolean answers(InetSocketAddress address) {
    try (Peer peer = Peer.connect(address)) {
      peer.send("GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n");
      return !peer.readToEnd().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** What an exchange commits must still find its store. */
  @Test
  void theStoreIsClosedOnceNobodyCanAskAnyMore() throws Exception {
    ResponseStore store = mock();
    Larder larder = start(store, Stores.Readiness.ALREADY);
    InetSocketAddress clients = larder.addresses().getFirst();
    InetSocketAddress admin = Objects.requireNonNull(larder.admin().address());
    assertTrue(answers(clients) && answers(admin));
    List<Boolean> answered = new ArrayList<>();
    doAnswer(
            _ -> {
              answered.addAll(List.of(answers(clients), answers(admin)));
              return null;
            })
        .when(store)
        .close();
    larder.close();
    assertEquals(List.of(false, false), answered);
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

  @Test
  void anAdminPortThatCannotBeOpenedSaysWhy() {
    assertEquals(
        "3127 is in use", Admin.problem(3127, new BindException("Address already in use")));
    assertEquals(
        "80 on 127.0.0.1 cannot be opened (Permission denied)",
        Admin.problem(80, new BindException("Permission denied")));
  }
}
