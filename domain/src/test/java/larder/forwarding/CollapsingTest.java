package larder.forwarding;

import static larder.forwarding.CollapsingFixture.FRESH;
import static larder.forwarding.CollapsingFixture.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import larder.forwarding.CollapsingFixture.Asked;
import larder.forwarding.Conclusion.Result;
import larder.forwarding.GatedOrigins.Call;
import larder.http.Method;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One fetch for many: who shares it, who does not, and how each wait ends. */
class CollapsingTest {
  private static final String MISS = "larder; fwd=uri-miss; fwd-status=200; stored";
  private static final String IN_VAIN = MISS + "; collapsed=?0";

  @Test
  void manyShareOneFetchAndHaveItsFirstBytesBeforeItsEnd() throws Exception {
    try (var f = new CollapsingFixture()) {
      List<Asked> all = new ArrayList<>();
      all.add(f.gets());
      Call call = f.origins.next();
      all.add(f.gets().waits());
      all.add(f.gets().waits());
      call.answers(200, 8, FRESH).sends("1234");
      all.add(f.gets());
      for (Asked each : all) {
        each.hasBegun();
      }
      all.getFirst().wantsMore();
      f.advance(Duration.ofSeconds(3));
      all.add(f.gets().hasBegun());
      call.sends("5678").ends();

      for (Asked each : all) {
        assertEquals("12345678", each.client().text());
        assertTrue(each.client().complete);
      }
      assertEquals(MISS, all.getFirst().cacheStatus());
      for (Asked follower : all.subList(1, all.size())) {
        assertEquals("larder; fwd=uri-miss; collapsed", follower.cacheStatus());
        assertEquals(Result.COLLAPSED, follower.conclusion().result());
        assertEquals(WaitEnd.SERVED, follower.conclusion().waiting());
        assertNull(follower.conclusion().origin());
      }
      assertEquals("0", all.get(1).client().field("Age"));
      assertEquals("3", all.getLast().client().field("Age"));
      assertEquals("1.1 larder-1", all.getLast().client().field("Via"));
      assertEquals("larder; hit; ttl=57", f.gets().cacheStatus());
    }
  }

  @Test
  void anAnswerThatIsNotStoredSendsAllWhoWaitedToTheOriginSideBySide() throws Exception {
    try (var f = new CollapsingFixture()) {
      Asked leader = f.gets();
      Call call = f.origins.next();
      List<Asked> waiters = List.of(f.gets().waits(), f.gets().waits());
      call.answers(200, 6, "Cache-Control", "no-store").sends("mine");

      List<Call> own = List.of(f.origins.next(), f.origins.next());
      own.forEach(each -> each.answers(200, 2, "Cache-Control", "no-store").sends("ok").ends());
      for (Asked each : waiters) {
        assertEquals("ok", each.client().text());
        assertEquals(
            "larder; fwd=uri-miss; fwd-status=200; collapsed=?0; detail=no-store",
            each.cacheStatus());
        assertEquals(WaitEnd.NOT_STORED, each.conclusion().waiting());
      }
      call.sends("!!").ends();
      assertEquals("mine!!", leader.client().text());
      assertNull(leader.conclusion().waiting());
    }
  }

  @Test
  void aKeyThatIsKnownNotToBeStoredIsNotWaitedForUntilThatIsForgotten() throws Exception {
    try (var f = new CollapsingFixture()) {
      f.gets();
      f.origins.next().answers(200, 0, "Cache-Control", "no-store").ends();
      f.allAreAnswered();
      Asked first = f.gets();
      Call call = f.origins.next();
      Asked second = f.gets();
      f.origins.next().answers(200, 0, "Cache-Control", "no-store").ends();
      assertEquals(WaitEnd.NOT_STORED, second.conclusion().waiting());
      assertFalse(second.cacheStatus().contains("collapsed"), "it did not wait");
      call.answers(200, 0, "Cache-Control", "no-store").ends();
      first.client();

      f.advance(Sharing.defaults().remembered());
      f.gets();
      call = f.origins.next();
      Asked waiter = f.gets().waits();
      call.answers(200, 2, "Cache-Control", "max-age=60").sends("ok").ends();
      assertEquals("ok", waiter.client().text());
    }
  }

