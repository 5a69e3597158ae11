package larder.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, section 5. */
class FieldsTest {
  private static final Fields SOME = Fields.of("A", "1", "b", "2", "a", "3");

  @Test
  void namesCompareWithoutCaseAndKeepTheirSpelling() {
    assertEquals("1", SOME.first("a"));
    assertEquals("2", SOME.first("B"));
    assertEquals("A", SOME.name(0));
    assertEquals("a", SOME.name(2));
    assertEquals("3", SOME.value(2));
    assertTrue(SOME.has("B"));
    assertFalse(SOME.has("c"));
    assertNull(SOME.first("c"));
  }

  @Test
  void whatIsThereIsFoundInAnyCase() {
    Fields.Builder builder = Fields.builder();
    for (int length = 1; length < 40; length++) {
      for (char c : "!azAZ09-_~".toCharArray()) {
        String name = c + "x".repeat(length - 1);
        Fields one = Fields.builder().copy("Date", "").copy(name, name).build();
        builder.copy(name, "");
        assertEquals(name, one.first(name.toUpperCase(Locale.ROOT)), name);
        assertEquals(name, one.first(name.toLowerCase(Locale.ROOT)), name);
        assertTrue(builder.build().has(name), name);
      }
    }
  }

  @Test
  void whatIsBuiltUponAKeptSectionTellsIt() {
    Fields built = Fields.builder().on(SOME).copy("c", "4").build();

    assertSame(SOME, built.base());
    assertEquals(Fields.of("A", "1", "b", "2", "a", "3", "c", "4"), built);
    assertEquals("2", built.first("B"));
    assertEquals("4", built.first("C"));
    assertNull(SOME.base());
    assertNull(built.with("c", "5").base());
    assertThrows(IllegalStateException.class, () -> Fields.builder().copy("c", "4").on(SOME));
  }

  @Test
  void standsInAMessageAsLinesOfLatin1() {
    Fields fields = Fields.of("ETag", "\"\u00e4\"", "b", "");

    assertNull(fields.octetsIfOften());
    assertArrayEquals("ETag: \"\u00e4\"\r\nb: \r\n".getBytes(ISO_8859_1), fields.octetsIfOften());
    assertSame(fields.octetsIfOften(), fields.octetsIfOften());
  }

  @Test
  void linesOfOneNameKeepTheirOrder() {
    assertEquals(List.of("1", "3"), SOME.all("a"));
    assertEquals(List.of(), SOME.all("c"));
    assertEquals("1, 3", SOME.combined("A"));
    assertEquals("2", SOME.combined("b"));
    assertNull(SOME.combined("c"));
  }

  @Test
  void countsLines() {
    assertEquals(3, SOME.size());
    assertEquals(0, Fields.EMPTY.size());
    assertTrue(Fields.EMPTY.isEmpty());
    assertFalse(SOME.isEmpty());
    assertSame(Fields.EMPTY, Fields.of());
  }

  @Test
  void splitsListsAtCommasOutsideQuotedStrings() {
    Fields fields =
        Fields.of("L", " a ,, \"b, c\" ;x=\"d\\\",e\"\t,", "M", "x", "l", "f,g", "l", "", "l", ",");

    assertEquals(List.of("a", "\"b, c\" ;x=\"d\\\",e\"", "f", "g"), fields.elements("L"));
    assertEquals(List.of(), fields.elements("N"));
  }

  @Test
  void aQuoteLeftOpenHidesNothing() {
    assertEquals(
        List.of("a", "\"b", "c", "d", "e\\", "f"),
        Fields.of("L", "a, \"b, c", "L", "d", "L", "e\\,f").elements("L"));
    assertEquals(List.of("\"a\\"), Fields.of("L", "\"a\\").elements("L"));
    assertEquals(
        List.of("\"a,b\"", "\"", "c\\\"", "\\\"", "close"),
        Fields.of("L", "\"a,b\", \", c\\\", \\\", close").elements("L"));
  }

  @Test
  void oneLineTakesThePlaceOfAllOfItsName() {
    assertEquals(Fields.of("a", "9", "b", "2"), SOME.with("a", "9"));
    assertEquals(Fields.of("A", "1", "b", "2", "a", "3", "c", "9"), SOME.with("c", "9"));
  }

  @Test
  void aLineIsAddedAtTheEnd() {
    assertEquals(Fields.of("A", "1", "b", "2", "a", "3", "A", "9"), SOME.plus("A", "9"));
    assertEquals(Fields.of("A", "9"), Fields.EMPTY.plus("A", "9"));
  }

