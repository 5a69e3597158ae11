package larder.caching;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import larder.http.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, section 5.2: how directives are read. */
class CacheControlTest {
  private static CacheControl of(String... lines) {
    Fields.Builder fields = Fields.builder();
    for (String line : lines) {
      fields.add("cache-CONTROL", line);
    }
    return CacheControl.of(fields.build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "max-age=60 | 60",
        "MaX-aGe=60 | 60",
        "max-age=\"60\" | 60",
        "max-age=0060 | 60",
        "max-age=0 | 0",
        "foo, max-age=60 | 60",
        "foo=bar, max-age=60, baz | 60",
        "foo=\"a, max-age=1, b\", max-age=60 | 60",
        "foo=\"a\\\", max-age=1\", max-age=60 | 60",
        "foo=\"\", max-age=60 | 60",
        ",, , max-age=60,, | 60",
        "max-age=60\t,no-cache | 60",
        "max-age=2147483647 | 2147483647",
        "max-age=2147483648 | 2147483648",
        "max-age=2147483649 | 2147483648",
        "max-age=99999999999999999999999999 | 2147483648",
        "=, max-age=60 | 60",
        "@, max-age=60 | 60",
        "max-age=60, max-age=1 | 60",
        "max-age=1, max-age=60 | 1",
      })
  void readsTheSecondsOfADirective(String line, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), of(line).duration(Directive.MAX_AGE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-age",
        "max-age=",
        "max-age=\"\"",
        "max-age=-60",
        "max-age=+60",
        "max-age=60.0",
        "max-age=60a",
        "max-age=a60",
        "max-age='60'",
        "max-age =60",
        "max-age= 60",
        "max-age=60 60",
        "max-age=60;foo",
        "max-age=\"60",
        "max-age=\"60\"0",
        "max-age=\" 60\"",
        "max-age=6\"0\"",
        "max-age=60\"",
        "max-age@60",
        "max-age=\u00b2",
        "foo=\"a\\\", max-age=60",
        "\", max-age=60",
      })
  void takesSecondsThatAreNoNumberForTheStrictestOnes(String line) {
    CacheControl directives = of(line);

    assertEquals(Duration.ZERO, directives.duration(Directive.MAX_AGE));
  }

  @Test
  void readsMinFreshThatIsNoNumberAsMoreThanAnythingHas() {
    assertEquals(DeltaSeconds.MAX, of("min-fresh=soon").duration(Directive.MIN_FRESH));
    assertEquals(DeltaSeconds.MAX, of("min-fresh").duration(Directive.MIN_FRESH));
  }

  @Test
  void readsMaxStaleWithoutSecondsAsAnyStaleness() {
    assertEquals(DeltaSeconds.MAX, of("max-stale").duration(Directive.MAX_STALE));
    assertEquals(Duration.ZERO, of("max-stale=x").duration(Directive.MAX_STALE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " , ",
        "xmax-age=60",
        "max-agex=60",
        "maxage=60",
        "foo=\"max-age=60",
        "foo\"max-age=60\"",
        "\"max-age=60\"",
        "foo=max-age=60",
        "\"\\",
      })
  void findsNoDirectiveWhereNoneStands(String line) {
    assertNull(of(line).duration(Directive.MAX_AGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\", %s", "a=\", %s", "max-age=60, a=\"b\\\", \\\", %s", "a\", b, %s"})
  void aQuoteLeftOpenHidesNothingThatForbids(String line) {
    assertTrue(of(line.formatted("no-store")).has(Directive.NO_STORE));
    assertTrue(of(line.formatted("private=x")).has(Directive.PRIVATE));
    assertFalse(of(line.formatted("public")).has(Directive.PUBLIC));
  }

  @Test
  void readsSeveralLinesAsOne() {
    CacheControl directives = of("max-age=60", "no-store", "max-age=1, public");

    assertEquals(Duration.ofSeconds(60), directives.duration(Directive.MAX_AGE));
    assertTrue(directives.has(Directive.NO_STORE));
    assertTrue(directives.has(Directive.PUBLIC));
  }

  @Test
  void aQuoteLeftOpenEndsWithItsLine() {
    assertTrue(of("foo=\"bar", "no-store").has(Directive.NO_STORE));
  }

  @ParameterizedTest
  @EnumSource(Directive.class)
  void knowsEachDirectiveByItsName(Directive directive) {
    assertTrue(of(directive.toString()).has(directive));
    assertTrue(of("foo," + directive.toString().toUpperCase(Locale.ROOT)).has(directive));
    assertFalse(of("x" + directive).has(directive));
    assertFalse(CacheControl.of(Fields.of("Pragma", directive.toString())).has(directive));
  }

  @ParameterizedTest
  @EnumSource(
      value = Directive.class,
      names = {"NO_STORE", "MUST_REVALIDATE", "PROXY_REVALIDATE", "ONLY_IF_CACHED"})
  void whatForbidsForbidsWhateverFollows(Directive directive) {
    assertTrue(of(directive + "=1").has(directive));
    assertTrue(of(directive + " @").has(directive));
  }

  @ParameterizedTest
  @EnumSource(
      value = Directive.class,
      names = {"PUBLIC", "IMMUTABLE", "MUST_UNDERSTAND"})
  void whatAllowsAllowsNothingIfAnythingFollows(Directive directive) {
    assertFalse(of(directive + "=1").has(directive));
    assertFalse(of(directive + "=").has(directive));
    assertFalse(of(directive + " @").has(directive));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-cache=\"a, B\"",
        "no-cache=\" a ,, b,\"",
        "no-cache=\"a\", no-cache=b",
        "no-cache=a, private=\"b\"",
      })
  void keepsTheFieldsThatAreNamed(String line) {
    CacheControl directives = of(line);

    assertEquals(List.of("a", "b"), directives.withheld());
    assertFalse(directives.has(Directive.NO_CACHE));
    assertFalse(directives.has(Directive.PRIVATE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-cache",
        "no-cache=",
        "no-cache=\"\"",
        "no-cache=\" , \"",
        "no-cache=\"a",
        "no-cache=\"a\" b",
        "no-cache=\"a b\"",
        "no-cache=\"a\\b\"",
        "no-cache=\"vary\"",
        "no-cache=\"a, Cache-Control\"",
        "no-cache=\"a\", no-cache",
      })
  void namesThatCannotBeReadStandForTheWholeResponse(String line) {
    assertTrue(of(line).has(Directive.NO_CACHE));
  }

  private static String names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "x" + i).collect(Collectors.joining(","));
  }

  /** Each name takes many times of what it takes in the line. */
  @Test
  void tooManyNamesStandForTheWholeResponse() {
    int most = CacheControlReader.MOST_NAMES;

    assertEquals(most, of("no-cache=\"" + names(most) + '"').withheld().size());
    CacheControl more = of("no-cache=\"" + names(most + 1) + '"');
    assertTrue(more.has(Directive.NO_CACHE));
    assertEquals(List.of(), more.withheld());
    CacheControl together = of("no-cache=\"" + names(most) + '"', "private=\"y\"");
    assertFalse(together.has(Directive.NO_CACHE));
    assertTrue(together.has(Directive.PRIVATE));
    assertEquals(most, together.withheld().size());
  }

  @Test
  void aNameThatIsThereAgainIsOneName() {
    CacheControl directives = of("no-cache=\"" + "a,A,".repeat(10_000) + '"', "private=\"a\"");

    assertEquals(List.of("a"), directives.withheld());
    assertFalse(directives.has(Directive.NO_CACHE));
    assertFalse(directives.has(Directive.PRIVATE));
  }

  /** With a fixed seed: what fails once fails always. */
  @Test
  void neverFailsWhateverTheLineHolds() {
    Random random = new Random(9111);
    String alphabet = "max-age=no-cache\"\\,, \t=019;@\u00ff";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder line = new StringBuilder();
      for (int i = random.nextInt(30); i > 0; i--) {
        line.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertDoesNotThrow(() -> of(line.toString()), line::toString);
    }
  }
}
