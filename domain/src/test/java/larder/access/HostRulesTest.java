package larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import larder.http.Authority;
import larder.http.IpAddress;
import larder.http.SyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where clients may go. */
class HostRulesTest {
  private static final IpAddress HERE = address("127.0.0.1");
  private static final IpAddress ELSEWHERE = address("192.168.1.7");
  private static final IpAddress OWN = address("198.41.0.4");

  private static IpAddress address(String text) {
    return Objects.requireNonNull(IpAddress.parse(text), text);
  }

  private static HostRules rules(String allowed, String denied) {
    return HostRules.of(
        patterns(allowed), patterns(denied), (own, port) -> own.equals(OWN) && port == 3128);
  }

  private static List<HostPattern> patterns(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ")).map(HostPattern::parse).toList();
  }

  private static Reach reach(HostRules rules, IpAddress client, String authority) {
    try {
      return rules.reach(client, Authority.parse(authority, 80));
    } catch (SyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoIsHereGoesAnywhere() {
    assertSame(Reach.ANYWHERE, reach(rules("", ""), HERE, "127.0.0.1:80"));
    assertSame(Reach.ANYWHERE, reach(rules("", ""), address("::1"), "example.org"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "127.9.9.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "[::10.0.0.1]",
        "[64:ff9b::10.0.0.1]",
        "[64:ff9b:1::1]",
        "[100::1]",
        "[2001::1]",
        "[2001:db8::1]",
        "[2002:a00:1::]",
        "[2002:7f00:1::]",
        "[3fff::1]",
        "[fc00::1]",
        "[fd12::1]",
        "[fe80::1]",
        "[fec0::1]",
        "[ff02::1]"
      })
  void whoIsElsewhereDoesNotGetToWhatIsPrivate(String host) {
    assertEquals(new Reach.Nowhere("--allow-host"), reach(rules("", ""), ELSEWHERE, host));
    Authority bare = authority(host);
    assertFalse(
        reach(rules("", ""), ELSEWHERE, "example.org").allows(address(bare.hostForLookup())));
  }

  private static Authority authority(String host) {
    try {
      return Authority.parse(host, 80);
    } catch (SyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "172.15.0.1",
        "172.32.0.1",
        "100.128.0.1",
        "192.0.1.1",
        "198.17.0.1",
        "223.255.255.255",
        "[2606:4700::1]",
        "[64:ff9b::8.8.8.8]",
        "[2002:808:808::]",
        "[::ffff:8.8.8.8]",
        "[2003::1]"
      })
  void whoIsElsewhereGetsToWhatIsPublic(String host) {
    Reach reach = reach(rules("", ""), ELSEWHERE, host);
    assertTrue(reach.allows(address(authority(host).hostForLookup())));
  }

  @Test
  void whoIsElsewhereDoesNotGetToTheProxyItself() {
    assertFalse(reach(rules("", ""), ELSEWHERE, "a.example:3128").allows(OWN));
    assertTrue(reach(rules("", ""), ELSEWHERE, "a.example:80").allows(OWN));
    assertFalse(reach(rules("a.example", ""), ELSEWHERE, "a.example:3128").allows(OWN));
  }

  @ParameterizedTest
  @CsvSource({
    "example.org, example.org, true",
    "example.org, EXAMPLE.org, true",
    "example.org, example.org., true",
    "Example.ORG., example.org, true",
    "example.org, www.example.org, false",
    "example.org, example.org.evil.example, false",
    ".example.org, example.org, true",
    ".example.org, www.example.org, true",
    ".example.org, a.b.example.org., true",
    ".example.org, badexample.org, false",
    "*.example.org, example.org, false",
    "*.example.org, www.example.org, true",
    "*.example.org, badexample.org, false",
    "*, anything.example, true",
    "10.0.0.0/8, 10.1.2.3, true",
    "10.0.0.0/8, 11.1.2.3, false",
    "10.1.2.3, 10.1.2.3, true",
    "fd00::/8, [fd12::1], true",
    "[fd12::1], [fd12:0::1], true",
    "10.0.0.0/8, [::ffff:10.1.2.3], true"
  })
  void aListAllowsWhatItNames(String pattern, String host, boolean allowed) {
    Reach reach = reach(rules(pattern, ""), HERE, host);
    assertEquals(allowed, !(reach instanceof Reach.Nowhere), reach.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "example.org, example.org",
    ".example.org, www.example.org.",
    "10.0.0.0/8, 10.1.2.3",
    "10.1.2.3, [::ffff:10.1.2.3]",
    "8.8.8.0/24, [64:ff9b::8.8.8.8]",
    "8.8.8.0/24, [2002:808:808::]",
    "8.8.8.8, [2002:808:808:1::1]",
    "64:ff9b::/96, [64:ff9b::8.8.8.8]",
    "2002::/16, [2002:808:808::]"
  })
  void whatIsDeniedIsDeniedToAllAndFirst(String pattern, String host) {
    for (IpAddress client : List.of(HERE, ELSEWHERE)) {
      assertEquals(new Reach.Nowhere("--deny-host"), reach(rules(host, pattern), client, host));
    }
  }

  @Test
  void dotsAtTheEndDoNotMakeAnotherHost() {
    for (String host : List.of("example.org.", "example.org..", "example.org...")) {
      assertInstanceOf(Reach.Nowhere.class, reach(rules("", "example.org"), HERE, host), host);
    }
    assertInstanceOf(Reach.Nowhere.class, reach(rules("", "10.0.0.1."), HERE, "10.0.0.1"));
    Authority dotted = new Authority("10.0.0.1.", 80); // which nobody can ask for
    assertInstanceOf(Reach.Nowhere.class, rules("", "10.0.0.0/8").reach(HERE, dotted));
  }

  @Test
  void anAddressIsDeniedByWhicheverName() {
    Reach reach = reach(rules("", "10.0.0.0/8"), HERE, "example.org");
    assertFalse(reach.allows(address("10.0.0.1")));
    assertTrue(reach.allows(address("127.0.0.1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64:ff9b::8.8.8.8", "2002:808:808::"})
  void anAddressIsDeniedByWhicheverGateway(String inside) {
    Reach reach = reach(rules("", "8.8.8.0/24"), ELSEWHERE, "example.org");
    assertFalse(reach.allows(address(inside)));
    assertTrue(reach(rules("", "8.8.4.0/24"), ELSEWHERE, "example.org").allows(address(inside)));
  }

  /** What is allowed is what is named: whoever wants more says so. */
  @ParameterizedTest
  @ValueSource(strings = {"64:ff9b::10.1.2.3", "2002:a01:203::"})
  void anAddressIsNotAllowedByWhicheverGateway(String inside) {
    assertFalse(reach(rules("10.0.0.0/8", ""), ELSEWHERE, "a.example").allows(address(inside)));
    assertTrue(reach(rules(inside, ""), ELSEWHERE, "a.example").allows(address(inside)));
    assertFalse(reach(rules(inside, "10.0.0.0/8"), HERE, "a.example").allows(address(inside)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"64:ff9b::198.41.0.4", "2002:c629:4::"})
  void noGatewayLeadsToTheProxyItself(String inside) {
    assertFalse(reach(rules("", ""), ELSEWHERE, "a.example:3128").allows(address(inside)));
    assertTrue(reach(rules("", ""), ELSEWHERE, "a.example:80").allows(address(inside)));
  }

  /** A connection to no address in particular goes to this machine. */
  @ParameterizedTest
  @CsvSource({"0.0.0.0, 127.0.0.1", "::, ::1", "::ffff:0.0.0.0, 127.0.0.1"})
  void theUnspecifiedAddressIsDeniedAsLoopback(String unspecified, String loopback) {
    for (IpAddress client : List.of(HERE, ELSEWHERE)) {
      Reach reach = reach(rules("", loopback), client, "example.org");
      assertFalse(reach.allows(address(unspecified)));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0, 127.0.0.1, 0.0.0.0/0", "::, ::1, ::/0"})
  void theUnspecifiedAddressLeadsToTheProxyItself(
      String unspecified, String loopback, String allowed) {
    IpAddress listening = address(loopback);
    HostRules rules =
        HostRules.of(
            patterns(allowed), List.of(), (own, port) -> own.equals(listening) && port == 3128);
    assertFalse(reach(rules, ELSEWHERE, "a.example:3128").allows(address(unspecified)));
    assertTrue(reach(rules, ELSEWHERE, "a.example:80").allows(address(unspecified)));
  }

  @Test
  void aRangeAllowsNamesByTheirAddresses() {
    Reach reach = reach(rules("10.1.0.0/16", ""), ELSEWHERE, "intranet");
    assertTrue(reach.allows(address("10.1.2.3")));
    assertFalse(reach.allows(address("10.2.2.3")));
    assertFalse(reach.allows(address("8.8.8.8")));
  }

  @Test
  void aNameThatIsAllowedMayBePrivate() {
    Reach reach = reach(rules(".corp.example", ""), ELSEWHERE, "wiki.corp.example");
    assertTrue(reach.allows(address("10.1.2.3")));
  }

  @Test
  void theStarAllowsThePublicNetworkBesideWhatIsNamed() {
    HostRules rules = rules("* 10.1.0.0/16", "");
    Reach reach = reach(rules, ELSEWHERE, "example.org");
    assertTrue(reach.allows(address("8.8.8.8")));
    assertTrue(reach.allows(address("10.1.0.1")));
    assertFalse(reach.allows(address("10.2.0.1")));
    assertInstanceOf(Reach.Nowhere.class, reach(rules, ELSEWHERE, "192.168.0.1"));
    assertTrue(reach(rules, HERE, "example.org").allows(address("10.2.0.1")));
  }

  @Test
  void theStarDeniesEverything() {
    HostRules rules = rules("example.org", "*");
    for (IpAddress client : List.of(HERE, ELSEWHERE)) {
      for (String host : List.of("example.org", "8.8.8.8", "127.0.0.1")) {
        assertEquals(new Reach.Nowhere("--deny-host"), reach(rules, client, host));
      }
    }
  }
}
