package larder.socket.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Objects;
import java.util.OptionalInt;
import larder.http.IpAddress;
import org.junit.jupiter.api.Test;

/** How many may come in. */
class GuestsTest {
  private static final IpAddress HERE = Objects.requireNonNull(IpAddress.parse("127.0.0.1"));
  private static final IpAddress A = Objects.requireNonNull(IpAddress.parse("192.0.2.1"));
  private static final IpAddress B = Objects.requireNonNull(IpAddress.parse("192.0.2.2"));

  private static int status(Guests guests, IpAddress client) {
    return Objects.requireNonNull(guests.admit(client)).status();
  }

  @Test
  void noMoreThanMayInAllAndNoMoreOfOneThanMay() {
    Guests guests = new Guests(3, OptionalInt.of(2));
    assertNull(guests.admit(A));
    assertNull(guests.admit(A));
    assertEquals(429, status(guests, A));
    assertNull(guests.admit(B));
    assertEquals(503, status(guests, B));
    assertEquals(3, guests.served());

    guests.left(A);
    assertNull(guests.admit(B));
    assertEquals(503, status(guests, A));
  }

  @Test
  void machinesElsewhereHaveABoundUnlessToldAndThisOneHasNot() {
    Guests guests = new Guests(1500, OptionalInt.empty());
    for (int i = 0; i < 1000; i++) {
      assertNull(guests.admit(A));
    }
    assertEquals(429, status(guests, A));
    for (int i = 0; i < 1000; i++) {
      guests.left(A);
    }
    for (int i = 0; i < 1500; i++) {
      assertNull(guests.admit(HERE));
    }
    assertNotNull(guests.admit(HERE));
  }
}
