package larder.app.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Objects;
import larder.http.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who waits for whom. */
class AddressTurnsTest {
  private final AddressTurns turns = new AddressTurns(2);

  private static IpAddress address(String text) {
    return Objects.requireNonNull(IpAddress.parse(text), text);
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.0.41, 192.168.0.41, true",
    "192.168.0.41, 192.168.1.10, false",
    "2001:db8::1, 2001:db8::ffff:0:0:1, true",
    "2001:db8::1, 2001:db8:0:1::1, false"
  })
  void thoseOfOneAddressWaitForOneAnother(String one, String other, boolean together) {
    assertNotNull(turns.join(address(one)));
    assertNotNull(turns.join(address(one)));
    assertNull(turns.join(address(one)));
    assertEquals(together, turns.join(address(other)) == null);
  }

  @Test
  void whoLeavesMakesRoomAndTheLastLeavesNothing() {
    IpAddress here = address("2001:db8::1");
    var turn = turns.join(here);
    assertSame(turn, turns.join(here));
    assertNull(turns.join(here));
    turns.leave(here);
    assertSame(turn, turns.join(here));
    assertEquals(1, turns.addresses());
    turns.leave(here);
    turns.leave(here);
    assertEquals(0, turns.addresses());
  }
}
