package larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9651, section 4.2. */
class StructuredFieldsTest {
  private static List<StructuredValue> list(String text) {
    return Objects.requireNonNull(StructuredFields.list(text), text);
  }

  private static Map<String, StructuredValue> dictionary(String text) {
    return Objects.requireNonNull(StructuredFields.dictionary(text), text);
  }

  private static StructuredValue text(String text) {
    return new StructuredValue.Text(text);
  }

  private static StructuredValue whole(long number) {
    return new StructuredValue.Whole(number);
  }

  private static StructuredValue flag(boolean value) {
    return new StructuredValue.Flag(value);
  }

  @Test
  void aListOfEveryKindOfValue() {
    assertEquals(
        List.of(
            whole(-42),
            new StructuredValue.Decimal("3.140"),
            text("a \"quoted\\ one"),
            new StructuredValue.Token("tok/en:*"),
            new StructuredValue.Bytes("aGk="),
            flag(true),
            flag(false),
            new StructuredValue.Date(1659578233),
            new StructuredValue.DisplayText("%c3%bc"),
            new StructuredValue.Inner(List.of(whole(1), text("b")))),
        list(
            "-42, 3.140, \"a \\\"quoted\\\\ one\", tok/en:*, :aGk=:, ?1, ?0, @1659578233,"
                + " %\"%c3%bc\", ( 1 \"b\" )"));
  }

  @Test
  void parametersAreLeftOut() {
    assertEquals(
        List.of(whole(1), new StructuredValue.Inner(List.of(whole(2)))),
        list("1;a;  b=?0;*c=\"x\", (2;d=1.5);e=tok"));
    assertEquals(Map.of("a", flag(true)), dictionary("a;b=1"));
  }

  @Test
  void ofAKeyGivenTwiceTheLastCounts() {
    Map<String, StructuredValue> members = dictionary("a=1, b, a=2");
    assertEquals(Map.of("a", whole(2), "b", flag(true)), members);
    assertEquals(List.of("b", "a"), new ArrayList<>(members.keySet()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   "})
  void nothingIsAnEmptyOne(String text) {
    assertEquals(List.of(), list(text));
    assertEquals(Map.of(), dictionary(text));
  }

  @Test
  void whiteSpaceIsAllowedAroundCommasAndAtTheEnds() {
    assertEquals(List.of(whole(1), whole(2)), list("  1 \t,\t 2  "));
  }

  @Test
  void numbersHaveTheirLimits() {
    assertEquals(List.of(whole(999_999_999_999_999L)), list("999999999999999"));
    assertEquals(
        List.of(new StructuredValue.Decimal("-123456789012.123")), list("-123456789012.123"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",",
        "1,",
        "1,,2",
        "1 2",
        "\t1",
        "1000000000000000",
        "1234567890123.1",
        "1.",
        "1.1234",
        ".5",
        "-",
        "--1",
        "+1",
        "\"open",
        "\"bad\\escape\"",
        "\"tab\t\"",
        "\"\u00fc\"",
        ":a b:",
        ":aGk=",
        "?2",
        "?",
        "@1.5",
        "@x",
        "@",
        "%x",
        "%\"%C3\"",
        "%\"%4\"",
        "%\"open",
        "(1",
        "(1,2)",
        "(1\"a\")",
        ")",
        "a;",
        "a;B",
        "a;1",
        "a;b=",
        "=",
        "{",
        "\u0000",
        "a,\u00e9"
      })
  void oneWrongCharacterAndNothingCounts(String text) {
    assertNull(StructuredFields.list(text), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"A=1", "1=a", "a=", "a==1", "a 1", "a=1 b=2", "a=1,", "-a", "a=1;", "a,\tB", "a="})
  void noDictionary(String text) {
    assertNull(StructuredFields.dictionary(text), text);
  }
}
