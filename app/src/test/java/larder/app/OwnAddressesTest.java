package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import larder.http.IpAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What leads to the proxy itself. */
class OwnAddressesTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 127.0.0.1, 3128, true",
    "0.0.0.0, 127.0.0.2, 3128, true",
    "0.0.0.0, 127.0.0.2, 80, false",
    "127.0.0.1, 127.0.0.2, 3128, true",
    "127.0.0.1, ::1, 3128, true",
    "127.0.0.1, 192.0.2.1, 3128, false",
    "192.0.2.1, 192.0.2.1, 3128, true",
    "192.0.2.1, 127.0.0.1, 3128, false"
  })
  void allThatMeansThisMachineIsAlike(String bound, String asked, int port, boolean own) {
    OwnAddresses addresses = new OwnAddresses();
    addresses.add(List.of(new InetSocketAddress(bound, 3128)), null);
    assertEquals(own, addresses.include(Objects.requireNonNull(IpAddress.parse(asked)), port));
  }
}
