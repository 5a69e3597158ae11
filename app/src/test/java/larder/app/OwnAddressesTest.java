package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import larder.http.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What leads to the proxy itself. */
class OwnAddressesTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 127.0.0.1, 3128, true",
    "0.0.0.0, 127.0.0.2, 3128, true",
    "0.0.0.0, 127.0.0.2, 80, false",
    "::, 127.0.0.2, 3128, true",
    "::, 0.0.0.0, 3128, true",
    "::, ::1, 3128, true",
    "127.0.0.1, 127.0.0.2, 3128, true",
    "127.0.0.1, ::1, 3128, true",
    "127.0.0.1, 0.0.0.0, 3128, true",
    "127.0.0.1, ::, 3128, true",
    "192.0.2.1, 0.0.0.0, 3128, false",
    "127.0.0.1, 192.0.2.1, 3128, false",
    "192.0.2.1, 192.0.2.1, 3128, true",
    "192.0.2.1, 127.0.0.1, 3128, false"
  })
  void allThatMeansThisMachineIsAlike(String bound, String asked, int port, boolean own) {
    OwnAddresses addresses = new OwnAddresses();
    addresses.add(List.of(new InetSocketAddress(bound, 3128)), null);
    assertEquals(own, addresses.include(Objects.requireNonNull(IpAddress.parse(asked)), port));
  }

  /** One that is closed has let go of its port before it is removed, and another may have it. */
  @Test
  void whoeverIsGivenThePortOfOneThatIsClosedStays() {
    List<InetSocketAddress> same =
        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 3128));
    IpAddress asked = Objects.requireNonNull(IpAddress.parse("127.0.0.1"));
    OwnAddresses addresses = new OwnAddresses();
    addresses.add(same, null);
    addresses.add(same, null);
    addresses.remove(same);
    assertTrue(addresses.include(asked, 3128));
    addresses.remove(same);
    assertFalse(addresses.include(asked, 3128));
  }
}
