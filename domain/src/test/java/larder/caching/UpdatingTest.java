package larder.caching;

import static larder.caching.Given.NOW;
import static larder.caching.Given.ago;
import static larder.caching.Given.date;
import static larder.caching.Given.freshened;
import static larder.caching.Given.get;
import static larder.caching.Given.head;
import static larder.caching.Given.ok;
import static larder.caching.Given.response;
import static larder.caching.Given.reuse;
import static larder.caching.Given.revalidated;
import static larder.caching.Given.served;
import static larder.caching.Given.storedAgo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import larder.http.Fields;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.store.StoreKey;
import larder.store.StoredHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, sections 3 and 3.2: what of the answer to one user's validation is for others. */
class UpdatingTest {
  private static final RequestHead WITH_CREDENTIALS = get("Authorization", "Basic eDp5");

  private static FakeStored stale(String directives, String... more) {
    return FakeStored.received(ago(700), tagged(directives, more));
  }

  /** With the tag of what is stored. */
  private static ResponseHead notModified(String directives, String... more) {
    return ResponseHead.of(304, tagged(directives, more));
  }

  private static Fields tagged(String directives, String... more) {
    Fields.Builder fields = Fields.builder().add("ETag", "\"a\"");
    if (!directives.isEmpty()) {
      fields.add("Cache-Control", directives);
    }
    return fields.addAll(Fields.of(more)).build();
  }

  private static Validation.Freshened asked(
      RequestHead request, FakeStored stored, ResponseHead answer) {
    return freshened(request, revalidated(request, stored), answer);
  }

  private static StoredHead kept(FakeStored stored, ResponseHead answer) {
    return asked(get(), stored, answer).kept();
  }

  private static FakeStored as(StoredHead head) {
    return new FakeStored(new StoreKey("http://example.org/"), head, 1000);
  }

  // Cookies.

  @ParameterizedTest
  @ValueSource(strings = {"", "foo", "max-age=0", "no-cache", "no-cache, max-age=60"})
  void aCookieIsNotTakenOverOnAGuess(String directives) {
    for (String before : List.of("", "public, max-age=60", "max-age=60")) {
      Validation.Freshened freshened =
          asked(get(), stale(before), notModified(directives, "Set-Cookie", "sid=B", "X", "1"));

      assertEquals("sid=B", freshened.head().fields().first("Set-Cookie"));
      assertNull(freshened.kept().fields().first("Set-Cookie"), before);
      assertEquals("1", freshened.kept().fields().first("X"));
      assertEquals(NOW, freshened.kept().receivedAt());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"max-age=60", "s-maxage=60", "public, max-age=0", "public"})
  void aCookieIsTakenOverIfTheOriginSaysThatOthersMayHaveIt(String directives) {
    assertEquals(
        "sid=B",
        kept(stale(""), notModified(directives, "Set-Cookie", "sid=B"))
            .fields()
            .first("Set-Cookie"));
  }

  @Test
  void aCookieThatWasForEverybodyStaysUntilTheOriginSaysOtherwise() {
    FakeStored stored = stale("public, max-age=60", "Set-Cookie", "a=b");

    assertEquals("a=b", kept(stored, notModified("")).fields().first("Set-Cookie"));
    Validation.Freshened freshened = asked(get(), stored, notModified("max-age=0"));
    assertNull(freshened.kept().fields().first("Set-Cookie"));
    assertNull(freshened.head().fields().first("Set-Cookie"), "it is another one's");
  }

  @Test
  void aCookieIsTakenOverByNoRuleForLifetimes() {
    Adjustment hour = new Adjustment(Duration.ofHours(1), null, null, Set.of(), false, false);
    CachePolicy policy =
        new Rfc9111Policy(
                Rfc9111Policy.Settings.DEFAULT,
                List.of(new Rule("all", UrlPattern.parse("/**"), hour)))
            .forTarget(Given.TARGET);
    FakeStored stored = stale("");
    Reuse.Revalidate asked = revalidated(get(), stored);

    Validation.Freshened freshened =
        assertInstanceOf(
            Validation.Freshened.class,
            policy.validated(
                get(), asked, notModified("", "Set-Cookie", "sid=B"), NOW, NOW, Trace.OFF));

    assertNull(freshened.kept().fields().first("Set-Cookie"));
  }

  @Test
  void aHeadAnswersNoCookieToOthersEither() {
    FakeStored stored = stale("");
    Validation.Freshened freshened =
        asked(head(), stored, ok("ETag", "\"a\"", "Set-Cookie", "sid=B"));

    assertNull(freshened.kept().fields().first("Set-Cookie"));
  }

  // Credentials.

