package larder.caching;

import static larder.caching.Given.NOW;
import static larder.caching.Given.RFC9111;
import static larder.caching.Given.ago;
import static larder.caching.Given.date;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import larder.http.Fields;
import larder.store.StoredHead;
import larder.store.Worth;
import org.junit.jupiter.api.Test;

/** What a store is told of a response, so that it lets the right ones go. */
class UsefulnessTest {
  private static final boolean LASTING = true;

  private static StoredHead receivedNow(String... fields) {
    return new StoredHead(200, "OK", Fields.of(fields), Fields.EMPTY, NOW, NOW);
  }

  private static Worth worth(String... fields) {
    return RFC9111.worth(receivedNow(fields));
  }

  private static Worth until(long secondsFromNow, boolean lasting) {
    return new Worth(NOW.plusSeconds(secondsFromNow), lasting);
  }

  @Test
  void itIsFreshForItsLifetimeLessTheAgeThatItCameWith() {
    assertEquals(until(60, !LASTING), worth("Cache-Control", "max-age=60"));
    assertEquals(until(50, !LASTING), worth("Cache-Control", "max-age=60", "Age", "10"));
    assertEquals(until(40, !LASTING), worth("Cache-Control", "max-age=60", "Date", date(20)));
    assertEquals(until(0, !LASTING), worth("Cache-Control", "max-age=60", "Age", "61"));
    assertEquals(until(0, !LASTING), worth("Cache-Control", "max-age=60, no-cache"));
  }

  @Test
  void whatCanBeValidatedOutlastsItsFreshness() {
    assertEquals(until(60, LASTING), worth("Cache-Control", "max-age=60", "ETag", "\"a\""));
    assertEquals(
        until(60, LASTING),
        worth("Cache-Control", "max-age=60", "Last-Modified", date(1000), "Date", date(0)));
    assertEquals(until(0, LASTING), worth("Cache-Control", "no-cache", "ETag", "\"a\""));
  }

  @Test
  void whatMayBeServedStaleOutlastsItsFreshness() {
    assertEquals(until(60, LASTING), worth("Cache-Control", "max-age=60, stale-if-error=86400"));
    assertEquals(
        until(60, !LASTING),
        worth("Cache-Control", "max-age=60, stale-if-error=86400, must-revalidate"));
  }

  @Test
  void whereNoOriginMayBeAskedAllIsOfUseForEver() {
    CachePolicy offline = new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT.whileDisconnected());
    assertEquals(until(60, LASTING), offline.worth(receivedNow("Cache-Control", "max-age=60")));
  }

  private static Worth worthWith(Adjustment rule, StoredHead head) {
    return new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT.adjusted(rule)).worth(head);
  }

  @Test
  void whatARuleKeepsIsOfUseForEver() {
    Adjustment keep = new Adjustment(null, Duration.ZERO, null, Set.of(), false, true);
    assertEquals(until(0, LASTING), worthWith(keep, receivedNow()));
    StoredHead notFound = new StoredHead(404, "Not Found", Fields.EMPTY, Fields.EMPTY, NOW, NOW);
    assertEquals(until(0, !LASTING), worthWith(keep, notFound), "of no status that a rule keeps");
  }

  @Test
  void whatARuleLetsNobodyHaveIsOfNoUse() {
    Adjustment never = new Adjustment(null, null, null, Set.of(), true, false);
    StoredHead head = receivedNow("Cache-Control", "max-age=60", "ETag", "\"a\"");
    assertEquals(until(0, !LASTING), worthWith(never, head));
  }

  @Test
  void theFixedPolicyKnowsItsLifetimeAlone() {
    StoredHead head =
        new StoredHead(200, "OK", Fields.of("ETag", "\"a\""), Fields.EMPTY, ago(20), ago(10));
    Instant until = ago(10).plusSeconds(60);
    assertEquals(
        new Worth(until, !LASTING), new FixedPolicy(Duration.ofSeconds(60), false).worth(head));
    assertEquals(
        new Worth(until, LASTING), new FixedPolicy(Duration.ofSeconds(60), true).worth(head));
  }
}
