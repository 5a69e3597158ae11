package larder.forwarding;

import static larder.forwarding.CollapsingFixture.FRESH;
import static larder.forwarding.CollapsingFixture.URI;
import static larder.forwarding.CollapsingFixture.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import larder.caching.FixedPolicy;
import larder.forwarding.CollapsingFixture.Asked;
import larder.forwarding.GatedOrigins.Call;
import larder.http.Method;
import org.junit.jupiter.api.Test;

/** What was asked for before something changed, and comes to its end afterwards. */
class LateAnswersTest {
  @Test
  void whatWasInvalidatedMeanwhileIsNotJoinedNorStored() throws Exception {
    try (var f = new CollapsingFixture()) {
      Asked before = f.gets();
      Call old = f.origins.next().answers(200, 3, FRESH).sends("o");
      f.advance(Duration.ofSeconds(1));
      f.deletes(URI);
      f.advance(Duration.ofSeconds(1));
      Asked after = f.gets();
      f.origins.next().answers(200, 3, FRESH).sends("new").ends();
      assertEquals("new", after.client().text());
      old.sends("ld").ends();
      assertEquals("old", before.client().text());

      Asked later = f.gets();
      assertEquals("new", later.client().text());
      assertTrue(later.cacheStatus().startsWith("larder; hit"));
    }
  }

  @Test
  void whatWasInvalidatedMeanwhileIsNoHitThoughNothingElseCame() throws Exception {
    try (var f = new CollapsingFixture()) {
      Asked before = f.gets();
      Call old = f.origins.next().answers(200, 3, FRESH).sends("o");
      Asked follower = f.gets().hasBegun();
      f.deletes(URI);
      old.sends("ld").ends();
      assertEquals("old", before.client().text());
      assertEquals("old", follower.client().text());

      Asked after = f.gets();
      f.origins.next().answers(200, 3, FRESH).sends("new").ends();
      assertEquals("new", after.client().text());
      assertEquals("new", f.gets().client().text());
    }
  }

  @Test
  void whatAnotherProxyInvalidatedMeanwhileIsNotJoined() throws Exception {
    try (var f = new CollapsingFixture();
        var other = f.beside()) {
      Asked before = f.gets();
      Call old = f.origins.next();
      other.deletes(URI);
      Asked late = f.gets().waits();
      old.answers(200, 3, FRESH).sends("old").ends();
      f.origins.next().answers(200, 3, FRESH).sends("new").ends();
      assertEquals("old", before.client().text());
      assertEquals("new", late.client().text());
    }
  }

  @Test
  void aQueryIsInvalidatedThoughAnotherProxyStoredWhatAnswersForIt() throws Exception {
    try (var f = new CollapsingFixture();
        var other = f.beside()) {
      String[] anyQuery = with(FRESH, "No-Vary-Search", "params=(\"q\")");
      f.asks(Method.GET, URI + "?q=1", Integer.MAX_VALUE);
      f.origins.next().answers(200, 3, anyQuery).sends("old").ends();
      f.allAreAnswered();
      other.deletes(URI + "?q=2");

      Asked after = f.asks(Method.GET, URI + "?q=2", Integer.MAX_VALUE);
      f.origins.next().answers(200, 3, anyQuery).sends("new").ends();
      assertEquals("new", after.client().text());
    }
  }

  /** Its own policy does not know that one answer can be for many queries. */
  @Test
  void aProxyWithAnotherPolicyInvalidatesWhatAnswersForItsQuery() throws Exception {
    try (var f = new CollapsingFixture();
        var other = f.beside(new FixedPolicy(Duration.ofMinutes(1)))) {
      String[] anyQuery = with(FRESH, "No-Vary-Search", "params=(\"q\")");
      f.asks(Method.GET, URI + "?q=1", Integer.MAX_VALUE);
      f.origins.next().answers(200, 3, anyQuery).sends("old").ends();
      f.allAreAnswered();
      other.deletes(URI + "?q=2");

      Asked after = f.asks(Method.GET, URI + "?q=2", Integer.MAX_VALUE);
      f.origins.next().answers(200, 3, anyQuery).sends("new").ends();
      assertEquals("new", after.client().text());
    }
  }

