package larder.forwarding;

import static larder.forwarding.CollapsingFixture.FRESH;
import static larder.forwarding.CollapsingFixture.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import larder.forwarding.CollapsingFixture.Asked;
import larder.forwarding.Conclusion.Result;
import larder.forwarding.GatedOrigins.Call;
import larder.http.TransferException.Kind;
import org.junit.jupiter.api.Test;

/** One validation for many: who is served what it brings, and who asks again. */
class SharedValidationTest {
  @Test
  void manyShareOneValidation() throws Exception {
    try (var f = new CollapsingFixture()) {
      f.gets();
      f.origins.next().answers(200, 2, with(FRESH, "ETag", "\"e\"")).sends("ok").ends();
      f.allAreAnswered();
      f.advance(Duration.ofMinutes(2));
      Asked leader = f.gets();
      Call call = f.origins.next();
      Asked waiter = f.gets().waits();
      assertEquals("\"e\"", call.request.fields().first("If-None-Match"));
      call.answers(304, 0, "ETag", "\"e\"", "Cache-Control", "max-age=600").ends();
      assertEquals("larder; fwd=stale; ttl=600; detail=freshened", leader.cacheStatus());
      assertEquals("ok", waiter.client().text());
      assertEquals("larder; fwd=stale; collapsed", waiter.cacheStatus());
      assertSame(WaitEnd.SERVED, waiter.conclusion().waiting());
    }
  }

  @Test
  void aValidationThatBringsANewResponseIsSharedWhileThatComes() throws Exception {
    try (var f = new CollapsingFixture()) {
      f.gets();
      f.origins.next().answers(200, 2, with(FRESH, "ETag", "\"e\"")).sends("ok").ends();
      f.allAreAnswered();
      f.advance(Duration.ofMinutes(2));
      f.gets();
      Call call = f.origins.next();
      Asked waiter = f.gets().waits();
      call.answers(200, 3, "Cache-Control", "max-age=60").sends("n");
      waiter.hasBegun();
      call.sends("ew").ends();
      assertEquals("new", waiter.client().text());
    }
  }

  @Test
  void aValidationThatFailsIsNobodysAnswerButTheLeaders() throws Exception {
    try (var f = new CollapsingFixture()) {
      f.gets();
      String[] forgiving = {"Cache-Control", "max-age=60, stale-if-error=600", "ETag", "\"e\""};
      f.origins.next().answers(200, 2, forgiving).sends("ok").ends();
      f.allAreAnswered();
      f.advance(Duration.ofMinutes(2));
      Asked leader = f.gets();
      Call call = f.origins.next();
      Asked waiter = f.gets().waits();
      call.fails(Kind.TIMED_OUT);
      assertEquals(Result.STALE_HIT, leader.conclusion().result());
      f.origins.next().fails(Kind.TIMED_OUT);
      assertEquals(Result.STALE_HIT, waiter.conclusion().result());
      assertEquals(WaitEnd.LEADER_FAILED, waiter.conclusion().waiting());
    }
  }
}
