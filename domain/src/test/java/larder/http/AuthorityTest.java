package larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3986, section 3.2, and RFC 9112, section 3.2.3. */
class AuthorityTest {
  @ParameterizedTest
  @CsvSource({
    "example.org, example.org, 80",
    "EXAMPLE.Org:8080, example.org, 8080",
    "example.org:, example.org, 80",
    "example.org:00081, example.org, 81",
    "example.org:65535, example.org, 65535",
    "example.org., example.org., 80",
    "127.0.0.1:1, 127.0.0.1, 1",
    "[::1], [::1], 80",
    "[::1]:443, [::1], 443",
    "[::]:443, [::], 443",
    "[2001:DB8::A:1]:443, [2001:db8::a:1], 443",
    "[1:2:3:4:5:6:7:8], [1:2:3:4:5:6:7:8], 80",
    "[1:2:3:4:5:6:7::], [1:2:3:4:5:6:7::], 80",
    "[::2:3:4:5:6:7:8], [::2:3:4:5:6:7:8], 80",
    "[::ffff:192.0.2.1], [::ffff:192.0.2.1], 80",
    "[1:2:3:4:5:6:192.0.2.255], [1:2:3:4:5:6:192.0.2.255], 80",
    "0.0.0.0, 0.0.0.0, 80",
    "1.2.3.4.example, 1.2.3.4.example, 80",
    "1password.com, 1password.com, 80",
    "a.0b, a.0b, 80",
    "a.0xg, a.0xg, 80",
    "a_b-c~d!$&'(x)*+;=, a_b-c~d!$&'(x)*+;=, 80",
  })
  void readsAHostAndAPort(String text, String host, int port) throws SyntaxException {
    assertEquals(new Authority(host, port), Authority.parse(text, 80));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":80",
        "a:0",
        "a:65536",
        "a:99999999999",
        "a:-1",
        "a:+1",
        "a:1a",
        "a: 1",
        "a:1 ",
        "a:b:1",
        "a b",
        " a",
        "a ",
        "a\t",
        "a/",
        "a?",
        "a#",
        "a@b",
        "user:pass@a",
        "a\\b",
        "a%20",
        "a%00",
        "a^",
        "a|",
        "a`",
        "a\"",
        "a<b>",
        "a{",
        "a\u00e4",
        "a\u0000",
        "a\u007f",
        "::1",
        "[",
        "]",
        "[]",
        "[]:80",
        "[::1",
        "::1]",
        "[::1]x",
        "[::1]80",
        "[::1]:x",
        "[::1]:0",
        "a[::1]",
        "[::1%25eth0]",
        "[::1%eth0]",
        "[g::1]",
        "[:]",
        "[:::]",
        "[1::2::3]",
        "[1:2:3:4:5:6:7]",
        "[1:2:3:4:5:6:7:8:9]",
        "[1:2:3:4:5:6:7:8::]",
        "[::1:2:3:4:5:6:7:8]",
        "[12345::]",
        "[1.2.3.4]",
        "[::1.2.3]",
        "[::1.2.3.256]",
        "[::1.2.3.4.5]",
        "[::1.2.3.04]",
        "[1:2:3:4:5:6:7:1.2.3.4]",
        "[::1.2.3.4:5]",
        "[:1::]",
        "[1::2:]",
        "[v1.a]",
        "[::\u0661]",
        "127.1",
        "127.0.0.1.",
        "0177.0.0.1",
        "127.0.0.01",
        "127.0.0.256",
        "1.2.3.4.5",
        "2130706433",
        "017700000001",
        "0x7f000001",
        "0X7F.0.0.0x1",
        "0x",
        "example.0x7f",
        "example.1",
        "example.1.",
        "0",
        "127.0.0.1.1:80"
      })
  void refusesAnythingElse(String text) {
    assertThrows(SyntaxException.class, () -> Authority.parse(text, 80));
  }

  @Test
  void refusesAHostThatIsTooLong() throws SyntaxException {
    assertEquals(255, Authority.parse("a".repeat(255), 80).host().length());
    assertThrows(SyntaxException.class, () -> Authority.parse("a".repeat(256), 80));
  }

  @ParameterizedTest
  @CsvSource({"example.org:443, example.org, 443", "[::1]:443, [::1], 443"})
  void readsTheTargetOfConnect(String text, String host, int port) throws SyntaxException {
    assertEquals(new Authority(host, port), Authority.parseWithPort(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.org",
        "example.org:",
        "[::1]",
        "[::1]:",
        "::1",
        ":443",
        "http://example.org:443",
        "example.org:443/",
        "a@example.org:443",
        "example.org:0",
        "example.org:443:443"
      })
  void refusesATargetOfConnectThatIsAnythingElse(String text) {
    assertThrows(SyntaxException.class, () -> Authority.parseWithPort(text));
  }

  @Test
  void writesThePortWhereItIsNotTheSchemesOwn() {
    assertEquals("example.org", new Authority("example.org", 80).text(Scheme.HTTP));
    assertEquals("example.org:80", new Authority("example.org", 80).text(Scheme.HTTPS));
    assertEquals("example.org", new Authority("example.org", 443).text(Scheme.HTTPS));
    assertEquals("[::1]:81", new Authority("[::1]", 81).text(Scheme.HTTP));
    assertEquals("example.org:80", new Authority("example.org", 80).toString());
  }

  @Test
  void givesResolversTheHostWithoutBrackets() {
    assertEquals("::1", new Authority("[::1]", 80).hostForLookup());
    assertEquals("example.org", new Authority("example.org", 80).hostForLookup());
    assertTrue(new Authority("[::1]", 80).isIpv6Literal());
    assertFalse(new Authority("127.0.0.1", 80).isIpv6Literal());
  }

  @Test
  void isNormalisedHoweverItIsMade() {
    assertEquals(new Authority("example.org", 80), new Authority("EXAMPLE.ORG", 80));
    assertThrows(IllegalArgumentException.class, () -> new Authority("", 80));
    assertThrows(IllegalArgumentException.class, () -> new Authority("a", 0));
    assertThrows(IllegalArgumentException.class, () -> new Authority("a", 65536));
  }
}
