package larder.caching;

import static larder.caching.Given.NOW;
import static larder.caching.Given.RFC9111;
import static larder.caching.Given.TARGET;
import static larder.caching.Given.get;
import static larder.caching.Given.head;
import static larder.caching.Given.ok;
import static larder.caching.Given.request;
import static larder.caching.Given.response;
import static larder.caching.Given.stored;
import static larder.caching.Given.storedAgo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import larder.http.RequestHead;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;

/** Nothing stored answers, and nothing is stored; all else is as the policy beneath has it. */
class UnsharedPolicyTest {
  private static final Reuse PASS = new Reuse.Pass(Reason.MIXED_ADDRESSES);
  private static final CachePolicy UNSHARED = RFC9111.unshared();

  private static Reuse reuse(RequestHead request, StoredResponse... stored) {
    return UNSHARED.reuse(request, false, List.of(stored), NOW, Trace.OFF);
  }

  @Test
  void nothingStoredAnswers() {
    FakeStored fresh = stored("Cache-Control", "max-age=60", "ETag", "\"1\"");
    FakeStored stale =
        storedAgo(100, "Cache-Control", "max-age=60, stale-while-revalidate=60", "ETag", "\"1\"");

    assertEquals(PASS, reuse(get()));
    assertEquals(PASS, reuse(get(), fresh));
    assertEquals(PASS, reuse(get(), stale));
    assertEquals(PASS, reuse(get("Cache-Control", "max-stale"), stale));
    assertEquals(PASS, reuse(head(), fresh));
    assertEquals(PASS, reuse(request("POST"), fresh));
  }

  @Test
  void whoWantsNothingFromTheOriginGetsNothing() {
    FakeStored fresh = stored("Cache-Control", "max-age=60");

    assertEquals(
        new Reuse.Unsatisfiable(Reason.ONLY_IF_CACHED),
        reuse(get("Cache-Control", "only-if-cached"), fresh));
  }

  @Test
  void nothingIsStored() {
    assertEquals(
        new Storing.DoNotStore(Reason.MIXED_ADDRESSES),
        UNSHARED.storing(get(), false, ok("Cache-Control", "max-age=60"), NOW, NOW, Trace.OFF));
  }

  @Test
  void theRuleOfTheTargetIsTold() {
    CachePolicy ruled =
        new Rfc9111Policy(
            Rfc9111Policy.Settings.DEFAULT,
            List.of(new Rule("mine", UrlPattern.parse("/**"), Adjustment.NONE)));
    CachePolicy unshared = ruled.unshared().forTarget(TARGET);

    assertEquals("mine", unshared.rule());
    assertNull(UNSHARED.forTarget(TARGET).rule());
    assertEquals(PASS, unshared.reuse(get(), false, List.of(), NOW, Trace.OFF));
  }

  @Test
  void allElseIsAsBefore() {
    assertSame(UNSHARED, UNSHARED.unshared());
    assertEquals(RFC9111.name(), UNSHARED.name());
    assertEquals(List.of(TARGET), UNSHARED.invalidated(request("POST"), TARGET, response(204)));
    assertFalse(
        UNSHARED
            .invalidatedGroups(
                request("POST"), TARGET, response(204, "Cache-Group-Invalidation", "\"x\""))
            .isEmpty());
  }
}
