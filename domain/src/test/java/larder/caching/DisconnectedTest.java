package larder.caching;

import static larder.caching.Given.NOW;
import static larder.caching.Given.date;
import static larder.caching.Given.get;
import static larder.caching.Given.head;
import static larder.caching.Given.request;
import static larder.caching.Given.seconds;
import static larder.caching.Given.storedAgo;
import static larder.caching.GivenParts.TAG;
import static larder.caching.GivenParts.joined;
import static larder.caching.GivenParts.piece;
import static larder.caching.GivenParts.tagged;
import static larder.caching.GivenParts.untagged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import larder.http.RequestHead;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served while no origin may be asked (RFC 9111, section 4.2.4). */
class DisconnectedTest {
  private static final CachePolicy OFFLINE =
      new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT.whileDisconnected());
  private static final Reuse NONE = new Reuse.Unsatisfiable(Reason.OFFLINE);
  private static final Reuse PROHIBITED = new Reuse.Unsatisfiable(Reason.OFFLINE_PROHIBITED);

  private static Reuse reuse(RequestHead request, StoredResponse... stored) {
    return OFFLINE.reuse(request, false, List.of(stored), NOW, Trace.OFF);
  }

  private static Reuse.Serve served(RequestHead request, StoredResponse... stored) {
    return assertInstanceOf(Reuse.Serve.class, reuse(request, stored));
  }

  @Test
  void whatIsFreshIsServedAsAlways() {
    FakeStored stored = storedAgo(10, "Cache-Control", "max-age=60");
    assertEquals(
        new Reuse.Serve(stored, Answer.WHOLE, seconds(10), seconds(50), Reason.FRESH),
        reuse(get(), stored));
  }

  @Test
  void whatIsStaleIsServedHoweverOldWithAValidatorOrWithout() {
    for (FakeStored stored :
        List.of(
            storedAgo(1000, "Cache-Control", "max-age=60"),
            storedAgo(1000, "Cache-Control", "max-age=60", "ETag", "\"a\""))) {
      assertEquals(
          new Reuse.Serve(stored, Answer.WHOLE, seconds(1000), seconds(-940), Reason.OFFLINE),
          reuse(get(), stored));
      assertEquals(Reason.OFFLINE, served(head(), stored).reason());
    }
  }

  @Test
  void nothingIsValidatedBehindAnAnswer() {
    FakeStored stored = storedAgo(70, "Cache-Control", "max-age=60, stale-while-revalidate=60");
    assertEquals(Reason.STALE_WHILE_REVALIDATE, served(get(), stored).reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-cache", "max-age=0", "max-age=5", "min-fresh=100", "no-store"})
  void aClientThatWouldLikeSomethingNewerGetsWhatThereIs(String wish) {
    FakeStored stored = storedAgo(10, "Cache-Control", "max-age=60", "ETag", "\"a\"");
    Reuse.Serve serve = served(get("Cache-Control", wish), stored);
    assertEquals(seconds(50), serve.remaining());
    assertEquals(Reason.OFFLINE, serve.reason());
  }

  @Test
  void aClientThatHasItIsToldSo() {
    FakeStored stored = storedAgo(70, "Cache-Control", "max-age=60", "ETag", "\"a\"");
    assertEquals(Answer.NOT_MODIFIED, served(get("If-None-Match", "\"a\""), stored).answer());
    assertEquals(Answer.NOT_MODIFIED, served(get("If-Modified-Since", date(0)), stored).answer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=60"})
  void whatMustNotBeServedStaleIsNot(String directive) {
    String control = "max-age=60, " + directive;
    assertEquals(
        PROHIBITED, reuse(get(), storedAgo(70, "Cache-Control", control, "ETag", "\"a\"")));
    assertEquals(Reason.FRESH, served(get(), storedAgo(50, "Cache-Control", control)).reason());
  }

  @Test
  void whatMustBeAskedAboutEachTimeIsNotServedAtAll() {
    assertEquals(PROHIBITED, reuse(get(), storedAgo(1, "Cache-Control", "no-cache, max-age=60")));
  }

  @Test
  void stalePartsAreServedAsTheyAre() {
    FakeStored end = tagged(70, 50, 99);
    FakeStored beginning = tagged(80, 0, 49);

    Reuse.Serve whole = served(get(), end, beginning);
    assertEquals(
        new Answer.JoinedWhole(List.of(piece(beginning, 0, 49), piece(end, 0, 49))),
        whole.answer());
    assertEquals(seconds(-10), whole.remaining());
    assertEquals(Reason.OFFLINE, whole.reason());
    assertEquals(
        joined(10, 19, piece(beginning, 10, 19)),
        served(get("Range", "bytes=10-19"), end, beginning).answer());
    FakeStored alone = untagged(70, 10, 19);
    assertEquals(
        joined(10, 19, piece(alone, 0, 9)), served(get("Range", "bytes=10-19"), alone).answer());
    assertEquals(
        Answer.NOT_MODIFIED,
        served(get("Cache-Control", "no-cache", "If-None-Match", TAG), end).answer());
  }

  @Test
  void whatPartsDoNotHoldOrMustNotBeServedIsAMiss() {
    assertEquals(NONE, reuse(get(), tagged(1, 0, 49)));
    assertEquals(NONE, reuse(get("Range", "bytes=40-59"), tagged(70, 0, 49)));
    assertEquals(NONE, reuse(get("Range", "bytes=0-9", "If-Range", "\"b\""), tagged(1, 0, 49)));
    assertEquals(NONE, reuse(head(), tagged(1, 0, 99)));
    for (String control : List.of("no-cache, max-age=60", "max-age=1, must-revalidate")) {
      FakeStored strict =
          storedAgo(10, "Cache-Control", control, "ETag", TAG)
              .part("bytes=0-9", "bytes 0-9/100", 10);
      assertEquals(NONE, reuse(get("Range", "bytes=0-9"), strict));
    }
  }

  @Test
  void whatARuleKeepsOutOfTheStoreIsNotServedFromIt() {
    Adjustment never = new Adjustment(null, null, null, java.util.Set.of(), true, false);
    CachePolicy policy =
        new Rfc9111Policy(
                Rfc9111Policy.Settings.DEFAULT.whileDisconnected(),
                List.of(new Rule("all", UrlPattern.parse("/**"), never)))
            .forTarget(Given.TARGET);
    List<StoredResponse> stored = List.of(storedAgo(10, "Cache-Control", "max-age=60"));
    for (RequestHead request :
        List.of(get(), head(), get("Cache-Control", "only-if-cached"), get("Range", "bytes=0-9"))) {
      assertEquals(NONE, policy.reuse(request, false, stored, NOW, Trace.OFF));
    }
  }

  @Test
  void aRuleOfTheUsersCanOverlookThat() {
    Adjustment overlooking =
        new Adjustment(
            null, null, null, java.util.Set.of(Adjustment.Ignorable.NO_CACHE), false, false);
    CachePolicy policy =
        new Rfc9111Policy(
                Rfc9111Policy.Settings.DEFAULT.whileDisconnected(),
                List.of(new Rule("all", UrlPattern.parse("/**"), overlooking)))
            .forTarget(Given.TARGET);
    FakeStored stored = storedAgo(1000, "Cache-Control", "no-cache", "ETag", "\"a\"");
    assertInstanceOf(
        Reuse.Serve.class, policy.reuse(get(), false, List.of(stored), NOW, Trace.OFF));
  }

  @Test
  void whatIsNotStoredOrNotTheVariantWantedIsAMiss() {
    assertEquals(NONE, reuse(get()));
    assertEquals(NONE, reuse(head()));
    FakeStored other =
        storedAgo(1, "Cache-Control", "max-age=60", "Vary", "Accept-Language")
            .selectedBy("Accept-Language", "de");
    assertEquals(NONE, reuse(get("Accept-Language", "fr"), other));
  }

  @Test
  void whatOnlyTheOriginCanAnswerIsAMiss() {
    FakeStored stored = storedAgo(1, "Cache-Control", "max-age=60", "ETag", "\"a\"");
    assertEquals(NONE, reuse(request("POST"), stored));
    assertEquals(NONE, reuse(request("OPTIONS"), stored));
    assertEquals(NONE, reuse(get("If-Match", "\"a\""), stored));
    assertEquals(NONE, OFFLINE.reuse(request("PUT"), true, List.of(stored), NOW, Trace.OFF));
    assertEquals(NONE, OFFLINE.reuse(get(), true, List.of(stored), NOW, Trace.OFF));
    assertEquals(NONE, OFFLINE.reuse(head(), true, List.of(stored), NOW, Trace.OFF));
  }

  @Test
  void theSimpleRuleServesWhatItHasHoweverOld() {
    CachePolicy fixed = new FixedPolicy(seconds(60), true);
    FakeStored old = storedAgo(1000);
    Reuse.Serve serve =
        assertInstanceOf(
            Reuse.Serve.class, fixed.reuse(get(), false, List.of(old), NOW, Trace.OFF));
    assertEquals(Reason.OFFLINE, serve.reason());
    assertEquals(NONE, fixed.reuse(get(), false, List.of(), NOW, Trace.OFF));
    assertEquals(NONE, fixed.reuse(request("POST"), false, List.of(old), NOW, Trace.OFF));
  }
}
