package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import larder.forwarding.CollapsingFixture.Asked;
import larder.forwarding.Conclusion.Result;
import larder.forwarding.GatedOrigins.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the origin says to one user who validates, and what becomes of it for the next. */
class OneUsersValidationTest {
  private static final String TAG = "W/\"a\"";
  private static final String[] CREDENTIALS = {"Authorization", "Basic eDp5"};

  private static String[] tagged(String... more) {
    return Stream.of(new String[] {"ETag", TAG}, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private static void stores(CollapsingFixture f, String... fields) throws InterruptedException {
    f.gets();
    f.origins.next().answers(200, 2, tagged(fields)).sends("ok").ends();
    f.allAreAnswered();
  }

  /** Another user, whom the origin tells that it is still good. */
  private static FakeClient validates(CollapsingFixture f, String[] request, String... answer)
      throws InterruptedException {
    Asked asked = f.gets(request);
    Call call = f.origins.next();
    assertEquals(TAG, call.request.fields().first("If-None-Match"));
    call.answers(304, 0, tagged(answer)).ends();
    assertEquals("ok", asked.client().text());
    return asked.client();
  }

  private static FakeClient validates(CollapsingFixture f, String... answer)
      throws InterruptedException {
    return validates(f, new String[0], answer);
  }

  @Test
  void aCookieGoesToTheOneWhoAsked() throws Exception {
    try (var f = new CollapsingFixture()) {
      stores(f);
      assertEquals("sid=B", validates(f, "Set-Cookie", "sid=B").field("Set-Cookie"));
      assertNull(validates(f).field("Set-Cookie"));
    }
  }

  /** Nor does it matter that this client has the content already. */
  @Test
  void aCookieGoesWithTheNotModifiedOfTheOneWhoAsked() throws Exception {
    try (var f = new CollapsingFixture()) {
      stores(f, "Cache-Control", "max-age=60");
      FakeClient asked =
          isToldToBeUnchanged(f, "Set-Cookie", "sid=B", "Set-Cookie", "lang=en", "X", "1");
      assertEquals(List.of("sid=B", "lang=en"), cookies(asked));

      assertEquals(List.of(), cookies(isToldToBeUnchanged(f)));
      assertEquals(List.of(), cookies(isToldToBeUnchanged(f, "Cache-Control", "max-age=60")));
      Asked hit = f.gets("If-None-Match", TAG);
      assertEquals(List.of(), cookies(hit.client()));
      assertEquals(Result.NOT_MODIFIED_HIT, hit.conclusion().result());
    }
  }

  @Test
  void aCookieThatWasForEverybodyIsInNoNotModifiedThatDoesNotSetIt() throws Exception {
    try (var f = new CollapsingFixture()) {
      stores(f, "Cache-Control", "public, max-age=60", "Set-Cookie", "a=b");
      assertEquals(List.of(), cookies(isToldToBeUnchanged(f, "Cache-Control", "max-age=60")));
      assertEquals("a=b", f.gets().client().field("Set-Cookie"));
    }
  }

  /** By its own origin, as what is stored is stale. */
  private static FakeClient isToldToBeUnchanged(CollapsingFixture f, String... answer)
      throws InterruptedException {
    f.advance(Duration.ofMinutes(2));
    Asked asked = f.gets("If-None-Match", TAG);
    f.origins.next().answers(304, 0, tagged(answer)).ends();
    assertEquals(304, asked.client().status());
    return asked.client();
  }

  private static List<String> cookies(FakeClient client) {
    return Objects.requireNonNull(client.head).fields().all("Set-Cookie");
  }

  @Test
  void aCookieIsInNoHitThatComesOfIt() throws Exception {
    try (var f = new CollapsingFixture()) {
      stores(f, "Date", "Fri, 02 Jan 2026 03:04:05 GMT", "Cache-Control", "no-cache");
      FakeClient asked =
          validates(
              f,
              "Set-Cookie",
              "sid=B",
              "Cache-Control",
              "foo",
              "Last-Modified",
              "Fri, 02 Jan 2025 03:04:05 GMT");
      assertEquals("sid=B", asked.field("Set-Cookie"));

      Asked next = f.gets();
      assertNull(next.client().field("Set-Cookie"));
      assertEquals(Result.HIT, next.conclusion().result());
    }
  }

  @Test
  void aCookieIsForNobodyWhoWaits() throws Exception {
    try (var f = new CollapsingFixture()) {
      stores(f, "Cache-Control", "max-age=60");
      f.advance(Duration.ofMinutes(2));
      Asked leader = f.gets();
      Call call = f.origins.next();
      Asked waiter = f.gets().waits();
      call.answers(304, 0, tagged("Set-Cookie", "sid=B", "X", "1")).ends();

      assertEquals("sid=B", leader.client().field("Set-Cookie"));
      assertNull(waiter.client().field("Set-Cookie"));
      assertEquals("1", waiter.client().field("X"));
      assertEquals(WaitEnd.SERVED, waiter.conclusion().waiting());
    }
  }

  @ParameterizedTest
  @CsvSource({"'public, max-age=60', max-age=60", "max-age=60, max-age=60"})
  void whatWasGotWithCredentialsFreshensNothingForOthers(String before, String after)
      throws Exception {
    try (var f = new CollapsingFixture()) {
      stores(f, "Cache-Control", before);
      f.advance(Duration.ofMinutes(2));
      String[] answer = {"Cache-Control", after, "X-Account", "alice"};
      assertEquals("alice", validates(f, CREDENTIALS, answer).field("X-Account"));

      FakeClient next = validates(f, "Cache-Control", after);
      assertNull(next.field("X-Account"));
      assertEquals(Result.HIT, f.gets().conclusion().result());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"private, max-age=60", "no-store, max-age=60"})
  void whatIsForOneUserIsAskedAboutForTheNext(String directives) throws Exception {
    try (var f = new CollapsingFixture()) {
      stores(f, "Cache-Control", "public, max-age=60");
      f.advance(Duration.ofMinutes(2));
      String[] answer = {"Cache-Control", directives, "X-Account", "alice"};
      assertEquals("alice", validates(f, answer).field("X-Account"));

      assertNull(validates(f, "Cache-Control", directives).field("X-Account"));
      Asked lenient = f.gets("Cache-Control", "stale-if-error=600");
      f.origins.next().answers(503, 5).sends("sorry").ends();
      assertEquals("sorry", lenient.client().text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"private", "max-age=0"})
  void whatTheLastRequestGotIsNotTakenBackByAnAnswerThatComesLate(String directives)
      throws Exception {
    try (var f = new CollapsingFixture()) {
      stores(f, "Cache-Control", "max-age=60");
      f.advance(Duration.ofMinutes(2));
      Asked early = f.gets();
      Call call = f.origins.next();
      f.advance(Duration.ofSeconds(1));
      validates(f, new String[] {"Cache-Control", "no-cache"}, "Cache-Control", directives);
      call.answers(304, 0, tagged("Cache-Control", "max-age=3600")).ends();
      assertEquals("ok", early.client().text());

      validates(f, "Cache-Control", directives);
    }
  }

  @Test
  void nobodyWhoWaitsGetsWhatIsForOneUser() throws Exception {
    try (var f = new CollapsingFixture()) {
      stores(f, "Cache-Control", "max-age=60");
      f.advance(Duration.ofMinutes(2));
      Asked leader = f.gets();
      Call call = f.origins.next();
      Asked waiter = f.gets().waits();
      call.answers(304, 0, tagged("Cache-Control", "private", "X-Account", "alice")).ends();
      assertEquals("alice", leader.client().field("X-Account"));

      f.origins.next().answers(304, 0, tagged("Cache-Control", "private")).ends();
      assertNull(waiter.client().field("X-Account"));
      assertEquals(WaitEnd.UNSUITABLE, waiter.conclusion().waiting());
    }
  }
}
