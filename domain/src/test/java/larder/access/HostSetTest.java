package larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import larder.http.IpAddress;
import org.junit.jupiter.api.Test;

/** That a set finds what its patterns mean, one by one. */
class HostSetTest {
  private final Random random = new Random(5);

  private static HostSet set(String... patterns) {
    return HostSet.of(Stream.of(patterns).map(HostPattern::parse).toList());
  }

  private String name(int labels) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < labels; i++) {
      parts.add(random.nextBoolean() ? "a" : random.nextBoolean() ? "bb" : "a-a");
    }
    return String.join(".", parts);
  }

  @Test
  void namesAreFoundAsTheirPatternsFindThem() {
    for (int round = 0; round < 500; round++) {
      List<HostPattern> patterns = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        String kind = List.of("", ".", "*.").get(random.nextInt(3));
        patterns.add(HostPattern.parse(kind + name(1 + random.nextInt(3))));
      }
      HostSet set = HostSet.of(patterns);
      for (int i = 0; i < 50; i++) {
        String host = name(1 + random.nextInt(5));
        boolean expected = patterns.stream().anyMatch(pattern -> pattern.matches(host));
        assertEquals(expected, set.names(host), () -> host + " in " + patterns);
      }
    }
  }

  @Test
  void addressesAreFoundAsTheirRangesFindThem() {
    for (int round = 0; round < 500; round++) {
      List<IpRange> ranges = new ArrayList<>();
      for (int i = random.nextInt(20); i >= 0; i--) {
        IpAddress address = address();
        ranges.add(new IpRange(address, random.nextInt(address.bits() + 1)));
      }
      IpRanges together = IpRanges.of(ranges);
      for (int i = 0; i < 50; i++) {
        IpAddress address = address();
        boolean expected = ranges.stream().anyMatch(range -> range.contains(address));
        assertEquals(expected, together.contains(address), () -> address + " in " + ranges);
      }
    }
  }

  /** One of few, so that many ranges hold it. */
  private IpAddress address() {
    byte[] octets = new byte[random.nextBoolean() ? 4 : 16];
    for (int i : new int[] {0, 1, octets.length - 1}) {
      octets[i] = (byte) (random.nextInt(4) << 6 | random.nextInt(2));
    }
    return IpAddress.of(octets);
  }

  @Test
  void aNameMayBeLongerThanAnyDomain() {
    HostSet set = set("*.example.org", ".b.c");
    assertTrue(set.names("a.".repeat(30_000) + "example.org"));
    assertTrue(set.names("x.b.c"));
    assertFalse(set.names("a.".repeat(30_000) + "example.net"));
    assertFalse(set.names(".b.c"), "a name that begins with a dot lies below nothing");
  }

  @Test
  void manyAreAsFew() {
    String[] patterns = new String[100_000];
    for (int i = 0; i < patterns.length; i++) {
      patterns[i] =
          switch (i % 3) {
            case 0 -> "host" + i + ".example";
            case 1 -> ".domain" + i + ".example";
            default -> "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255);
          };
    }
    HostSet set = set(patterns);
    for (int i = 0; i < 99_999; i += 3) {
      assertTrue(set.names("host" + i + ".example"));
      assertFalse(set.names("www.host" + i + ".example"));
      assertTrue(set.names("www.domain" + (i + 1) + ".example"));
      int n = i + 2;
      assertTrue(set.contains(address(10, n >> 16, n >> 8, n)));
      assertFalse(set.contains(address(11, n >> 16, n >> 8, n)));
    }
  }

  private static IpAddress address(int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    return IpAddress.of(bytes);
  }

  @Test
  void nothingIsInNone() {
    HostSet none = set();
    assertTrue(none.isEmpty());
    assertFalse(none.names("a.example"));
    assertFalse(none.contains(address(127, 0, 0, 1)));
    assertFalse(set("*").names("a.example"), "* names none");
  }
}
