package larder.caching;

import static larder.caching.Given.date;
import static larder.caching.Given.get;
import static larder.caching.Given.ok;
import static larder.caching.Given.seconds;
import static larder.caching.Given.storedAgo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import larder.http.Fields;
import larder.http.ResponseHead;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9213: targeted fields, and what they take the place of. */
class TargetListTest {
  private static final String CDN = "CDN-Cache-Control";
  private static final TargetList TARGETS = new TargetList(List.of("Larder-Cache-Control", CDN));
  private static final CachePolicy POLICY =
      new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT.withTargets(TARGETS));

  private static CacheControl directives(String... fields) {
    return TARGETS.directives(Fields.of(fields));
  }

  private static Storing storing(ResponseHead response) {
    return POLICY.storing(get(), false, response, Given.NOW, Given.NOW, Trace.OFF);
  }

  private static Reuse reuse(StoredResponse stored) {
    return POLICY.reuse(get(), false, List.of(stored), Given.NOW, Trace.OFF);
  }

  @Test
  void itSpeaksInThePlaceOfCacheControl() {
    CacheControl directives =
        directives("Cache-Control", "no-store, s-maxage=1", CDN, "max-age=600, public");

    assertEquals(seconds(600), directives.duration(Directive.MAX_AGE));
    assertTrue(directives.has(Directive.PUBLIC));
    assertFalse(directives.has(Directive.NO_STORE));
    assertFalse(directives.has(Directive.S_MAXAGE));
  }

  @Test
  void itsFieldsAreNeverConnectionSpecific() {
    Set<String> names = Set.of("larder-cache-control", "cdn-cache-control");

    assertEquals(names, POLICY.targetedFields());
    assertEquals(names, POLICY.unshared().targetedFields());
    assertEquals(Set.of(), Given.RFC9111.targetedFields());
  }

  @Test
  void theFirstOfTheListCounts() {
    CacheControl directives = directives(CDN, "max-age=1", "larder-cache-control", "max-age=2");

    assertEquals(seconds(2), directives.duration(Directive.MAX_AGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "max-age=10,", "max-age=10 public", "Max-Age=10", "\"", "a=b=c"})
  void whatIsEmptyOrMalformedCountsAsAbsent(String text) {
    assertEquals(
        seconds(60),
        directives("Cache-Control", "max-age=60", CDN, text).duration(Directive.MAX_AGE));
  }

  @Test
  void linesAreCombinedAndOfADirectiveGivenTwiceTheLastCounts() {
    CacheControl directives = directives(CDN, "max-age=1, public", CDN, "max-age=2");

    assertEquals(seconds(2), directives.duration(Directive.MAX_AGE));
    assertTrue(directives.has(Directive.PUBLIC));
  }

  @Test
  void aValueOfAWrongTypeIsTheStrictest() {
    assertEquals(seconds(0), directives(CDN, "max-age=\"60\"").duration(Directive.MAX_AGE));
    assertEquals(seconds(0), directives(CDN, "max-age=6.5").duration(Directive.MAX_AGE));
    assertEquals(seconds(0), directives(CDN, "max-age=-1").duration(Directive.MAX_AGE));
    assertEquals(seconds(0), directives(CDN, "max-age=(1 2)").duration(Directive.MAX_AGE));
    assertEquals(seconds(0), directives(CDN, "max-age=\"6\\\"0\"").duration(Directive.MAX_AGE));
    assertTrue(directives(CDN, "no-store=tok").has(Directive.NO_STORE));
    assertFalse(directives(CDN, "public=1").has(Directive.PUBLIC));
  }

  @Test
  void whatIsSaidNotToBeThereIsNot() {
    assertFalse(directives(CDN, "no-store=?0, max-age=5").has(Directive.NO_STORE));
  }

  @Test
  void parametersAreIgnored() {
    assertEquals(seconds(5), directives(CDN, "max-age=5;a=b").duration(Directive.MAX_AGE));
  }

  @Test
  void fieldNamesStandInAString() {
    CacheControl directives = directives(CDN, "private=\"X-A, X-B\", max-age=5");

    assertFalse(directives.has(Directive.PRIVATE));
    assertEquals(List.of("x-a", "x-b"), directives.withheld());
  }

  @Test
  void fieldNamesThatCannotBeAnyWithholdAll() {
    assertTrue(directives(CDN, "private=\"a\\\"b\"").has(Directive.PRIVATE));
    assertTrue(directives(CDN, "private=\"a\\\\b\"").has(Directive.PRIVATE));
  }

  @Test
  void expiresDoesNotCountBesideIt() {
    assertEquals(
        new Storing.DoNotStore(Reason.NO_LIFETIME),
        storing(ok("Expires", date(-300), CDN, "public")));
    assertInstanceOf(Storing.Store.class, storing(ok("Expires", date(-300), CDN, "a=b=c")));
  }

  @Test
  void itDecidesOnStoringAndOnServing() {
    String[] fields = {"Cache-Control", "no-store", CDN, "max-age=600"};

    assertEquals(Reason.EXPLICIT_FRESHNESS, storing(ok(fields)).reason());
    assertInstanceOf(Reuse.Serve.class, reuse(storedAgo(500, fields)));
    assertInstanceOf(Reuse.Fetch.class, reuse(storedAgo(700, fields)));
  }

  @Test
  void withoutBeingSwitchedOnItIsAnyField() {
    assertEquals(
        new Storing.DoNotStore(Reason.NO_STORE),
        Given.storing(get(), ok("Cache-Control", "no-store", CDN, "max-age=600")));
  }

  @Test
  void whatIsNoNameOfAFieldIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new TargetList(List.of("a b")));
    assertThrows(IllegalArgumentException.class, () -> new TargetList(List.of("")));
  }
}
