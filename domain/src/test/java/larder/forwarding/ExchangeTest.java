package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import larder.caching.Answer;
import larder.caching.Reason;
import larder.forwarding.Conclusion.Result;
import larder.http.ByteRange;
import larder.http.Fields;
import larder.http.Method;
import larder.http.ResponseHead;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.store.StoreKey;
import org.junit.jupiter.api.Test;

/** What is done once the policy has decided. */
class ExchangeTest {
  private final ExchangeFixture f = new ExchangeFixture();

  @Test
  void aMissGoesToTheOriginAndIsStored() {
    f.origins.answers(200, Fields.of("Date", "d", "X", "1"), "hello world");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("hello world", f.client.text());
    assertTrue(f.client.complete);
    assertEquals("larder; fwd=uri-miss; fwd-status=200; stored", f.cacheStatus());
    assertEquals("1.1 larder-1", f.client.field("Via"));
    assertEquals(11, stored().length());
    assertFalse(stored().head().fields().has("Via"), "what we add on the way out is not stored");
    assertEquals(Result.MISS, f.concluded().result());
    assertEquals(Reason.EXPLICIT_FRESHNESS, f.concluded().storing());
    assertEquals(1, f.origins.closedBodies);
  }

  @Test
  void itCanBeFoundBeforeTheClientHasItsLastByte() {
    f.origins.answers(200, Fields.of("Date", "d"), "12345678");
    List<Integer> found = new ArrayList<>();
    f.client.beforeContent = () -> found.add(f.store.stored.size());

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(List.of(0, 1), found);
  }

  @Test
  void contentOfUnknownLengthIsStoredOnceItHasEnded() {
    f.origins.answersUnannounced(200, Fields.of("Date", "d"), "12345678");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(8, stored().length());
  }

  @Test
  void contentThatIsEmptyIsStoredThoughNobodyWritesItOut() {
    f.client.takesContent = false;
    f.origins.answers(204, Fields.of("Date", "d"), "");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(204, stored().head().status());
    assertEquals(0, stored().length());
  }

  @Test
  void whatMayNotBeStoredIsPassedOnWithTheReason() {
    f.policy.store = false;
    f.origins.answers(200, Fields.of("Date", "d"), "secret");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("secret", f.client.text());
    assertTrue(f.store.stored.isEmpty());
    assertEquals("larder; fwd=uri-miss; fwd-status=200; detail=no-store", f.cacheStatus());
  }

  @Test
  void aHitIsServedWithAgeViaAndCacheStatus() {
    f.stored("hello", "Date", "d", "ETag", "\"e\"");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("hello", f.client.text());
    assertEquals("10", f.client.field("Age"));
    assertEquals("larder; hit; ttl=50", f.cacheStatus());
    assertEquals("1.1 larder-1", f.client.field("Via"));
    assertTrue(f.origins.asked.isEmpty());
    assertEquals(Result.HIT, f.concluded().result());
    assertNull(f.concluded().origin());
  }

  @Test
  void theCurrentAgeTakesThePlaceOfTheOneThatCame() {
    f.stored("hello", "Age", "7", "Date", "d");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("10", f.client.field("Age"));
  }

  @Test
  void aHitComesAfterTheMembersOfCacheStatusThatWereStored() {
    f.stored("hello", "Cache-Status", "other; hit");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("other; hit, larder; hit; ttl=50", f.cacheStatus());
  }

  @Test
  void headGetsTheLengthAndNoContent() {
    f.stored("hello", "Date", "d");

    f.asks(Method.HEAD, ExchangeFixture.URI);

    assertEquals("", f.client.text());
    assertEquals("5", f.client.field("Content-Length"));
  }

  @Test
  void aClientThatHasItGetsNotModified() {
    f.stored("hello", "Date", "d", "ETag", "\"e\"", "Content-Type", "text/plain", "Vary", "A");
    f.policy.answer = Answer.NOT_MODIFIED;

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(304, f.client.status());
    assertEquals("", f.client.text());
    assertEquals("\"e\"", f.client.field("ETag"));
    assertEquals("A", f.client.field("Vary"));
    assertNull(f.client.field("Content-Type"));
    assertEquals(Result.NOT_MODIFIED_HIT, f.concluded().result());
  }

