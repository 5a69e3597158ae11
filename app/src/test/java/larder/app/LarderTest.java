package larder.app;

import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;

import larder.app.statistics.Statistics;
import larder.socket.origin.Origins;
import larder.store.ResponseStore;
import larder.store.StoreSize;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class LarderTest {
  /** Whoever is asked last closes last: what an exchange commits must still find its store. */
  @Test
  void closesFromTheClientsSideToTheStore() {
    Reception reception = mock();
    Background background = mock();
    Origins origins = mock();
    ResponseStore store = mock();
    Admin admin = mock();
    RunGuests guests = mock();

    Entrance entrance = mock();

    new Larder(
            store,
            new StoreSize(0, 0),
            entrance,
            new Outbound(origins, origins),
            background,
            reception,
            admin,
            new Statistics(),
            guests)
        .close();

    InOrder order = inOrder(admin, guests, reception, entrance, background, origins, store);
    order.verify(admin).close();
    order.verify(guests).close();
    order.verify(reception).close();
    order.verify(entrance).close();
    order.verify(background).close();
    order.verify(origins).close();
    order.verify(store).close();
  }
}
