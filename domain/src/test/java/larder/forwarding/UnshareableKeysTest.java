package larder.forwarding;

import static larder.forwarding.CollapsingFixture.FRESH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import larder.forwarding.CollapsingFixture.Asked;
import larder.forwarding.GatedOrigins.Call;
import org.junit.jupiter.api.Test;

/** Answers that nobody can share, as those to long polls: who has learnt it spares the others. */
class UnshareableKeysTest {
  private static final String[] NOT_STORED = {"Cache-Control", "no-store"};
  private static final Duration NEARLY_FORGOTTEN = Sharing.defaults().remembered().minusMillis(1);

  private static void assertDidNotWait(Asked asked) throws Exception {
    assertEquals(WaitEnd.NOT_STORED, asked.conclusion().waiting());
    assertFalse(asked.cacheStatus().contains("collapsed"), "It waited");
  }

  @Test
  void onceOneHasWaitedForLongWhoeverComesAsksAtOnce() throws Exception {
    var impatient = new Sharing(10, Duration.ZERO, 10, Duration.ofMinutes(1));
    try (var f = new CollapsingFixture(impatient, FinishAborted.NEVER)) {
      Asked leader = f.gets();
      Call silent = f.origins.next();
      Asked waiter = f.gets();
      Call own = f.origins.next();
      Asked third = f.gets();
      f.origins.next().answers(200, 2, NOT_STORED).sends("ok").ends();
      assertDidNotWait(third);

      own.answers(200, 2, NOT_STORED).sends("ok").ends();
      assertEquals(WaitEnd.TIMED_OUT, waiter.conclusion().waiting());
      silent.answers(200, 2, NOT_STORED).sends("ok").ends();
      assertNull(leader.conclusion().waiting());
    }
  }

  @Test
  void whatTheLeaderGetsInTheEndIsThereForAll() throws Exception {
    var impatient = new Sharing(10, Duration.ZERO, 10, Duration.ofMinutes(1));
    try (var f = new CollapsingFixture(impatient, FinishAborted.NEVER)) {
      Asked leader = f.gets();
      Call slow = f.origins.next();
      f.gets();
      Call own = f.origins.next();
      slow.answers(200, 2, FRESH).sends("ok").ends();
      leader.client();
      assertEquals("larder; hit; ttl=60", f.gets().cacheStatus());
      own.answers(200, 2, FRESH).sends("ok").ends();
    }
  }

  @Test
  void aKeyIsRememberedForAsLongAsItsAnswersAreNotStored() throws Exception {
    try (var f = new CollapsingFixture()) {
      f.gets();
      f.origins.next().answers(200, 0, NOT_STORED).ends();
      f.allAreAnswered();
      for (int i = 0; i < 3; i++) {
        f.advance(NEARLY_FORGOTTEN);
        Asked alone = f.gets();
        f.origins.next().answers(200, 0, NOT_STORED).ends();
        assertDidNotWait(alone);
      }
    }
  }
}
