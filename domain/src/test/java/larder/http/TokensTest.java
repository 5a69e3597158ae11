package larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, section 5.6. */
class TokensTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "0", "!#$%&'*+-.^_`|~", "Content-Length"})
  void theseAreTokens(String text) {
    assertTrue(Tokens.isToken(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "a b", "a\t", "(", ")", "<", ">", "@", ",", ";", ":", "\\", "\"", "/", "[", "]",
        "?", "=", "{", "}", "\u007f", "\u0000", "\u00e4", "\u0131", "\u212a"
      })
  void theseAreNot(String text) {
    assertFalse(Tokens.isToken(text));
  }

  @Test
  void noNumberOutsideOfAsciiIsATokenCharacter() {
    assertFalse(Tokens.isTokenCharacter(-1));
    assertFalse(Tokens.isTokenCharacter(128));
    assertFalse(Tokens.isTokenCharacter('a' + 256));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a b", "a\tb", "\u0080\u00ff", "~"})
  void theseAreFieldValues(String text) {
    assertTrue(Tokens.isFieldValue(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " a", "a ", "\ta", "a\t", " ", "a\rb", "a\nb", "\u0000", "\u001f", "\u007f", "\u0100",
        "\u2028"
      })
  void theseAreNoFieldValues(String text) {
    assertFalse(Tokens.isFieldValue(text));
  }

  @Test
  void trimsSpacesAndTabsAlone() {
    assertEquals("a b", Tokens.trim(" \t a b\t "));
    assertEquals("", Tokens.trim(" \t "));
    assertEquals("", Tokens.trim(""));
    assertEquals("\r\u0000a\u00a0\n", Tokens.trim(" \r\u0000a\u00a0\n "));
  }

  @Test
  void changesTheCaseOfAsciiLettersAlone() {
    assertEquals("az@[`{\u00c4\u0130\u212a", Tokens.lowerCase("AZ@[`{\u00c4\u0130\u212a"));
    String lower = "content-length";
    assertSame(lower, Tokens.lowerCase(lower));
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "a, A", "Content-Length, cONTENT-lENGTH", "az, AZ", "x-1_, X-1_"})
  void theseAreEqualButForCase(String a, String b) {
    assertTrue(Tokens.equalIgnoringCase(a, b));
    assertTrue(Tokens.startsWithIgnoringCase("x" + a + "y", 1, b));
  }

  @ParameterizedTest
  @CsvSource({"a, b", "a, aa", "'', a", "@, `", "[, {", "k, \u212a", "i, \u0130", "\u00e4, \u00c4"})
  void theseAreNotEqual(String a, String b) {
    assertFalse(Tokens.equalIgnoringCase(a, b));
    assertFalse(Tokens.equalIgnoringCase(b, a));
  }

  @Test
  void aTextThatIsTooShortStartsWithNothingLonger() {
    assertFalse(Tokens.startsWithIgnoringCase("abc", 1, "bcd"));
    assertFalse(Tokens.startsWithIgnoringCase("abc", 4, ""));
    assertFalse(Tokens.startsWithIgnoringCase("abc", -1, "a"));
    assertFalse(Tokens.startsWithIgnoringCase("abc", 0, "b"));
    assertTrue(Tokens.startsWithIgnoringCase("abc", 3, ""));
    assertTrue(Tokens.startsWithIgnoringCase("abc", 1, "BC"));
  }
}