  @Test
  void linesAreTakenAwayByName() {
    assertEquals(Fields.of("b", "2"), SOME.without("a"));
    assertEquals(
        Fields.of("b", "2"), SOME.withoutMatching(name -> Tokens.equalIgnoringCase(name, "A")));
    assertSame(SOME, SOME.without("c"));
    assertSame(SOME, SOME.withoutMatching(name -> false));
    assertSame(Fields.EMPTY, SOME.withoutMatching(name -> true));
  }

  @Test
  void changingLeavesTheOriginalAsItWas() {
    SOME.with("a", "9");
    SOME.plus("a", "9");
    SOME.without("a");

    assertEquals("A: 1\nb: 2\na: 3\n", SOME.toString());
  }

  @Test
  void aBuilderThatGoesOnChangesNothingThatWasBuilt() {
    Fields.Builder builder = Fields.builder().add("a", "1");
    Fields built = builder.build();
    builder.add("b", "2").addAll(SOME);

    assertEquals(Fields.of("a", "1"), built);
    assertEquals(5, builder.build().size());
  }

  @Test
  void aSectionTakesAnyNumberOfLines() {
    Fields.Builder builder = Fields.builder();
    for (int i = 0; i < 100; i++) {
      builder.add("n" + i, "v" + i);
    }
    Fields many = builder.build();
    Fields twice = Fields.builder().add("a", "1").addAll(many).addAll(many).build();

    assertEquals(100, many.size());
    assertEquals("v99", many.first("N99"));
    assertEquals(201, twice.size());
    assertEquals(List.of("v57", "v57"), twice.all("n57"));
    assertEquals("v99", twice.value(200));
  }

  @Test
  void equalMeansTheSameLinesInTheSameOrder() {
    Fields same = Fields.of("a", "1", "B", "2", "A", "3");

    assertEquals(SOME, same);
    assertEquals(SOME.hashCode(), same.hashCode());
    assertNotEquals(SOME, Fields.of("b", "2", "a", "1", "a", "3"));
    assertNotEquals(SOME, Fields.of("a", "1", "b", "2"));
    assertNotEquals(SOME, Fields.of("a", "1", "b", "2", "a", "4"));
    assertNotEquals(SOME, Fields.of("a", "1", "c", "2", "a", "3"));
    assertFalse(SOME.equals("A: 1\nb: 2\na: 3\n"));
  }

  @Test
  void whiteSpaceAroundAValueIsNoPartOfIt() {
    assertEquals("x y", Fields.of("a", " \tx y\t ").first("a"));
    assertEquals("", Fields.of("a", " ").first("a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a ", " a", "a b", "a:", "a\t", "\u00e4", "a\n", "a(b)", "\"a\"", "a,b"})
  void aNameThatIsNoTokenIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> Fields.of(name, "1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\rb", "a\nb", "a\u0000b", "\r", "a\u007f", "\u0100", "a\u000bb", "a\u0001"})
  void aValueThatWouldBreakTheMessageIsRefused(String value) {
    assertThrows(IllegalArgumentException.class, () -> Fields.of("a", value));
    assertThrows(IllegalArgumentException.class, () -> SOME.with("a", value));
    assertThrows(IllegalArgumentException.class, () -> SOME.plus("a", value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\tb", "a b", "\u0080", "\u00ff", "a:b", "!\"#$%&'()*+,-./"})
  void otherValuesAreTaken(String value) {
    assertEquals(value, Fields.of("a", value).first("a"));
  }

  @Test
  void aNameWithoutAValueIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Fields.of("a", "1", "b"));
  }

  @Test
  void addsTheLinesOfAnotherSectionButThoseOfOneName() {
    Fields other = Fields.of("Host", "a", "Accept", "text/*", "host", "b", "Via", "1.1 x");
    assertEquals(
        Fields.of("Date", "x", "Accept", "text/*", "Via", "1.1 x"),
        Fields.builder().add("Date", "x").addAllBut("HOST", other).build());
    assertEquals(other, Fields.builder().addAllBut("Age", other).build());
  }

  @Test
  void sectionsWithANameInCommonAreNeverTakenForApart() {
    Fields fields = Fields.of("Connection", "close", "Accept", "*/*");
    assertFalse(fields.isApartFrom(Fields.of("connection", "")));
    assertFalse(Fields.of("TE", "").isApartFrom(Fields.of("Date", "", "te", "trailers")));
  }

  @Test
  void sectionsWithoutANameInCommonAreToldApartAtAGlance() {
    assertTrue(Fields.of("Host", "a").isApartFrom(Fields.of("Connection", "", "TE", "")));
    assertTrue(Fields.EMPTY.isApartFrom(Fields.of("Connection", "")));
  }
}
