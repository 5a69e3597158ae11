package larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, section 7.1, and RFC 3986, section 5. */
class TargetUriTest {
  private static TargetUri uri(String text) {
    try {
      return TargetUri.parse(text);
    } catch (SyntaxException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.org, http://example.org/, /",
    "http://example.org/, http://example.org/, /",
    "HTTP://EXAMPLE.ORG:80/A?B=C, http://example.org/A?B=C, /A?B=C",
    "https://example.org:443/, https://example.org/, /",
    "https://example.org:80/, https://example.org:80/, /",
    "http://example.org?a=/b, http://example.org/?a=/b, /?a=/b",
    "http://example.org?, http://example.org/?, /?",
    "http://example.org//a//, http://example.org//a//, //a//",
    "http://example.org/a/../b/./c, http://example.org/a/../b/./c, /a/../b/./c",
    "http://example.org/%7e%7E;a=b, http://example.org/%7e%7E;a=b, /%7e%7E;a=b",
    "http://example.org/a@b:c, http://example.org/a@b:c, /a@b:c",
    "http://[::1]:8080/x, http://[::1]:8080/x, /x",
    "http://example.org:08080/x, http://example.org:8080/x, /x",
    "http://example.org:/x, http://example.org/x, /x",
    "http://example.ORG:8080/x, http://example.org:8080/x, /x",
    "http://[::A]/, http://[::a]/, /",
    "http://example.org/[]^|, http://example.org/[]^|, /[]^|",
    "http://example.org?[\\]^`{|}%%zz, http://example.org/?[\\]^`{|}%%zz, /?[\\]^`{|}%%zz",
  })
  void normalisesSchemeAndAuthorityAndLeavesTheRest(String text, String whole, String origin) {
    assertEquals(whole, uri(text).toString());
    assertEquals(origin, uri(text).originForm(Method.GET));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "example.org",
        "http:",
        "http:/",
        "http://",
        "http:///a",
        "http://:80/",
        "http:example.org",
        "ftp://example.org/",
        "httpx://example.org/",
        "http\u017f://example.org/",
        "http//example.org",
        " http://example.org/",
        "http ://example.org/",
        "http://user@example.org/",
        "http://user:pass@example.org/",
        "http://@example.org/",
        "http://example.org/#",
        "http://example.org#a",
        "http://example.org/a b",
        "http://example.org/\t",
        "http://example.org/\u0000",
        "http://example.org/\u007f",
        "http://example.org/\u00e4",
        "http://example.org/\r\n",
        "http://example.org:0/",
        "http://example.org:x/",
        "http://example.org:80:80/",
        "http://exa mple.org/",
        "http://example.org\\a/",
        "http://[::1/",
        "http://example.org/\"",
        "http://example.org/<",
        "http://example.org/>",
        "http://example.org/\\",
        "http://example.org/`",
        "http://example.org/{",
        "http://example.org/}",
        "http://example.org/%",
        "http://example.org/%z0",
        "http://example.org/%0z",
        "http://example.org/%0",
        "http://example.org/%u0041",
        "http://example.org/%+1",
        "http://example.org/%?00",
        "http://example.org/?\"",
        "http://example.org/?<",
        "http://example.org/?>",
        "http://example.org/?#",
        "http://example.org/? ",
        "http://example.org/?\u00e4",
        "http://%65/"
      })
  void refusesWhatIsNoTarget(String text) {
    assertThrows(SyntaxException.class, () -> TargetUri.parse(text));
  }

  @Test
  void aPathBeginsWithASlashOrAQuery() throws SyntaxException {
    Authority authority = new Authority("example.org", 80);

    assertEquals(uri("http://example.org/"), TargetUri.of(Scheme.HTTP, authority, ""));
    assertEquals(uri("http://example.org/?a"), TargetUri.of(Scheme.HTTP, authority, "?a"));
    assertThrows(SyntaxException.class, () -> TargetUri.of(Scheme.HTTP, authority, "a"));
    assertThrows(SyntaxException.class, () -> TargetUri.of(Scheme.HTTP, authority, "/#"));
  }

  @Test
  void optionsWithoutAPathIsForTheOriginAsAWhole() {
    assertEquals("*", uri("http://example.org").originForm(Method.OPTIONS));
    assertEquals("/", uri("http://example.org/").originForm(Method.OPTIONS));
    assertEquals("/?a", uri("http://example.org?a").originForm(Method.OPTIONS));
  }

  @Test
  void knowsItsHostField() {
    assertEquals("example.org", uri("http://EXAMPLE.org:80/").hostField());
    assertEquals("example.org:8080", uri("http://example.org:8080/").hostField());
    assertEquals("example.org:80", uri("https://example.org:80/").hostField());
  }

  @Test
  void tellsWhetherAHostFieldIsTheOneThatGoesWithIt() {
    assertTrue(uri("http://example.org:8080/a").hasHostField("example.org:8080"));
    assertTrue(uri("http://EXAMPLE.org").hasHostField("example.org"));
    assertFalse(uri("http://example.org:8080/a").hasHostField("example.org"));
    assertFalse(uri("http://example.org/a").hasHostField("example.org/"));
    assertFalse(uri("http://example.org/a").hasHostField("example.com"));
    assertFalse(uri("http://example.org/a").hasHostField(""));
  }

  @Test
  void anOriginIsSchemeHostAndPort() {
    assertTrue(uri("http://example.org/a").hasSameOriginAs(uri("http://EXAMPLE.org:80/b")));
    assertFalse(uri("http://example.org/").hasSameOriginAs(uri("https://example.org/")));
    assertFalse(uri("http://example.org:443/").hasSameOriginAs(uri("https://example.org/")));
    assertFalse(uri("http://example.org/").hasSameOriginAs(uri("http://example.org:81/")));
    assertFalse(uri("http://example.org/").hasSameOriginAs(uri("http://example.com/")));
  }

  @Test
  void knowsItsSchemeAndAuthority() {
    assertEquals(Scheme.HTTPS, uri("https://example.org/").scheme());
    assertEquals(new Authority("example.org", 443), uri("https://example.org/").authority());
  }

  @Test
  void isEqualByItsWholeText() {
    assertEquals(uri("http://example.org"), uri("HTTP://example.org:80/"));
    assertEquals(uri("http://example.org").hashCode(), uri("HTTP://example.org:80/").hashCode());
    assertNotEquals(uri("http://example.org/a"), uri("http://example.org/A"));
    assertNotEquals(uri("http://example.org/%7e"), uri("http://example.org/~"));
    assertFalse(uri("http://example.org/").equals("http://example.org/"));
  }

  /** The examples of RFC 3986, section 5.4, less fragments, with an http base. */
  @ParameterizedTest
  @CsvSource({
    "g, http://a/b/c/g",
    "./g, http://a/b/c/g",
    "g/, http://a/b/c/g/",
    "/g, http://a/g",
    "//g, http://g/",
    "?y, http://a/b/c/d;p?y",
    "g?y, http://a/b/c/g?y",
    "#s, http://a/b/c/d;p?q",
    "g#s, http://a/b/c/g",
    "g?y#s, http://a/b/c/g?y",
    ";x, http://a/b/c/;x",
    "g;x?y#s, http://a/b/c/g;x?y",
    "'', http://a/b/c/d;p?q",
    "., http://a/b/c/",
    "./, http://a/b/c/",
    ".., http://a/b/",
    "../, http://a/b/",
    "../g, http://a/b/g",
    "../.., http://a/",
    "../../, http://a/",
    "../../g, http://a/g",
    "../../../g, http://a/g",
    "../../../../g, http://a/g",
    "/./g, http://a/g",
    "/../g, http://a/g",
    "g., http://a/b/c/g.",
    ".g, http://a/b/c/.g",
    "g.., http://a/b/c/g..",
    "..g, http://a/b/c/..g",
    "./../g, http://a/b/g",
    "./g/., http://a/b/c/g/",
    "g/./h, http://a/b/c/g/h",
    "g/../h, http://a/b/c/h",
    "g;x=1/./y, http://a/b/c/g;x=1/y",
    "g;x=1/../y, http://a/b/c/y",
    "g?y/./x, http://a/b/c/g?y/./x",
    "g?y/../x, http://a/b/c/g?y/../x",
    "g#s/../x, http://a/b/c/g",
    "g?a:b, http://a/b/c/g?a:b",
    "./a:b, http://a/b/c/a:b",
    ":g, http://a/b/c/:g",
    "g//h, http://a/b/c/g//h",
    "g//../h, http://a/b/c/g/h",
    "https://x:443/y, https://x/y",
    "HTTP://X, http://x/",
  })
  void resolvesReferences(String reference, String resolved) {
    assertEquals(uri(resolved), uri("http://a/b/c/d;p?q").resolve(reference));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "g:h",
        "http:g",
        "mailto:a@b",
        "//",
        "//a b/",
        "a b",
        "\u00e4",
        "http://u@h/",
        "//u@h/",
        "a\n"
      })
  void givesNothingForWhatIsNoTarget(String reference) {
    assertNull(uri("http://a/b/c/d;p?q").resolve(reference));
  }

  @ParameterizedTest
  @CsvSource({
    "http://a/b/../c?../d, http://a/c?../d",
    "http://a/b/%2E%2e/./c/.%2e, http://a/",
    "http://a/../..//b/., http://a//b/",
    "http://a/b/.../%2e%2e%2e, http://a/b/.../%2e%2e%2e",
    "http://a?x/../y, http://a/?x/../y",
    "http://a, http://a/"
  })
  void clientsTakeDotSegmentsOut(String given, String asked) {
    assertEquals(uri(asked), uri(given).withoutDotSegments());
  }

  @Test
  void resolvesAgainstABaseWithoutAPath() {
    assertEquals(uri("http://a/g"), uri("http://a").resolve("g"));
    assertEquals(uri("http://a/?y"), uri("http://a").resolve("?y"));
    assertEquals(uri("http://a/?y"), uri("http://a?x/z").resolve("?y"));
    assertEquals(uri("http://a/g"), uri("http://a?x/z").resolve("g"));
    assertEquals(uri("http://a/"), uri("http://a").resolve(""));
  }
}
