package larder.forwarding;

import static larder.forwarding.CollapsingFixture.FRESH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.Stream;
import larder.forwarding.CollapsingFixture.Asked;
import larder.forwarding.GatedOrigins.Call;
import larder.http.Method;
import larder.store.StoreKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 9875: what goes with a group, at once and while it is still coming. */
class CacheGroupsTest {
  private static final String A = "http://example.org/a";
  private static final String B = "http://example.org/b";
  private static final String C = "http://example.org/c";

  private final CollapsingFixture f = new CollapsingFixture();

  @AfterEach
  void nothingIsLeft() {
    f.close();
  }

  private static String[] grouped(String groups) {
    return Stream.concat(Stream.of(FRESH), Stream.of("Cache-Groups", groups))
        .toArray(String[]::new);
  }

  private Asked get(String uri) {
    return f.asks(Method.GET, uri, Integer.MAX_VALUE);
  }

  private void fetched(String uri, String groups) throws InterruptedException {
    Asked asked = get(uri);
    f.origins.next().answers(200, 2, grouped(groups)).sends("ok").ends();
    assertEquals("larder; fwd=uri-miss; fwd-status=200; stored", asked.cacheStatus());
  }

  private void posted(String uri, String... fields) throws InterruptedException {
    f.advance(Duration.ofSeconds(1));
    Asked asked = f.asks(Method.POST, uri, Integer.MAX_VALUE);
    f.origins.next().answers(200, 0, fields).ends();
    asked.client();
    f.advance(Duration.ofSeconds(1));
  }

  @Test
  void whatIsOfANamedGroupIsFetchedAgainAndTheRestIsNot() throws Exception {
    fetched(A, "\"x\", \"y\"");
    fetched(B, "\"z\"");

    posted(C, "Cache-Group-Invalidation", "\"y\"");

    assertEquals("larder; hit; ttl=58", get(B).cacheStatus());
    fetched(A, "\"y\"");
    assertEquals("larder; hit; ttl=58", get(A).cacheStatus());
  }

  @Test
  void whatSharesAGroupWithTheTargetGoesWithItAndTakesNothingElseAlong() throws Exception {
    fetched(A, "\"x\"");
    fetched(B, "\"x\", \"y\"");
    fetched(C, "\"y\"");

    posted(A);

    assertEquals("larder; hit; ttl=58", get(C).cacheStatus());
    fetched(A, "\"x\"");
    fetched(B, "\"x\"");
  }

  @Test
  void whatIsComingIsForThoseWhoFollowItAlready() throws Exception {
    Asked leader = get(A);
    Call call = f.origins.next();
    Asked before = get(A).waits();
    call.answers(200, 4, grouped("\"x\"")).sends("ol");
    before.hasBegun();
    leader.wantsMore();

    posted(B, "Cache-Group-Invalidation", "\"x\"");
    Asked after = get(A);
    Call again = f.origins.next();
    call.sends("d!").ends();

    assertEquals("old!", leader.client().text());
    assertEquals("old!", before.client().text());
    assertTrue(f.store.find(new StoreKey(A)).isEmpty());
    again.answers(200, 3, grouped("\"x\"")).sends("new").ends();
    assertEquals("new", after.client().text());
    assertEquals(WaitEnd.UNSUITABLE, after.conclusion().waiting());
    assertEquals("new", get(A).client().text());
  }

  @Test
  void aClockThatIsSetBackDoesNotKeepAGroupFromBeingStored() throws Exception {
    fetched(A, "\"x\"");
    posted(B, "Cache-Group-Invalidation", "\"x\"");
    f.advance(Duration.ofHours(-1));

    fetched(A, "\"x\"");
    assertEquals("larder; hit; ttl=60", get(A).cacheStatus());
  }

  @Test
  void noMoreDoesItBringBackWhatWasInvalidatedWhileItCame() throws Exception {
    Asked leader = get(A);
    Call call = f.origins.next();
    f.advance(Duration.ofHours(-1));
    posted(B, "Cache-Group-Invalidation", "\"x\"");
    call.answers(200, 3, grouped("\"x\"")).sends("old").ends();

    assertEquals("old", leader.client().text());
    assertTrue(f.store.find(new StoreKey(A)).isEmpty());
  }

  @Test
  void whoeverWaitsForAHeadOfAnInvalidatedGroupAsksForItself() throws Exception {
    Asked leader = get(A);
    Call call = f.origins.next();
    Asked waiter = get(A).waits();
    posted(B, "Cache-Group-Invalidation", "\"x\"");
    call.answers(200, 3, grouped("\"x\"")).sends("old").ends();

    assertEquals("old", leader.client().text()); // what it stored is gone before the next comes
    f.origins.next().answers(200, 3, grouped("\"x\"")).sends("new").ends();
    assertEquals("new", waiter.client().text());
    assertEquals("new", get(A).client().text());
  }
}
