package larder.caching;

import static larder.caching.Given.date;
import static larder.caching.Given.get;
import static larder.caching.Given.ok;
import static larder.caching.Given.response;
import static larder.caching.Given.seconds;
import static larder.caching.Given.stored;
import static larder.caching.Given.storedAgo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import larder.caching.Adjustment.Departure;
import larder.caching.Adjustment.Ignorable;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the user's rules change. */
class RuleTest {
  private static CachePolicy policy(Adjustment adjustment) {
    Rule rule = new Rule("mine", UrlPattern.parse("/**"), adjustment);
    return new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT, List.of(rule)).forTarget(Given.TARGET);
  }

  private static Adjustment lifetime(
      @Nullable Integer shortest, @Nullable Integer longest, @Nullable Integer fallback) {
    return new Adjustment(of(shortest), of(longest), of(fallback), Set.of(), false, false);
  }

  private static @Nullable Duration of(@Nullable Integer seconds) {
    return seconds == null ? null : seconds(seconds);
  }

  private static CachePolicy ignoring(Ignorable... ignored) {
    return policy(new Adjustment(null, null, null, Set.of(ignored), false, false));
  }

  private static Storing storing(CachePolicy policy, ResponseHead response, String... request) {
    return policy.storing(get(request), false, response, Given.NOW, Given.NOW, Trace.OFF);
  }

  private static Reuse reuse(CachePolicy policy, RequestHead request, StoredResponse stored) {
    return policy.reuse(request, false, List.of(stored), Given.NOW, Trace.OFF);
  }

  private static Duration remaining(CachePolicy policy, StoredResponse stored) {
    return assertInstanceOf(Reuse.Serve.class, reuse(policy, get(), stored)).remaining();
  }

  @Test
  void theFirstThatFitsHolds() {
    Rule first = new Rule("first", UrlPattern.parse("/dir/*"), lifetime(1, null, null));
    Rule second = new Rule("second", UrlPattern.parse("/**"), lifetime(2, null, null));
    CachePolicy policy = new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT, List.of(first, second));

    assertEquals("first", policy.forTarget(Given.TARGET).rule());
    assertEquals("second", policy.forTarget(Given.uri("http://example.org/")).rule());
    assertNotSame(policy, policy.forTarget(Given.TARGET));
  }

  @Test
  void whereNoneFitsThePolicyStays() {
    Rule rule = new Rule("mine", UrlPattern.parse("/other"), lifetime(1, null, null));
    CachePolicy policy = new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT, List.of(rule));

    assertSame(policy, policy.forTarget(Given.TARGET));
    assertNull(policy.rule());
  }

  @Test
  void theShortestLifetimeGoesBeforeTheOrigins() {
    CachePolicy policy = policy(lifetime(100, null, null));

    assertEquals(seconds(90), remaining(policy, storedAgo(10, "Cache-Control", "max-age=1")));
    assertEquals(seconds(90), remaining(policy, storedAgo(10, "Expires", "0")));
    assertEquals(seconds(90), remaining(policy, storedAgo(10)));
    assertEquals(seconds(490), remaining(policy, storedAgo(10, "Cache-Control", "max-age=500")));
    assertEquals(Reason.RULE_FRESHNESS, storing(policy, ok()).reason());
  }

  @Test
  void theLongestLifetimeGoesBeforeTheOrigins() {
    CachePolicy policy = policy(lifetime(null, 100, null));

    assertEquals(seconds(90), remaining(policy, storedAgo(10, "Cache-Control", "max-age=500")));
    assertEquals(seconds(40), remaining(policy, storedAgo(10, "Cache-Control", "max-age=50")));
    assertEquals(new Storing.DoNotStore(Reason.NO_LIFETIME), storing(policy, ok()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"max-age=60, stale-while-revalidate=600", "stale-while-revalidate=600"})
  void whatIsValidatedEachTimeIsNotServedMeanwhile(String control) {
    FakeStored stored = storedAgo(10, "Cache-Control", control, "ETag", "\"a\"");

    assertInstanceOf(Reuse.Revalidate.class, reuse(policy(lifetime(null, 0, null)), get(), stored));
    assertInstanceOf(
        Reuse.ServeThenRevalidate.class, reuse(policy(lifetime(null, 1, null)), get(), stored));
  }

  @Test
  void theFallbackIsForThoseThatSayNothing() {
    CachePolicy policy = policy(lifetime(null, null, 100));

    assertEquals(seconds(90), remaining(policy, storedAgo(10)));
    assertEquals(seconds(90), remaining(policy, storedAgo(10, "Last-Modified", date(1000))));
    assertEquals(seconds(10), remaining(policy, storedAgo(10, "Cache-Control", "max-age=20")));
    assertEquals(Reason.RULE_FRESHNESS, storing(policy, ok()).reason());
  }

  @Test
  void whatCanOnlyBeOfUseWithoutANetworkIsKeptIfARuleSaysSo() {
    Adjustment keeping = new Adjustment(null, Duration.ZERO, null, Set.of(), false, true);
    CachePolicy policy = policy(keeping);

    assertEquals(Reason.RULE_KEEPS, storing(policy, ok()).reason());
    assertEquals(Reason.VALIDATOR_ONLY, storing(policy, ok("ETag", "\"a\"")).reason());
    assertEquals(
        new Storing.DoNotStore(Reason.NO_STORE), storing(policy, ok("Cache-Control", "no-store")));
    assertEquals(new Storing.DoNotStore(Reason.NO_LIFETIME), storing(policy, response(404)));
    assertInstanceOf(Reuse.Fetch.class, reuse(policy, get(), storedAgo(0)));
    assertEquals(List.of(), keeping.departures());
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410, 501})
  void aFailureIsNotKeptForLonger(int status) {
    CachePolicy policy = policy(lifetime(100, null, 200));

    assertEquals(new Storing.DoNotStore(Reason.NO_LIFETIME), storing(policy, response(status)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-store", "private"})
  void aLifetimeAloneStoresNothingThatMustNotBe(String directive) {
    assertInstanceOf(
        Storing.DoNotStore.class,
        storing(policy(lifetime(100, null, 200)), ok("Cache-Control", directive)));
  }

  @Test
  void aLifetimeAloneSharesNothingOfOneUser() {
    CachePolicy policy = policy(lifetime(100, null, 200));

    assertEquals(
        new Storing.DoNotStore(Reason.AUTHORIZATION), storing(policy, ok(), "Authorization", "x"));
    assertEquals(
        new Storing.DoNotStore(Reason.SET_COOKIE), storing(policy, ok("Set-Cookie", "a=b")));
  }

  @Test
  void whatIsIgnoredIsAsIfItWereNotThere() {
    ResponseHead strict = ok("Cache-Control", "no-store, private, max-age=60");

    assertEquals(
        Reason.EXPLICIT_FRESHNESS,
        storing(ignoring(Ignorable.NO_STORE, Ignorable.PRIVATE), strict).reason());
    assertEquals(
        new Storing.DoNotStore(Reason.PRIVATE), storing(ignoring(Ignorable.NO_STORE), strict));
    assertEquals(
        new Storing.DoNotStore(Reason.NO_STORE), storing(ignoring(Ignorable.PRIVATE), strict));
  }

  @Test
  void noCacheMayBeIgnored() {
    FakeStored stored = stored("Cache-Control", "no-cache, max-age=60", "ETag", "\"a\"");

    assertInstanceOf(Reuse.Serve.class, reuse(ignoring(Ignorable.NO_CACHE), get(), stored));
    assertInstanceOf(Reuse.Revalidate.class, reuse(ignoring(Ignorable.NO_STORE), get(), stored));
  }

  @ParameterizedTest
  @EnumSource(
      value = Ignorable.class,
      names = {"MUST_REVALIDATE", "PROXY_REVALIDATE"})
  void staleUseMayBeAllowedAgain(Ignorable ignored) {
    FakeStored stale =
        storedAgo(70, "Cache-Control", "max-age=60, stale-while-revalidate=60, " + ignored.word());

    assertInstanceOf(Reuse.ServeThenRevalidate.class, reuse(ignoring(ignored), get(), stale));
    assertInstanceOf(Reuse.Fetch.class, reuse(ignoring(Ignorable.NO_STORE), get(), stale));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-cache", "max-age=0", "max-age=5", "min-fresh=500"})
  void aReloadMayBeIgnored(String wish) {
    FakeStored fresh = storedAgo(10, "Cache-Control", "max-age=60");
    RequestHead reload = get("Cache-Control", wish);

    assertInstanceOf(Reuse.Serve.class, reuse(ignoring(Ignorable.RELOAD), reload, fresh));
    assertInstanceOf(Reuse.Fetch.class, reuse(ignoring(Ignorable.NO_STORE), reload, fresh));
  }

  @Test
  void whoIgnoresReloadsServesNothingStaleForIt() {
    FakeStored stale = storedAgo(70, "Cache-Control", "max-age=60");

    assertEquals(
        new Reuse.Fetch(Reason.STALE),
        reuse(ignoring(Ignorable.RELOAD), get("Cache-Control", "no-cache"), stale));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-store", "no-cache, no-store"})
  void aClientThatAsksForNothingToBeStoredMayBeIgnoredToo(String wish) {
    FakeStored fresh = storedAgo(10, "Cache-Control", "max-age=60");
    ResponseHead answer = ok("Cache-Control", "max-age=60");
    CachePolicy policy = ignoring(Ignorable.RELOAD);
    RequestHead request = get("Cache-Control", wish);

    assertInstanceOf(Reuse.Serve.class, reuse(policy, request, fresh));
    assertEquals(
        Reason.EXPLICIT_FRESHNESS, storing(policy, answer, "Cache-Control", wish).reason());
    assertEquals(
        new Reuse.Pass(Reason.REQUEST_NO_STORE),
        reuse(ignoring(Ignorable.NO_STORE), request, fresh));
    assertEquals(
        new Storing.DoNotStore(Reason.REQUEST_NO_STORE),
        storing(ignoring(Ignorable.NO_STORE), answer, "Cache-Control", wish));
  }

  @Test
  void whatSuchAClientMakesTheOriginSayIsTakenOver() {
    FakeStored stale = storedAgo(70, "Cache-Control", "max-age=60", "ETag", "\"a\"");
    RequestHead request = get("Cache-Control", "no-cache, no-store");
    CachePolicy policy = ignoring(Ignorable.RELOAD);
    Reuse.Revalidate asked =
        assertInstanceOf(Reuse.Revalidate.class, reuse(policy, request, stale));

    Validation.Freshened freshened =
        assertInstanceOf(
            Validation.Freshened.class,
            policy.validated(
                request,
                asked,
                response(304, "Cache-Control", "max-age=60", "ETag", "\"a\""),
                Given.NOW,
                Given.NOW,
                Trace.OFF));

    assertEquals(Given.NOW, freshened.kept().receivedAt());
  }

  @Test
  void noStoreOfTheResponseIsNoWishOfTheClient() {
    assertEquals(
        new Storing.DoNotStore(Reason.NO_STORE),
        storing(
            ignoring(Ignorable.RELOAD),
            ok("Cache-Control", "no-store"),
            "Cache-Control",
            "no-store"));
  }

  @Test
  void neverIsNeither() {
    CachePolicy policy = policy(new Adjustment(null, null, null, Set.of(), true, false));

    assertEquals(
        new Storing.DoNotStore(Reason.RULE), storing(policy, ok("Cache-Control", "max-age=60")));
    assertEquals(
        new Reuse.Pass(Reason.NEVER_STORED),
        reuse(policy, get(), stored("Cache-Control", "max-age=60")));
  }

  @Test
  void itSaysWhereItGoesAgainstTheText() {
    assertEquals(List.of(), lifetime(null, 10, 20).departures());
    assertEquals(List.of(), new Adjustment(null, null, null, Set.of(), true, false).departures());
    assertEquals(
        List.of("RFC 9111, section 4.2.1", "RFC 9111, section 5.2.2.5", "RFC 9111, section 5.2.1"),
        new Adjustment(
                seconds(1), null, null, Set.of(Ignorable.RELOAD, Ignorable.NO_STORE), false, false)
            .departures().stream().map(Departure::section).toList());
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> lifetime(2, 1, null));
    assertThrows(IllegalArgumentException.class, () -> lifetime(-1, null, null));
    assertThrows(IllegalArgumentException.class, () -> lifetime(null, -1, null));
    assertThrows(IllegalArgumentException.class, () -> lifetime(null, null, -1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Rule("a b", UrlPattern.parse("/"), Adjustment.NONE));
    assertEquals(Given.seconds(1), lifetime(1, 1, null).longest());
  }
}
