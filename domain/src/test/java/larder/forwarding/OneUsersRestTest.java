package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.stream.Stream;
import larder.forwarding.CollapsingFixture.Asked;
import larder.forwarding.Conclusion.Result;
import larder.forwarding.GatedOrigins.Call;
import larder.http.TransferException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What one user gets with the rest of a content whose beginning is stored is not the next one's.
 */
class OneUsersRestTest {
  private static final int ALL = 100_000;
  private static final String BEGINNING = "a".repeat(70_000);
  private static final String REST = "b".repeat(ALL - BEGINNING.length());

  private static String[] tagged(String... more) {
    return Stream.of(new String[] {"ETag", "\"e\""}, more)
        .flatMap(Stream::of)
        .toArray(String[]::new);
  }

  private static void storesTheBeginning(CollapsingFixture f, String directives)
      throws InterruptedException {
    f.gets();
    f.origins
        .next()
        .answers(200, ALL, tagged("Cache-Control", directives))
        .sends(BEGINNING)
        .fails(Kind.CUT_SHORT);
    f.allAreAnswered();
  }

  /** The origin is asked for the rest. */
  private static Call rest(CollapsingFixture f) throws InterruptedException {
    Call call = f.origins.next();
    assertEquals("bytes=70000-", call.request.fields().first("Range"));
    return call;
  }

  private static void answers(Call call, String... fields) {
    String[] all = tagged("Content-Range", "bytes 70000-99999/100000");
    call.answers(
            206, REST.length(), Stream.of(all, fields).flatMap(Stream::of).toArray(String[]::new))
        .sends(REST)
        .ends();
  }

  @Test
  void aCookieGoesToTheOneWhoAskedAndToNobodyElse() throws Exception {
    try (var f = new CollapsingFixture()) {
      storesTheBeginning(f, "max-age=3600");
      Asked leader = f.gets();
      Call call = rest(f);
      Asked waiter = f.gets().waits();
      answers(call, "Set-Cookie", "sid=B");
      assertEquals("sid=B", leader.client().field("Set-Cookie"));
      assertEquals(BEGINNING + REST, leader.client().text());
      assertEquals("larder; fwd=partial; fwd-status=206; detail=set-cookie", leader.cacheStatus());

      answers(rest(f));
      assertEquals(BEGINNING + REST, waiter.client().text());
      assertNull(waiter.client().field("Set-Cookie"));
      assertEquals(WaitEnd.NOT_STORED, waiter.conclusion().waiting());
      assertEquals(Result.HIT, f.gets().conclusion().result());
      assertNull(f.gets().client().field("Set-Cookie"));
    }
  }

  @Test
  void aCookieThatOthersMayHaveIsStored() throws Exception {
    try (var f = new CollapsingFixture()) {
      storesTheBeginning(f, "max-age=3600");
      f.gets();
      answers(rest(f), "Cache-Control", "max-age=60", "Set-Cookie", "a=b");
      f.allAreAnswered();
      assertEquals("a=b", f.gets().client().field("Set-Cookie"));
    }
  }

  @ParameterizedTest
  @CsvSource({"'public, max-age=3600',", "'public, max-age=3600', max-age=60"})
  void whatWasGotWithCredentialsIsStoredOnlyWithTheLeaveOfTheRest(String before, String own)
      throws Exception {
    try (var f = new CollapsingFixture()) {
      storesTheBeginning(f, before);
      Asked bob = f.gets("Authorization", "Basic eDp5");
      String[] directives = own == null ? new String[0] : new String[] {"Cache-Control", own};
      answers(
          rest(f),
          Stream.of(new String[] {"X-Account", "bob"}, directives)
              .flatMap(Stream::of)
              .toArray(String[]::new));
      assertEquals("bob", bob.client().field("X-Account"));
      assertEquals(BEGINNING + REST, bob.client().text());

      Asked next = f.gets();
      answers(rest(f));
      assertNull(next.client().field("X-Account"));
      assertEquals(Result.HIT, f.gets().conclusion().result());
    }
  }

  @Test
  void whatWasGotWithCredentialsAndIsForEverybodyIsStored() throws Exception {
    try (var f = new CollapsingFixture()) {
      storesTheBeginning(f, "public, max-age=3600");
      f.gets("Authorization", "Basic eDp5");
      answers(rest(f), "Cache-Control", "public, max-age=60");
      f.allAreAnswered();
      assertEquals(Result.HIT, f.gets().conclusion().result());
    }
  }
}
