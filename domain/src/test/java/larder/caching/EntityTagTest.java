package larder.caching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import larder.http.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, section 8.8.3. */
class EntityTagTest {
  private static EntityTag tag(String text) {
    return EntityTag.parse(text);
  }

  private static List<String> list(String... lines) {
    Fields.Builder fields = Fields.builder();
    for (String line : lines) {
      fields.add("If-None-Match", line);
    }
    return EntityTag.list(fields.build(), "If-None-Match").stream()
        .map(EntityTag::toString)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a\"",
        "\"\"",
        "W/\"a\"",
        "W/\"\"",
        "\"a,b\"",
        "\"a\\\"",
        "\"W/\"",
        "\"\u00fc\"",
        "\"'!#~\""
      })
  void readsATag(String text) {
    assertEquals(text, String.valueOf(tag(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "\"",
        "\"a",
        "a\"",
        "w/\"a\"",
        "W\"a\"",
        "W/a",
        "W/",
        "W\\\"a\"",
        "\"a\"b",
        "\"a\" ",
        " \"a\"",
        "\"a b\"",
        "\"a\tb\"",
        "\"a\u007fb\"",
        "\"a\"\"b\"",
        "\"a\", \"b\"",
        "*",
        "'a'"
      })
  void refusesWhatIsNone(String text) {
    assertNull(tag(text));
  }

  @Test
  void readsLists() {
    assertEquals(List.of("\"a\""), list("\"a\""));
    assertEquals(List.of("\"a\"", "W/\"b\"", "\"c\""), list("\"a\", W/\"b\",\"c\""));
    assertEquals(List.of("\"a\"", "\"b\""), list("\"a\"", "\"b\""));
    assertEquals(List.of("\"a\"", "\"b\""), list(",, \"a\" ,\t, \"b\" ,"));
    assertEquals(List.of("\"a,b\"", "\"c\\\"", "\"d\""), list("\"a,b\", \"c\\\", \"d\""));
    assertEquals(List.of(), list());
    assertEquals(List.of(), list(""));
    assertEquals(List.of(), list("*"));
  }

  @Test
  void leavesOutOfAListWhatIsNoTag() {
    assertEquals(List.of("\"b\""), list("a, \"b\", c"));
    assertEquals(List.of("\"c\""), list("\"a\"b, \"c\""));
    assertEquals(List.of("\"a\""), list("\"a\", \"b"));
    assertEquals(List.of("\"b\""), list("w/\"a\", \"b\""));
  }

  /** The table of RFC 9110, section 8.8.3.2. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "W/\"1\" | W/\"1\" | false | true",
        "W/\"1\" | W/\"2\" | false | false",
        "W/\"1\" | \"1\" | false | true",
        "\"1\" | W/\"1\" | false | true",
        "\"1\" | \"1\" | true | true",
        "\"1\" | \"2\" | false | false",
      })
  void comparesStronglyAndWeakly(String one, String other, boolean strongly, boolean weakly) {
    assertEquals(strongly, tag(one).equalsStrongly(tag(other)));
    assertEquals(weakly, tag(one).equalsWeakly(tag(other)));
  }

  @Test
  void equalsNothingThatIsNotThere() {
    assertFalse(tag("\"1\"").equalsStrongly(null));
    assertFalse(tag("\"1\"").equalsWeakly(null));
    assertTrue(tag("\"1\"").isWeaklyIn(List.of(tag("\"0\""), tag("W/\"1\""))));
    assertFalse(tag("\"1\"").isWeaklyIn(List.of(tag("\"0\""))));
  }
}
