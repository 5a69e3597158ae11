package larder.app.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import larder.app.users.AddressTurns.Place;
import larder.http.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who waits for whom. */
class AddressTurnsTest {
  private final List<IpAddress> ours = new ArrayList<>();
  private long now;
  private final Neighbours neighbours = new Neighbours(() -> List.copyOf(ours), () -> now);
  private final AddressTurns turns = new AddressTurns(2, neighbours::one);

  private static IpAddress address(String text) {
    return Objects.requireNonNull(IpAddress.parse(text), text);
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.0.41, 192.168.0.41, true",
    "192.168.0.41, 192.168.1.10, false",
    "2001:db8::1, 2001:db8::ffff:0:0:1, true",
    "2001:db8::1, 2001:db8:0:1::1, false",
    "2001:db8:1::1, 2001:db8:1::2, false",
    "fd00::1, fd00::2, false",
    "fc00::1, fc00::2, false",
    "fe80::1, fe80::2, false",
    "fec0::1, fec0::2, true"
  })
  void thoseOfOneAddressWaitForOneAnother(String one, String other, boolean together) {
    ours.add(address("2001:db8:1::ffff"));
    assertNotNull(turns.join(address(one)));
    assertNotNull(turns.join(address(one)));
    assertNull(turns.join(address(one)));
    assertEquals(together, turns.join(address(other)) == null);
  }

  @Test
  void whoLeavesMakesRoomAndTheLastLeavesNothing() {
    IpAddress here = address("2001:db8::1");
    Place first = joined(here);
    Place second = joined(here);
    assertSame(first.turn(), second.turn());
    assertNull(turns.join(here));
    turns.leave(first);
    assertSame(first.turn(), joined(here).turn());
    assertEquals(1, turns.addresses());
    turns.leave(first);
    turns.leave(second);
    assertEquals(0, turns.addresses());
  }

  /** As where another address is given to us meanwhile. */
  @Test
  void whoBecomesANeighbourLeavesTheQueueThatWasJoined() {
    Place place = joined(address("2001:db8::1"));
    ours.add(address("2001:db8::2"));
    now = Duration.ofSeconds(10).toNanos();
    Place later = joined(address("2001:db8::1"));
    assertEquals(2, turns.addresses());
    turns.leave(place);
    turns.leave(later);
    assertEquals(0, turns.addresses());
  }

  private Place joined(IpAddress client) {
    return Objects.requireNonNull(turns.join(client));
  }
}
