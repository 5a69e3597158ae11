package larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import larder.http.Authority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterceptedHostsTest {
  private static List<HostPattern> patterns(String... texts) {
    return Stream.of(texts).map(HostPattern::parse).toList();
  }

  private static final InterceptedHosts SOME =
      new InterceptedHosts(
          false,
          patterns("a.example", "*.cdn.example", "192.0.2.0/24", "[2001:db8::1]"),
          patterns("bank.cdn.example", "192.0.2.7"));

  @ParameterizedTest
  @CsvSource({
    "a.example, true",
    "A.example., true",
    "x.a.example, false",
    "x.cdn.example, true",
    "cdn.example, false",
    "bank.cdn.example, false",
    "192.0.2.1, true",
    "192.0.2.7, false",
    "192.0.3.1, false",
    "[2001:db8::1], true",
    "[2001:db8::2], false"
  })
  void whatWasChosenAndNotExcepted(String host, boolean expected) {
    assertEquals(expected, SOME.include(new Authority(host, 443)));
  }

  @Test
  void allButWhatIsExcepted() {
    InterceptedHosts all = new InterceptedHosts(true, List.of(), patterns(".bank.example"));
    assertTrue(all.include(new Authority("a.example", 443)));
    assertFalse(all.include(new Authority("www.bank.example", 443)));
    assertFalse(all.isEmpty());
  }

  @Test
  void noneUnlessSomebodySaysSo() {
    assertTrue(InterceptedHosts.NONE.isEmpty());
    assertFalse(InterceptedHosts.NONE.include(new Authority("a.example", 443)));
  }

  @Test
  void noneIfTheStarIsExcepted() {
    InterceptedHosts none = new InterceptedHosts(true, patterns("a.example"), patterns("*"));
    assertFalse(none.include(new Authority("a.example", 443)));
    assertTrue(none.isEmpty());
  }
}
