package larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112, section 3.2. */
class RequestTargetTest {
  private static RequestTarget parse(String method, String text) throws SyntaxException {
    return RequestTarget.parse(Method.of(method), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a?b", "//a", "/?", "/http://example.org/", "/*"})
  void readsOriginForm(String text) throws SyntaxException {
    assertEquals(new RequestTarget.OriginForm(text), parse("GET", text));
    assertEquals(text, parse("POST", text).toString());
  }

  @Test
  void readsAbsoluteForm() throws SyntaxException {
    assertEquals(
        new RequestTarget.AbsoluteForm(TargetUri.parse("http://example.org/a")),
        parse("GET", "HTTP://example.org:80/a"));
    assertEquals("http://example.org/", parse("GET", "http://example.org").toString());
  }

  @Test
  void readsAuthorityFormForConnect() throws SyntaxException {
    assertEquals(
        new RequestTarget.AuthorityForm(new Authority("example.org", 443)),
        parse("CONNECT", "example.org:443"));
    assertEquals("[::1]:443", parse("CONNECT", "[::1]:443").toString());
  }

  @Test
  void readsAsteriskFormForOptions() throws SyntaxException {
    assertEquals(new RequestTarget.AsteriskForm(), parse("OPTIONS", "*"));
    assertEquals("*", parse("OPTIONS", "*").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, ''",
    "GET, *",
    "GET, **",
    "OPTIONS, **",
    "GET, example.org:443",
    "GET, example.org",
    "GET, ftp://example.org/",
    "GET, '/a b'",
    "GET, /a#b",
    "GET, '/\u00e4'",
    "GET, http://u@example.org/",
    "GET, ?a",
    "CONNECT, /",
    "CONNECT, *",
    "CONNECT, example.org",
    "CONNECT, http://example.org:443",
    "CONNECT, https://example.org/",
    "CONNECT, example.org:443/",
    "CONNECT, u@example.org:443",
    "connect, example.org:443",
  })
  void refusesAFormThatTheMethodDoesNotTake(String method, String text) {
    assertThrows(SyntaxException.class, () -> parse(method, text));
  }
}