  @Test
  void aPartIsServedFromTheWhole() {
    f.stored("hello world", "Date", "d");
    f.policy.answer = new Answer.Part(new ByteRange(6, 8));

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(206, f.client.status());
    assertEquals("bytes 6-8/11", f.client.field("Content-Range"));
    assertEquals("wor", f.client.text());
  }

  @Test
  void whatHoldsForTheWholeAloneIsNotSaidOfItsParts() {
    List<Answer> answers =
        List.of(
            new Answer.Part(new ByteRange(6, 8)),
            new Answer.Parts(List.of(new ByteRange(6, 8), new ByteRange(0, 0))));
    for (Answer answer : answers) {
      ExchangeFixture each = new ExchangeFixture();
      each.stored(
          "hello world",
          "Date",
          "d",
          "Content-Range",
          "bytes 0-10/11",
          "Content-Digest",
          "sha-256=:YQ==:",
          "Content-MD5",
          "YQ==",
          "Repr-Digest",
          "sha-256=:Yg==:");
      each.policy.answer = answer;

      each.asks(Method.GET, ExchangeFixture.URI);

      boolean one = answer instanceof Answer.Part;
      assertEquals(one ? "bytes 6-8/11" : null, each.client.field("Content-Range"));
      assertNull(each.client.field("Content-Digest"));
      assertNull(each.client.field("Content-MD5"));
      assertEquals("sha-256=:Yg==:", each.client.field("Repr-Digest"));
    }
  }

  @Test
  void severalPartsAreServedInOneContent() {
    f.stored("hello world", "Date", "d", "Content-Type", "text/plain");
    f.policy.answer = new Answer.Parts(List.of(new ByteRange(6, 8), new ByteRange(0, 0)));

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(206, f.client.status());
    assertNull(f.client.field("Content-Range"));
    String type = Objects.requireNonNull(f.client.field("Content-Type"));
    assertTrue(type.matches("multipart/byteranges; boundary=[0-9a-f-]{36}"), type);
    String boundary = type.substring(type.indexOf('=') + 1);
    assertEquals(
        """

        --B
        Content-Type: text/plain
        Content-Range: bytes 6-8/11

        wor
        --B
        Content-Type: text/plain
        Content-Range: bytes 0-0/11

        h
        --B--
        """
            .replace("B", boundary)
            .replace("\n", "\r\n"),
        f.client.text());
    assertEquals(f.client.text().length(), f.client.announced);
  }

  @Test
  void aPartThatIsNotThereIsRefusedWithTheLength() {
    f.stored("hello", "Date", "d");
    f.policy.answer = Answer.NO_SUCH_PART;

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(416, f.client.status());
    assertEquals("bytes */5", f.client.field("Content-Range"));
  }

  @Test
  void anUnsafeRequestInvalidatesBeforeItsAnswerLeaves() throws SyntaxException {
    f.stored("old", "Date", "d");
    f.policy.pass = true;
    f.policy.store = false;
    f.policy.invalid = List.of(TargetUri.parse(ExchangeFixture.URI));
    f.origins.answers(200, Fields.of("Date", "d"), "done");
    List<Integer> found = new ArrayList<>();
    f.client.beforeContent = () -> found.add(f.store.stored.size());

    f.asks(Method.PUT, ExchangeFixture.URI);

    assertEquals(List.of(0), found);
    assertEquals("larder; fwd=method; fwd-status=200; detail=no-store", f.cacheStatus());
    assertEquals(Result.PASS, f.concluded().result());
  }

  @Test
  void interimResponsesArePassedOn() {
    f.origins.interim.add(ResponseHead.of(103, Fields.of("Link", "</a.css>", "Connection", "x")));
    f.origins.answers(200, Fields.of("Date", "d"), "");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(
        Fields.of("Link", "</a.css>", "Via", "1.1 larder-1"), f.client.interim.getFirst().fields());
  }

  @Test
  void aResponseWithoutDateGetsOne() {
    f.origins.answers(200, Fields.EMPTY, "");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("Fri, 02 Jan 2026 03:04:05 GMT", f.client.field("Date"));
    assertTrue(stored().head().fields().has("Date"));
  }

  private FakeStore.Stored stored() {
    return Objects.requireNonNull(f.store.stored.get(new StoreKey(ExchangeFixture.URI)));
  }
}
