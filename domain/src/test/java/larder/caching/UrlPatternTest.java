package larder.caching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlPatternTest {
  private static boolean matches(String pattern, String uri) {
    return UrlPattern.parse(pattern).matches(Given.uri(uri));
  }

  @ParameterizedTest
  @CsvSource({
    "/a, http://example.org/a",
    "/, http://example.org",
    "/a, http://other.example:8080/a?b=c",
    "/a/*, http://example.org/a/b",
    "/a/*, http://example.org/a/",
    "/a/*.deb, http://example.org/a/b_1.0.deb",
    "/a/**, http://example.org/a/b/c.d",
    "/a/**/*.deb, http://example.org/a/b.deb",
    "/a/**/*.deb, http://example.org/a/b/c/d.deb",
    "/**/a, http://example.org/a",
    "/**/a, http://example.org/b/c/a",
    "/**/a/**/b, http://example.org/a/b",
    "/**/a/**/b, http://example.org/x/a/a/c/b",
    "/**/*/-/*.tgz, http://example.org/@s/n/-/n-1.tgz",
    "/**/b, http://example.org//b",
    "/a**b, http://example.org/a/x/b",
    "/*a*a*, http://example.org/baab",
    "/**, http://example.org/",
    "/a?b=c, http://example.org/a?b=c",
    "/a?**, http://example.org/a?b=c/d",
    "/*?b=*, http://example.org/a?b=c",
    "example.org/**, http://example.org/a",
    "EXAMPLE.org/**, https://example.org/a",
    "*.example.org/a, http://cdn.example.org/a",
    "example.org:8080/**, http://example.org:8080/a",
    "**/a, http://example.org/b/a",
    "http://example.org/**, http://example.org/a",
    "https://*.example.org/**, https://a.example.org/",
  })
  void isMatched(String pattern, String uri) {
    assertTrue(matches(pattern, uri), pattern + " " + uri);
  }

  @ParameterizedTest
  @CsvSource({
    "/a, http://example.org/b",
    "/a, http://example.org/a/",
    "/a, http://example.org/A",
    "/a, http://example.org/aa",
    "/a/*, http://example.org/a/b/c",
    "/a/*, http://example.org/a",
    "/a/*.deb, http://example.org/a/b/c.deb",
    "/a/**, http://example.org/b/a/c",
    "/**/a, http://example.org/ba",
    "/**/a, http://example.org/b/ca",
    "/**/a/**/b, http://example.org/a/cb",
    "/*.deb, http://example.org/a.deb.html",
    "/aa*aa, http://example.org/aaa",
    "/a?b=c, http://example.org/a",
    "/a?b=c, http://example.org/axb=c",
    "/*?b=*, http://example.org/a?c=b",
    "example.org/**, http://an-example.org/a",
    "*.example.org/**, http://example.org/a",
    "*.example.org/**, http://evil.example/x.example.org/a",
    "example.org/**, http://example.org:8080/a",
    "http://example.org/**, https://example.org/a",
  })
  void doesNotMatch(String pattern, String uri) {
    assertFalse(matches(pattern, uri), pattern + " " + uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.org",
        "http://example.org",
        "ftp://example.org/",
        "/a b",
        "/a#b",
        "/\u00e9",
        "/***"
      })
  void whatIsNoPatternIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> UrlPattern.parse(text));
  }

  @Test
  void aPatternHasItsLimit() {
    assertThrows(IllegalArgumentException.class, () -> UrlPattern.parse("/" + "a".repeat(500)));
    assertTrue(matches("/" + "a".repeat(499), "http://example.org/" + "a".repeat(499)));
  }

  @Test
  void aTargetMadeToTakeLongDoesNot() {
    String pattern = "/" + "*a**a".repeat(40) + "b";
    String target = "http://example.org/" + "a".repeat(8000) + "cb";

    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertFalse(matches(pattern, target)));
  }

  /** The same patterns as regular expressions, on whatever comes. */
  @Test
  void itAgreesWithARegularExpression() {
    Random random = new Random(20261129);
    int matched = 0;
    for (int i = 0; i < 20_000; i++) {
      String pattern = "/" + some(random, "a", "b", "/", "*", "/**/", "*a", "**b", "a", "/a");
      if (pattern.contains("***")) {
        continue;
      }
      String path = "/" + some(random, "a", "b", "/", "ab", "a", "/a", "b/", "aa", "ba");
      boolean expected = path.matches(expression(pattern));
      assertEquals(expected, matches(pattern, "http://h" + path), pattern + " " + path);
      char last = path.charAt(path.length() - 1);
      assertTrue(!expected || UrlPattern.parse(pattern).mayEndWith(last), pattern + " " + path);
      matched += expected ? 1 : 0;
    }
    assertTrue(matched > 500, "of them " + matched + " matched");
  }

  /** Tokens of one word are not all that there are. */
  @Test
  void aLongPatternIsFollowedToItsEnd() {
    String pattern = "/*" + "a*".repeat(100) + "/*b";

    assertTrue(matches(pattern, "http://example.org/" + "xa".repeat(100) + "/b"));
    assertTrue(matches(pattern, "http://example.org/" + "a".repeat(101) + "/cb"));
    assertFalse(matches(pattern, "http://example.org/" + "xa".repeat(99) + "/b"));
  }

  private static String some(Random random, String... parts) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(7); i >= 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }

  private static String expression(String pattern) {
    return pattern
        .replace("/**/", "/\1")
        .replace("**", "\2")
        .replace("*", "[^/]*")
        .replace("\1", "(.*/)?")
        .replace("\2", ".*");
  }

  @Test
  void itIsWhatWasWritten() {
    assertEquals("Example.org/**/a", UrlPattern.parse("Example.org/**/a").toString());
  }
}