  @Test
  void anotherVariantIsFetchedAtOnce() throws Exception {
    try (var f = new CollapsingFixture()) {
      String[] varying = with(FRESH, "Vary", "Accept-Language");
      Asked german = f.gets("Accept-Language", "de");
      Call call = f.origins.next();
      Asked waiting = f.gets("Accept-Language", "en").waits();
      Asked alsoGerman = f.gets("Accept-Language", "de");
      call.answers(200, 3, varying).sends("T");
      f.origins.next().answers(200, 3, varying).sends("day").ends();
      assertEquals("day", waiting.client().text());
      assertEquals(IN_VAIN, waiting.cacheStatus());
      assertEquals(WaitEnd.OTHER_VARIANT, waiting.conclusion().waiting());
      call.sends("ag").ends();
      assertEquals("Tag", german.client().text());
      assertEquals("Tag", alsoGerman.client().text());
    }
  }

  @Test
  void whatHasToBeValidatedEachTimeIsFetchedByEach() throws Exception {
    try (var f = new CollapsingFixture()) {
      String[] unsure = {"Cache-Control", "no-cache", "ETag", "\"e\""};
      f.gets();
      Call call = f.origins.next().answers(200, 2, unsure).sends("o");
      Asked other = f.gets();
      f.origins.next().answers(200, 2, unsure).sends("ok").ends();
      assertEquals(WaitEnd.UNSUITABLE, other.conclusion().waiting());
      call.sends("k").ends();
    }
  }

