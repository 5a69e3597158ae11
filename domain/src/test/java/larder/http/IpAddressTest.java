package larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses in numbers: RFC 4291, section 2.2, RFC 5952 and RFC 3986, section 3.2.2. */
class IpAddressTest {
  private static IpAddress address(String text) {
    return Objects.requireNonNull(IpAddress.parse(text), text);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
    "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
    "1:0:0:2:0:0:3:4, 1::2:0:0:3:4",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "::ffff:10.1.2.3, 10.1.2.3",
    "0:0:0:0:0:ffff:0a01:0203, 10.1.2.3",
    "fe80::a, fe80::a"
  })
  void isReadAndWritten(String text, String written) {
    assertEquals(written, address(text).toString());
    assertEquals(address(written), address(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ":",
        ":::",
        "1.2.3",
        "1.2.3.4.5",
        "01.2.3.4",
        "256.1.1.1",
        "1.2.3.-4",
        "0x7f.0.0.1",
        "2130706433",
        "1.2.3.4 ",
        "::1%eth0",
        "[::1]",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "12345::",
        "::1.2.3",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4:5:6:7:8::",
        "g::",
        "١.2.3.4",
        "::ffff:010.1.1.1"
      })
  void otherTextIsNone(String text) {
    assertNull(IpAddress.parse(text));
  }

  @Test
  void hasFourOctetsOrSixteen() {
    assertEquals(32, IpAddress.of(new byte[4]).bits());
    assertEquals(128, IpAddress.of(new byte[16]).bits());
    assertThrows(IllegalArgumentException.class, () -> IpAddress.of(new byte[5]));
  }

  @Test
  void whatIsGivenStaysTheGivers() {
    byte[] octets = {10, 0, 0, 1};
    IpAddress address = IpAddress.of(octets);
    octets[0] = 11;
    assertEquals("10.0.0.1", address.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.255.0.3", "::1", "::ffff:127.0.0.1"})
  void someMeanThisMachine(String text) {
    assertTrue(address(text).isLoopback());
  }

  @ParameterizedTest
  @ValueSource(strings = {"128.0.0.1", "0.0.0.0", "::", "::2", "1::1"})
  void othersDoNot(String text) {
    assertFalse(address(text).isLoopback());
  }

  @Test
  void anAddressMayHoldAnother() {
    assertEquals(address("10.1.2.3"), address("2002:a01:203::1").ipv4At(2));
    assertThrows(IllegalStateException.class, () -> address("10.1.2.3").ipv4At(0));
  }
}
