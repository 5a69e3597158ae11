package larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import larder.http.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How hosts, addresses and clients are written down. */
class PatternsTest {
  private static IpAddress address(String text) {
    return Objects.requireNonNull(IpAddress.parse(text), text);
  }

  @ParameterizedTest
  @CsvSource({
    "example.org, example.org",
    "EXAMPLE.org., example.org",
    ".example.org, .example.org",
    "*.Example.org, *.example.org",
    "localhost, localhost",
    "*, *",
    "10.0.0.0/8, 10.0.0.0/8",
    "10.1.2.3, 10.1.2.3",
    "::1, ::1",
    "[::1], ::1",
    "fd00::/8, fd00::/8",
    "0.0.0.0/0, 0.0.0.0/0"
  })
  void hostsAreWrittenAsTheyAreRead(String text, String written) {
    assertEquals(written, HostPattern.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a..b",
        "a..",
        "*.",
        "**",
        "*example.org",
        "a*.example",
        "..a",
        "example.org:80",
        "http://a",
        "user@a",
        "10.0.0.0/33",
        "10.0.0/8",
        "fd00::/129",
        "10.0.0.0/",
        "10.0.0.0/08",
        "/8",
        "a b",
        "10.0.0.0/-1",
        "[::1]:80"
      })
  void whatIsNoHostIsRefusedWithExamples(String text) {
    var refused = assertThrows(IllegalArgumentException.class, () -> HostPattern.parse(text));
    assertTrue(
        Objects.requireNonNull(refused.getMessage()).contains("'" + text + "'"),
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.0.0/16, 192.168.255.1, true",
    "192.168.0.0/16, 192.169.0.1, false",
    "192.168.1.77/24, 192.168.1.1, true",
    "10.0.0.0/9, 10.127.0.0, true",
    "10.0.0.0/9, 10.128.0.0, false",
    "0.0.0.0/0, 1.2.3.4, true",
    "0.0.0.0/0, ::1, false",
    "::/0, 1.2.3.4, false",
    "fd00::/8, fdff::1, true",
    "2001:db8::/33, 2001:db8:8000::, false"
  })
  void aRangeHasWhatSharesItsFirstBits(String range, String address, boolean contained) {
    assertEquals(contained, IpRange.parse(range).contains(address(address)));
  }

  @Test
  void aRangeSharesNoMoreBitsThanThereAre() {
    assertThrows(IllegalArgumentException.class, () -> new IpRange(address("10.0.0.0"), 33));
    assertThrows(IllegalArgumentException.class, () -> new IpRange(address("10.0.0.0"), -1));
  }

  @Test
  void clientsOfThisMachineMayAlwaysCome() {
    ClientRules rules = new ClientRules.Within(List.of(IpRange.parse("192.168.0.0/16")));
    assertTrue(rules.allow(address("127.0.0.1")));
    assertTrue(rules.allow(address("::1")));
    assertTrue(rules.allow(address("192.168.3.4")));
    assertTrue(rules.allow(address("::ffff:192.168.3.4")));
    assertFalse(rules.allow(address("10.0.0.1")));
    assertFalse(rules.allow(address("2002:c0a8:304::")));
    assertTrue(ClientRules.ANYBODY.allow(address("10.0.0.1")));
  }
}