  @Test
  void aClientThatHasItIsToldSoAtOnce() throws Exception {
    try (var f = new CollapsingFixture()) {
      f.gets();
      Call call = f.origins.next().answers(200, 2, with(FRESH, "ETag", "\"e\"")).sends("o");
      Asked knowing = f.gets("If-None-Match", "\"e\"");
      assertEquals(304, knowing.client().status());
      assertEquals("larder; fwd=uri-miss; collapsed", knowing.cacheStatus());
      call.sends("k").ends();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Range: bytes=0-1", "Authorization: Basic YTpi"})
  void aSpecialRequestNeitherWaitsNorLeads(String line) throws Exception {
    String[] field = line.split(": ", 2);
    try (var f = new CollapsingFixture()) {
      f.gets(field);
      Call special = f.origins.next();
      f.gets();
      Call plain = f.origins.next();
      f.gets(field);
      f.origins.next().answers(200, 0, "Cache-Control", "no-store").ends();
      special.answers(200, 0, "Cache-Control", "no-store").ends();
      plain.answers(200, 0, FRESH).ends();
    }
  }

  @Test
  void headGoesByItself() throws Exception {
    try (var f = new CollapsingFixture()) {
      f.gets();
      Call call = f.origins.next();
      f.asks(Method.HEAD, 0);
      f.origins.next().answers(200, 0, FRESH).ends();
      call.answers(200, 0, FRESH).ends();
    }
  }

  @Test
  void aConditionalRequestDoesNotLead() throws Exception {
    try (var f = new CollapsingFixture()) {
      f.gets("If-None-Match", "\"e\"");
      Call conditional = f.origins.next();
      f.gets();
      f.origins.next().answers(200, 2, FRESH).sends("ok").ends();
      conditional.answers(304, 0, "ETag", "\"e\"").ends();
    }
  }

  @Test
  void aLeaderThatGetsNoAnswerSendsAllWhoWaitedToTheOrigin() throws Exception {
    try (var f = new CollapsingFixture()) {
      Asked leader = f.gets();
      Call call = f.origins.next();
      Asked waiter = f.gets().waits();
      call.fails(Kind.REFUSED);
      assertEquals(502, leader.client().status());
      f.origins.next().answers(200, 2, FRESH).sends("ok").ends();
      assertEquals("ok", waiter.client().text());
      assertEquals(IN_VAIN, waiter.cacheStatus());
      assertEquals(WaitEnd.LEADER_FAILED, waiter.conclusion().waiting());
    }
  }

  @Test
  void whoHasWaitedLongEnoughGoesByItself() throws Exception {
    var impatient = new Sharing(10, Duration.ZERO, 10, Duration.ofMinutes(1));
    try (var f = new CollapsingFixture(impatient, FinishAborted.NEVER)) {
      f.gets();
      Call call = f.origins.next();
      Asked waiter = f.gets();
      f.origins.next().answers(200, 2, FRESH).sends("ok").ends();
      assertEquals(WaitEnd.TIMED_OUT, waiter.conclusion().waiting());
      call.answers(200, 2, FRESH).sends("ok").ends();
    }
  }

  @Test
  void oneWaiterTooManyGoesByItself() throws Exception {
    var narrow = new Sharing(1, Duration.ofSeconds(30), 10, Duration.ofMinutes(1));
    try (var f = new CollapsingFixture(narrow, FinishAborted.NEVER)) {
      f.gets();
      Call call = f.origins.next();
      f.gets().waits();
      Asked second = f.gets();
      f.origins.next().answers(200, 2, FRESH).sends("ok").ends();
      assertEquals(WaitEnd.TOO_MANY_WAITERS, second.conclusion().waiting());
      call.answers(200, 2, FRESH).sends("ok").ends();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, -1})
  void contentCutShortIsCutShortForAll(int length) throws Exception {
    try (var f = new CollapsingFixture()) {
      Asked leader = f.gets();
      Call call = f.origins.next().answers(200, length, FRESH).sends("1234");
      Asked follower = f.gets().hasBegun();
      call.fails(Kind.CUT_SHORT);
      for (Asked each : List.of(leader, follower)) {
        assertEquals("1234", each.client().text());
        assertFalse(each.client().complete);
        assertEquals(Side.ORIGIN, each.conclusion().failure().side());
      }
      Asked next = f.gets();
      f.origins.next().answers(200, 2, FRESH).sends("ok").ends();
      assertEquals(MISS, next.cacheStatus());
    }
  }

  @Test
  void theHeadOfAFollowerDoesNotWaitForContent() throws Exception {
    try (var f = new CollapsingFixture()) {
      f.gets();
      Call call = f.origins.next().answers(200, 8, FRESH);
      Asked follower = f.gets().follows();
      call.fails(Kind.CUT_SHORT);
      assertEquals("larder; fwd=uri-miss; collapsed", follower.cacheStatus());
      assertFalse(follower.client().complete);
    }
  }

  @Test
  void whoCannotBeginToFollowAsksForItself() throws Exception {
    try (var f = new CollapsingFixture()) {
      f.store.failFollow = true;
      f.gets();
      Call call = f.origins.next().answers(200, 8, FRESH).sends("1234");
      Asked follower = f.gets();
      f.origins.next().answers(200, 2, FRESH).sends("ok").ends();
      assertEquals("ok", follower.client().text());
      assertEquals(IN_VAIN, follower.cacheStatus());
      assertEquals(WaitEnd.LEADER_FAILED, follower.conclusion().waiting());
      call.sends("5678").ends();
    }
  }

  @Test
  void aStoreThatTakesNoMoreCutsOffFollowersAndNotTheLeader() throws Exception {
    try (var f = new CollapsingFixture()) {
      f.store.most = 4;
      Asked leader = f.gets();
      Call call = f.origins.next().answers(200, -1, FRESH).sends("1234");
      Asked follower = f.gets().hasBegun();
      call.sends("5678");
      assertFalse(follower.client().complete);
      assertEquals(Side.STORE, follower.conclusion().failure().side());

      Asked another = f.gets();
      f.origins.next().answers(200, 2, FRESH).sends("ok").ends();
      assertEquals(WaitEnd.NOT_STORED, another.conclusion().waiting());
      call.ends();
      assertEquals("12345678", leader.client().text());
      assertTrue(leader.client().complete);
    }
  }

  @Test
  void theDownloadGoesOnForFollowersWhenItsClientLeaves() throws Exception {
    try (var f = new CollapsingFixture()) {
      Asked leader = f.getsImpatiently(4);
      Call call = f.origins.next().answers(200, 12, FRESH).sends("1234");
      Asked follower = f.gets().hasBegun();
      call.sends("5678").sends("9abc").ends();
      assertEquals("123456789abc", follower.client().text());
      assertTrue(follower.client().complete);
      assertEquals(Side.CLIENT, leader.conclusion().failure().side());
      assertEquals("larder; hit; ttl=60", f.gets().cacheStatus());
    }
  }

  @Test
  void theDownloadEndsWhenItsClientAndItsLastFollowerHaveLeft() throws Exception {
    try (var f = new CollapsingFixture()) {
      Asked leader = f.getsImpatiently(4);
      Call call = f.origins.next().answers(200, 12, FRESH).sends("1234");
      Asked follower = f.getsImpatiently(4).hasBegun();
      call.sends("5678");
      assertFalse(follower.client().complete);
      call.sends("9");
      assertFalse(leader.client().complete);
      call.closed.await();
      f.gets();
      f.origins.next().answers(200, 0, FRESH).ends();
    }
  }

  @Test
  void anAbortedDownloadIsFinishedIfItIsNearlyDone() throws Exception {
    try (var f = new CollapsingFixture(Sharing.defaults(), new FinishAborted(0, 50))) {
      Asked early = f.getsImpatiently(0);
      f.origins.next().answers(200, 12, FRESH).sends("1234");
      assertEquals(Side.CLIENT, early.conclusion().failure().side());

      Asked late = f.getsImpatiently(4);
      f.origins.next().answers(200, 12, FRESH).sends("1234").sends("56").sends("789abc").ends();
      assertEquals(Side.CLIENT, late.conclusion().failure().side());
      assertEquals("123456789abc", f.gets().client().text());
    }
  }
}
