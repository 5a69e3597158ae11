package larder.caching;

import static larder.caching.Given.date;
import static larder.caching.Given.get;
import static larder.caching.Given.response;
import static larder.caching.Given.revalidated;
import static larder.caching.Given.stored;
import static larder.caching.Given.storedAgo;
import static larder.caching.Given.validated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import larder.http.Fields;
import larder.http.RequestHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111, section 4.3.1: what the origin is asked. */
class ValidationRequirementsTest {
  private static final FakeStored TAGGED =
      storedAgo(70, "Cache-Control", "max-age=60", "ETag", "\"a\"");
  private static final FakeStored DATED =
      storedAgo(70, "Cache-Control", "max-age=60", "Last-Modified", date(900));

  @Test
  void theStoredTagIsAskedAbout() {
    assertEquals(
        Fields.of("Foo", "1", "If-None-Match", "\"a\""),
        revalidated(get("Foo", "1"), TAGGED).fields());
  }

  @Test
  void theStoredDateIsAskedAbout() {
    assertEquals(Fields.of("If-Modified-Since", date(900)), revalidated(get(), DATED).fields());
  }

  @Test
  void tagAndDateAreAskedAboutTogether() {
    FakeStored both = stored("ETag", "W/\"a\"", "Last-Modified", date(900));

    assertEquals(
        Fields.of("If-None-Match", "W/\"a\"", "If-Modified-Since", date(900)),
        revalidated(get("Cache-Control", "no-cache"), both).fields().without("Cache-Control"));
  }

  @ParameterizedTest
  @CsvSource({"ETag, a", "ETag, 'W\"a\"'", "Last-Modified, yesterday"})
  void whatIsNoValidatorIsNotAskedAbout(String name, String value) {
    FakeStored stored = storedAgo(70, "Cache-Control", "max-age=60", name, value);

    assertEquals(new Reuse.Fetch(Reason.STALE), Given.reuse(get(), stored));
  }

  @Test
  void theClientsConditionsGiveWayToTheStoredOnes() {
    RequestHead request = get("If-Modified-Since", date(5), "If-None-Match", "\"z\"", "Foo", "1");

    assertEquals(
        Fields.of("Foo", "1", "If-Modified-Since", date(900)),
        revalidated(request, DATED).fields());
  }

  @Test
  void theClientsTagsAreAskedAboutTooEachOnce() {
    RequestHead request = get("If-None-Match", "\"z\", \"a\"", "if-none-match", "\"y\"");

    assertEquals(
        Fields.of("If-None-Match", "\"a\", \"z\", \"y\""), revalidated(request, TAGGED).fields());
  }

  @Test
  void theClientsStarIsNotAskedAbout() {
    assertEquals(
        Fields.of("If-None-Match", "\"a\""),
        revalidated(get("If-None-Match", "*"), TAGGED).fields());
  }

  @Test
  void theClientsRangeStaysForTheCaseThatAllOfItIsNew() {
    RequestHead request = get("Range", "bytes=0-1", "If-Range", "\"z\"");

    assertEquals(
        Fields.of("Range", "bytes=0-1", "If-Range", "\"z\"", "If-None-Match", "\"a\""),
        revalidated(request, TAGGED).fields());
  }

  @Test
  void allThatMatchAreAskedAboutInOneRequest() {
    FakeStored newest =
        storedAgo(70, "ETag", "\"a\"", "Last-Modified", date(900), "Cache-Control", "max-age=1");
    FakeStored older = storedAgo(80, "ETag", "\"b\"", "Vary", "Foo");
    FakeStored tagless = storedAgo(80, "Last-Modified", date(900), "Vary", "Qux");
    FakeStored otherVariant = storedAgo(90, "ETag", "\"c\"", "Vary", "Bar").selectedBy("Bar", "1");
    Reuse.Revalidate asked = revalidated(get(), newest, older, tagless, otherVariant);

    assertEquals(List.of(newest, older), asked.candidates());
    assertEquals(Fields.of("If-None-Match", "\"a\", \"b\""), asked.fields());
  }

  @Test
  void sixteenAreAskedAboutAtMost() {
    FakeStored[] many = new FakeStored[20];
    for (int i = 0; i < many.length; i++) {
      many[i] = storedAgo(70 + i, "ETag", "\"" + i + "\"", "Cache-Control", "max-age=1");
    }

    assertEquals(16, revalidated(get(), many).candidates().size());
  }

  @Test
  void withADateAloneOnlyTheMostRecentIsAskedAbout() {
    FakeStored older = storedAgo(80, "ETag", "\"b\"", "Vary", "Foo");
    Reuse.Revalidate asked = revalidated(get(), DATED, older);

    assertEquals(List.of(DATED), asked.candidates());
    assertEquals(Fields.of("If-Modified-Since", date(900)), asked.fields());
  }

  @Test
  void whatIsValidatedBehindAnAnswerKnowsNothingOfTheClientsTags() {
    FakeStored stored =
        storedAgo(70, "Cache-Control", "max-age=60, stale-while-revalidate=99", "ETag", "\"a\"");
    RequestHead request = get("If-None-Match", "\"z\"");
    Reuse.ServeThenRevalidate both =
        assertInstanceOf(Reuse.ServeThenRevalidate.class, Given.reuse(request, stored));

    assertInstanceOf(Validation.Freshened.class, validated(request, both.then(), response(304)));
    assertEquals(
        new Validation.AskAgain(Reason.UNIDENTIFIED),
        validated(request, both.then(), response(304, "ETag", "\"z\"")));
  }
}
