package larder.forwarding;

import static larder.forwarding.CollapsingFixture.FRESH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import larder.forwarding.CollapsingFixture.Asked;
import larder.forwarding.GatedOrigins.Call;
import org.junit.jupiter.api.Test;

/** A leader whose client takes little or nothing of what all wait for. */
class SlowLeaderTest {
  @Test
  void whoComesWhileItTakesNothingFetchesAnewForAllThatComeThen() throws Exception {
    try (var f = new CollapsingFixture()) {
      CountDownLatch takes = new CountDownLatch(1);
      Asked leader = f.getsSlowly(takes);
      Call held = f.origins.next().answers(200, 8, FRESH).sends("1234");
      leader.hasBegun();
      Asked follower = f.gets().hasBegun();

      f.advance(SharedFetch.LONGEST_PAUSE);
      Asked other = f.gets();
      Call own = f.origins.next().answers(200, 8, FRESH).sends("1234");
      Asked another = f.gets().hasBegun();
      own.sends("abcd").ends();
      assertEquals("1234abcd", other.client().text());
      assertEquals("larder; fwd=uri-miss; collapsed", another.cacheStatus());
      assertEquals("larder; hit; ttl=59", f.gets().cacheStatus());

      takes.countDown();
      held.sends("5678").ends();
      assertEquals("12345678", leader.client().text());
      assertEquals("12345678", follower.client().text());
      assertEquals("1234abcd", f.gets().client().text());
    }
  }

  @Test
  void whoTakesItsTimeButEnoughIsFollowed() throws Exception {
    try (var f = new CollapsingFixture()) {
      CountDownLatch takes = new CountDownLatch(1);
      Asked leader = f.getsSlowly(takes);
      Call call = f.origins.next().answers(200, 8, FRESH).sends("1234");
      leader.hasBegun();
      f.advance(SharedFetch.LONGEST_PAUSE.minus(Duration.ofMillis(1)));
      Asked follower = f.gets().hasBegun();
      takes.countDown();
      call.sends("5678").ends();
      assertEquals("larder; fwd=uri-miss; collapsed", follower.cacheStatus());
      assertTrue(leader.client().complete);
    }
  }
}
