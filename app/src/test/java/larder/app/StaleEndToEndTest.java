package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of stale responses, from socket to socket, with each store. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class StaleEndToEndTest extends EachStoreFixture {
  private static final String DATE = "Date: Sun, 01 Mar 2026 12:00:00 GMT\r\n";
  private static final String FRESH = DATE + "Cache-Control: max-age=60\r\n";

  private static String uri(FakeOrigin origin) {
    return origin.uri("/a?b=c");
  }

  private static String whole(String fields, String content) {
    return Framing.CONTENT_LENGTH.answer(fields, content);
  }

  @Test
  void aStaleResponseIsValidatedAndFreshened() throws Exception {
    String tagged = FRESH + "ETag: \"v1\"\r\nX-Colour: red\r\n";
    try (FakeOrigin origin =
        FakeOrigin.answering(
            whole(tagged, "hello"),
            "HTTP/1.1 304 Not Modified\r\nDate: Sun, 01 Mar 2026 12:02:00 GMT\r\nETag: \"v1\"\r\n"
                + "Cache-Control: max-age=600\r\nX-Colour: blue\r\n\r\n")) {
      larder.get(uri(origin)).is(200, "hello");
      larder.advance(Duration.ofMinutes(2));
      Answer freshened = larder.get(uri(origin)).is(200, "hello");
      freshened.says("larder; fwd=stale; ttl=600; detail=freshened");
      assertEquals("blue", freshened.field("X-Colour"));
      assertEquals("\"v1\"", Answer.fieldOf(origin.requests().get(1), "If-None-Match"));

      Answer hit = larder.get(uri(origin)).is(200, "hello").says("larder; hit; ttl=600");
      assertEquals("blue", hit.field("X-Colour"));
      assertEquals(2, origin.requests().size());
    }
  }

  @Test
  void aNewResponseTakesThePlaceOfAStaleOne() throws Exception {
    try (FakeOrigin origin =
        FakeOrigin.answering(
            whole(FRESH + "ETag: \"v1\"\r\n", "old"),
            whole("Cache-Control: max-age=60\r\nETag: \"v2\"\r\n", "newer"))) {
      larder.get(uri(origin)).is(200, "old");
      larder.advance(Duration.ofMinutes(2));
      Answer replaced = larder.get(uri(origin)).is(200, "newer");
      replaced.says("larder; fwd=stale; fwd-status=200; stored");
      larder.get(uri(origin)).is(200, "newer").says("larder; hit; ttl=60");
      assertEquals(2, origin.requests().size());
    }
  }

  @Test
  void aStaleResponseWithoutValidatorIsFetchedAnew() throws Exception {
    try (FakeOrigin origin =
        FakeOrigin.answering(whole(FRESH, "old"), whole("Cache-Control: no-store\r\n", "new"))) {
      larder.get(uri(origin)).is(200, "old");
      larder.advance(Duration.ofSeconds(60));
      larder.get(uri(origin)).is(200, "new");
      assertNull(Answer.fieldOf(origin.requests().get(1), "If-None-Match"));
    }
  }

  @Test
  void aStaleResponseIsServedWhileItIsValidatedBehind() throws Exception {
    String fields =
        DATE + "Cache-Control: max-age=10, stale-while-revalidate=60\r\nETag: \"v1\"\r\n";
    CountDownLatch served = new CountDownLatch(1);
    try (FakeOrigin origin =
        FakeOrigin.following(
            peer -> {
              peer.readMessage();
              peer.send(whole(fields, "old"));
              assertTrue(peer.readMessage().contains("\r\nIf-None-Match: \"v1\"\r\n"));
              served.await();
              peer.send(whole("Cache-Control: max-age=10\r\n", "new"));
            },
            peer -> { // who found the old one and was slow to say so may ask once more
              peer.readMessage();
              peer.send(whole("Cache-Control: max-age=10\r\n", "new"));
            })) {
      larder.get(uri(origin)).is(200, "old");
      larder.conclusion();
      larder.advance(Duration.ofSeconds(20));
      Answer stale = larder.get(uri(origin)).is(200, "old");
      stale.says("larder; hit; ttl=-10; detail=stale-while-revalidate");
      served.countDown();
      larder.getUntil(uri(origin), answer -> answer.content().equals("new"));
      larder.get(uri(origin)).is(200, "new").says("larder; hit; ttl=10");
    }
  }

  @Test
  void aStaleResponseStandsInForAnOriginThatFails() throws Exception {
    try (FakeOrigin origin =
        FakeOrigin.following(
            peer -> {
              peer.readMessage();
              peer.send(whole(DATE + "Cache-Control: max-age=10, stale-if-error=60\r\n", "old"));
            },
            peer -> peer.readMessage())) {
      larder.get(uri(origin)).is(200, "old");
      larder.advance(Duration.ofSeconds(20));
      larder.get(uri(origin)).is(200, "old").says("larder; hit; ttl=-10; detail=stale-if-error");
      larder.advance(Duration.ofSeconds(60));
      assertEquals(502, larder.get(uri(origin)).status());
    }
  }
}