  /** Who invalidates has looked for other queries, and has not yet noted its own. */
  @Test
  void whatIsStoredInTheMidstOfAnInvalidationDoesNotAnswerForItsQuery() throws Exception {
    try (var f = new CollapsingFixture()) {
      String[] anyQuery = with(FRESH, "No-Vary-Search", "params=(\"q\")");
      Asked before = f.asks(Method.GET, URI + "?q=1", Integer.MAX_VALUE);
      Call old = f.origins.next();
      AtomicBoolean looked = new AtomicBoolean();
      f.store.whenFound =
          () -> {
            if (!looked.getAndSet(true)) {
              old.answers(200, 3, anyQuery).sends("old").ends();
              before.awaitEnd();
            }
          };
      f.deletes(URI + "?q=2");

      Asked after = f.asks(Method.GET, URI + "?q=2", Integer.MAX_VALUE);
      f.origins.next().answers(200, 3, anyQuery).sends("new").ends();
      assertEquals("new", after.client().text());
    }
  }

  @Test
  void whatWasAskedForBeforeItsTargetWasNamedIsNotStored() throws Exception {
    for (String field : List.of("Location", "Content-Location")) {
      try (var f = new CollapsingFixture()) {
        f.gets();
        Call old = f.origins.next();
        Asked change = f.asks(Method.POST, "http://example.org/b", Integer.MAX_VALUE);
        f.origins.next().answers(200, 0, field, "/a").ends();
        assertEquals(200, change.client().status());
        old.answers(200, 3, FRESH).sends("old").ends();
        f.allAreAnswered();

        f.gets();
        f.origins.next().answers(200, 3, FRESH).sends("new").ends();
        assertEquals("new", f.gets().client().text());
      }
    }
  }

  @Test
  void whatIsGoodForAQueryThatWasInvalidatedMeanwhileIsNotStored() throws Exception {
    try (var f = new CollapsingFixture()) {
      String[] anyQuery = with(FRESH, "No-Vary-Search", "params=(\"q\")");
      f.asks(Method.GET, URI + "?q=1", Integer.MAX_VALUE);
      Call old = f.origins.next();
      f.deletes(URI + "?q=2");
      old.answers(200, 3, anyQuery).sends("old").ends();
      f.allAreAnswered();

      Asked after = f.asks(Method.GET, URI + "?q=2", Integer.MAX_VALUE);
      f.origins.next().answers(200, 3, anyQuery).sends("new").ends();
      assertEquals("new", after.client().text());
    }
  }

  @Test
  void whatEndsLateDoesNotTakeThePlaceOfWhatWasAskedForLater() throws Exception {
    try (var f = new CollapsingFixture()) {
      f.gets("If-None-Match", "\"e\""); // does not lead
      Call old = f.origins.next().answers(200, 3, FRESH).sends("o");
      f.advance(Duration.ofSeconds(1));
      f.gets();
      f.origins.next().answers(200, 3, FRESH).sends("new").ends();
      old.sends("ld").ends();
      f.allAreAnswered();
      assertEquals("new", f.gets().client().text());
    }
  }

  @Test
  void whatWasRequestedByAClockThatWasSetBackSinceIsNotKept() throws Exception {
    try (var f = new CollapsingFixture()) {
      f.gets();
      Call old = f.origins.next().answers(200, 3, FRESH).sends("o");
      Asked follower = f.gets().hasBegun();
      f.advance(Duration.ofHours(-1));
      old.sends("ld").ends();
      f.allAreAnswered();
      assertEquals("old", follower.client().text());

      f.gets();
      f.origins.next().answers(200, 3, FRESH).sends("new").ends();
      f.allAreAnswered();
      assertEquals("new", f.gets().client().text());
    }
  }

  @Test
  void whatComesAfterTheClockWasSetBackWasRequestedNoLater() throws Exception {
    try (var f = new CollapsingFixture()) {
      f.gets();
      Call call = f.origins.next();
      f.advance(Duration.ofHours(-1));
      call.answers(200, 3, "Cache-Control", "max-age=60").sends("old").ends();
      f.allAreAnswered();
      assertEquals("old", f.gets().client().text());

      f.advance(Duration.ofMinutes(2));
      f.gets();
      f.origins.next().answers(200, 3, "Cache-Control", "max-age=60").sends("new").ends();
      f.allAreAnswered();
      assertEquals("new", f.gets().client().text());
    }
  }
}