  @ParameterizedTest
  @CsvSource({
    "'public, max-age=60', max-age=60",
    "max-age=60, max-age=60",
    "'public, max-age=60', ''",
    "'', ''",
  })
  void nothingGotWithCredentialsIsTakenOver(String before, String directives) {
    FakeStored stored = stale(before);
    Validation.Freshened freshened =
        asked(WITH_CREDENTIALS, stored, notModified(directives, "X-Account", "alice"));

    assertEquals("alice", freshened.head().fields().first("X-Account"));
    assertEquals(stored.head(), freshened.kept());
    assertInstanceOf(Reuse.Revalidate.class, reuse(get(), as(freshened.kept())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"public, max-age=60", "s-maxage=60", "must-revalidate, max-age=60"})
  void itIsTakenOverIfTheOriginSaysThatItIsForEveryUser(String directives) {
    StoredHead kept = asked(WITH_CREDENTIALS, stale(""), notModified(directives, "X", "1")).kept();

    assertEquals("1", kept.fields().first("X"));
    assertEquals(Reason.FRESH, served(get(), as(kept)).reason());
  }

  // What restricts.

  @ParameterizedTest
  @ValueSource(strings = {"private, max-age=60", "no-store, max-age=60", "public, private"})
  void whatMustNotBeStoredLeavesItsDirectivesAlone(String directives) {
    FakeStored stored = stale("public, max-age=600", "X", "0", "Vary", "Foo").selectedBy();
    ResponseHead answer =
        notModified(directives, "X", "1", "X-Account", "alice", "Vary", "Foo, Bar");
    RequestHead request = get("Bar", "hidden");
    Validation.Freshened freshened = asked(request, stored, answer);

    assertEquals("alice", freshened.head().fields().first("X-Account"));
    assertEquals(
        Fields.of(
            "ETag", "\"a\"",
            "X", "0",
            "Vary", "Foo",
            "Date", date(700),
            "Cache-Control", directives),
        freshened.kept().fields());
    assertEquals(Fields.EMPTY, freshened.kept().selecting());
    assertEquals(ago(700), freshened.kept().receivedAt());
    assertEquals(NOW, freshened.kept().requestedAt(), "no earlier answer takes it back");
    assertEquals(
        Reason.RESPONSE_NO_CACHE,
        revalidated(get("Cache-Control", "max-stale"), as(freshened.kept())).reason());
  }

  @Test
  void aTargetedFieldThatRestrictsIsLeftToo() {
    CachePolicy policy =
        new Rfc9111Policy(
            Rfc9111Policy.Settings.DEFAULT.withTargets(
                new TargetList(List.of("CDN-Cache-Control"))));
    FakeStored stored = stale("max-age=60");
    ResponseHead answer =
        notModified("max-age=60", "CDN-Cache-Control", "private", "X-Account", "alice");

    Validation.Freshened freshened =
        assertInstanceOf(
            Validation.Freshened.class,
            policy.validated(get(), revalidated(get(), stored), answer, NOW, NOW, Trace.OFF));

    assertNull(freshened.kept().fields().first("X-Account"));
    assertEquals("private", freshened.kept().fields().first("CDN-Cache-Control"));
  }

  @Test
  void anotherAnswerLiftsIt() {
    StoredHead restricted = kept(stale("max-age=60"), notModified("private"));

    StoredHead still = kept(as(restricted), notModified("", "X", "1"));
    assertEquals("private", still.fields().first("Cache-Control"));
    assertNull(still.fields().first("X"));
    StoredHead lifted = kept(as(restricted), notModified("max-age=60", "X", "1"));
    assertEquals("1", lifted.fields().first("X"));
    assertEquals(Reason.FRESH, served(get(), as(lifted)).reason());
  }

  @Test
  void whatVariesOnAnythingAnswersNobodyElse() {
    StoredHead kept =
        kept(stale("max-age=600"), notModified("max-age=600", "Vary", "*", "X-Account", "alice"));

    assertNull(kept.fields().first("X-Account"));
    assertEquals(new Reuse.Fetch(Reason.NO_VARIANT), reuse(get(), as(kept)));
  }

  @Test
  void fieldsThatAreForOneUserGoToThatOneAlone() {
    FakeStored stored = stale("max-age=60", "X-Account", "nobody");
    Validation.Freshened freshened =
        asked(
            get(),
            stored,
            notModified("max-age=60, private=\"x-account\"", "X-Account", "alice", "X", "1"));

    assertEquals("alice", freshened.head().fields().first("X-Account"));
    assertNull(freshened.kept().fields().first("X-Account"));
    assertEquals("1", freshened.kept().fields().first("X"));
  }

  @Test
  void fieldsThatTheStoredOneNamesAreWithheldFromAnAnswerThatSaysNothing() {
    FakeStored stored = stale("max-age=60, private=\"x-account\"");
    StoredHead kept = kept(stored, notModified("", "X-Account", "alice"));

    assertNull(kept.fields().first("X-Account"));
  }

  @Test
  void whatAnOddRequestGotIsNobodyElses() {
    FakeStored missing = stale("max-age=60").status(404);
    RequestHead odd = get("X-Forwarded-Host", "evil.example");

    assertEquals(missing.head(), asked(odd, missing, notModified("max-age=60", "X", "1")).kept());
  }

  @Test
  void whyNothingIsTakenOverIsTold() {
    List<String> steps = new ArrayList<>();
    FakeStored stored = storedAgo(700, "ETag", "\"a\"", "Cache-Control", "max-age=60");

    Given.RFC9111.validated(
        get(),
        revalidated(get(), stored),
        response(304, "ETag", "\"a\"", "Cache-Control", "private"),
        NOW,
        NOW,
        (section, step) -> steps.add(section + ": " + step.get()));

    assertEquals(
        "RFC 9111, section 5.2.2.7: What is stored takes nothing over: private", steps.getLast());
  }
}
