package larder.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import larder.caching.Reason;
import larder.forwarding.Conclusion;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored and what is served, from socket to socket, with each store. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class CachingEndToEndTest extends EachStoreFixture {
  private static final String DATE = "Date: Sun, 01 Mar 2026 12:00:00 GMT\r\n";
  private static final String FRESH = DATE + "Cache-Control: max-age=60\r\n";

  private static String uri(FakeOrigin origin) {
    return origin.uri("/a?b=c");
  }

  private static String whole(String fields, String content) {
    return Framing.CONTENT_LENGTH.answer(fields, content);
  }

  static Stream<Arguments> framings() {
    return Stream.of(Framing.values())
        .flatMap(framing -> Stream.of("1.1", "1.0").map(version -> Arguments.of(framing, version)));
  }

  @ParameterizedTest
  @MethodSource("framings")
  void aMissIsStoredAndThenAHit(Framing framing, String version) throws Exception {
    try (FakeOrigin origin = framing.origin(FRESH, "hello")) {
      String request = "GET " + uri(origin) + " HTTP/" + version + "\r\nHost: h.example\r\n\r\n";
      Answer miss = larder.ask(request).is(200, "hello");
      miss.says("larder; fwd=uri-miss; fwd-status=200; stored");
      assertNull(miss.field("Age"));
      assertEquals(Conclusion.Result.MISS, larder.conclusion().result());
      larder.advance(Duration.ofSeconds(7));

      Answer hit = larder.ask(request).is(200, "hello").says("larder; hit; ttl=53");
      assertEquals("7", hit.field("Age"));
      assertEquals("5", hit.field("Content-Length"));
      assertEquals("HTTP/1.1 200 OK", hit.statusLine());
      assertEquals(1, origin.requests().size());
      Conclusion second = larder.conclusion();
      assertEquals(Conclusion.Result.HIT, second.result());
      assertEquals(Reason.FRESH, second.reuse());
    }
  }

  @ParameterizedTest
  @EnumSource(Framing.class)
  void largeContentIsTheSameByteForByteAfterItWasStored(Framing framing) throws Exception {
    byte[] bytes = new byte[3_000_001];
    new Random(1).nextBytes(bytes);
    String content = new String(bytes, ISO_8859_1);
    try (FakeOrigin origin = framing.origin(FRESH, content)) {
      assertEquals(content, larder.get(uri(origin)).content());
      Answer hit = larder.get(uri(origin)).says("larder; hit; ttl=60");
      assertEquals(content, hit.content());
      assertEquals(1, origin.requests().size());
    }
  }

  @Test
  void anAnswerIsPassedOnWhileItIsStoredAndBeforeItIsWhole() throws Exception {
    CountDownLatch hasFirst = new CountDownLatch(1);
    try (FakeOrigin origin =
            FakeOrigin.following(
                peer -> {
                  peer.readMessage();
                  peer.send("HTTP/1.1 200 OK\r\n" + FRESH + "Content-Length: 11\r\n\r\nfirst");
                  hasFirst.await();
                  peer.send("second");
                });
        Peer client = larder.connect()) {
      client.send(Running.request("GET", uri(origin)));
      client.readHead();
      assertEquals("first", client.read(5));
      hasFirst.countDown();
      assertEquals("second", client.read(6));
      larder.get(uri(origin)).is(200, "firstsecond").says("larder; hit; ttl=60");
    }
  }

  @Test
  void aClientThatLeavesLeavesNothingHalfStored() throws Exception {
    String content = "0123456789".repeat(500_000);
    try (FakeOrigin origin = Framing.CHUNKED.origin(FRESH, content)) {
      try (Peer client = larder.connect()) {
        client.send(Running.request("GET", uri(origin)));
        client.readHead();
        client.reset();
      }
      larder.conclusion();
      assertEquals(content, larder.get(uri(origin)).content());
    }
  }

  @Test
  void headIsAnsweredFromAStoredGet() throws Exception {
    try (FakeOrigin origin = Framing.CHUNKED.origin(FRESH, "hello")) {
      larder.get(uri(origin));
      try (Peer client = larder.connect()) {
        client.send(Running.request("HEAD", uri(origin), "Connection: close"));
        Answer head = Answer.read(client, "HEAD").says("larder; hit; ttl=60");
        assertEquals("5", head.field("Content-Length"));
        assertTrue(client.hasEnded(), "content after an answer to HEAD");
      }
      assertEquals(1, origin.requests().size());
    }
  }

  @Test
  void variantsLiveApart() throws Exception {
    try (FakeOrigin origin =
        FakeOrigin.answering(
            whole(FRESH + "Vary: Accept-Language\r\n", "Tag"),
            whole(FRESH + "Vary: Accept-Language\r\n", "day"))) {
      larder.get(uri(origin), "Accept-Language: de").is(200, "Tag");
      Answer other = larder.get(uri(origin), "Accept-Language: en").is(200, "day");
      other.says("larder; fwd=vary-miss; fwd-status=200; stored");
      larder.get(uri(origin), "Accept-Language: de").is(200, "Tag").says("larder; hit; ttl=60");
      larder.get(uri(origin), "accept-language:  en ").is(200, "day").says("larder; hit; ttl=60");
      assertEquals(2, origin.requests().size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "If-None-Match: \"v1\"",
        "If-None-Match: \"v0\", W/\"v1\"",
        "If-Modified-Since: Sat, 28 Feb 2026 12:00:00 GMT"
      })
  void aClientThatHasItIsToldSoWithoutTheOrigin(String condition) throws Exception {
    String validators = "ETag: \"v1\"\r\nLast-Modified: Sat, 28 Feb 2026 12:00:00 GMT\r\n";
    try (FakeOrigin origin = FakeOrigin.answering(whole(FRESH + validators, "hello"))) {
      larder.get(uri(origin));
      try (Peer client = larder.connect()) {
        client.send(Running.request("GET", uri(origin), condition, "Connection: close"));
        Answer answer = Answer.read(client, "GET").is(304, "").says("larder; hit; ttl=60");
        assertEquals("\"v1\"", answer.field("ETag"));
        assertTrue(client.hasEnded(), "content after a 304");
      }
      larder.get(uri(origin), "If-None-Match: \"v0\"").is(200, "hello");
      assertEquals(1, origin.requests().size());
    }
  }

  @Test
  void aClientsOwnConditionReachesTheOriginWhereNothingIsStored() throws Exception {
    try (FakeOrigin origin =
        FakeOrigin.answering("HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n")) {
      larder.get(uri(origin), "If-None-Match: \"v1\"").is(304, "");
      assertEquals("\"v1\"", Answer.fieldOf(origin.requests().getFirst(), "If-None-Match"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=2-4|cde|2-4", "bytes=-2|fg|5-6", "bytes=5-|fg|5-6"})
  void aPartIsServedFromAStoredWhole(String row) throws Exception {
    String[] parts = row.split("\\|", -1);
    try (FakeOrigin origin = FakeOrigin.answering(whole(FRESH, "abcdefg"))) {
      larder.get(uri(origin));
      Answer part = larder.get(uri(origin), "Range: " + parts[0]).is(206, parts[1]);
      assertEquals("bytes " + parts[2] + "/7", part.field("Content-Range"));
      assertEquals(1, origin.requests().size());
    }
  }

  @Test
  void aPartThatIsNotThereIsRefused() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(whole(FRESH, "abcdefg"))) {
      larder.get(uri(origin));
      Answer refused = larder.get(uri(origin), "Range: bytes=7-");
      assertEquals(416, refused.status());
      assertEquals("bytes */7", refused.field("Content-Range"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "POST", "DELETE", "PATCH", "BREW"})
  void anUnsafeRequestInvalidatesWhatIsStored(String method) throws Exception {
    try (FakeOrigin origin =
        FakeOrigin.answering(whole(FRESH, "old"), whole("", "done"), whole(FRESH, "new"))) {
      larder.get(uri(origin)).is(200, "old");
      larder.ask(Running.request(method, uri(origin), "Content-Length: 0")).is(200, "done");
      larder.get(uri(origin)).is(200, "new");
      assertEquals(3, origin.requests().size());
    }
  }

  @Test
  void anUnsafeRequestThatFailsInvalidatesNothing() throws Exception {
    String refusal = "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno";
    try (FakeOrigin origin = FakeOrigin.answering(whole(FRESH, "old"), refusal)) {
      larder.get(uri(origin)).is(200, "old");
      larder.ask(Running.request("DELETE", uri(origin))).is(403, "no");
      larder.get(uri(origin)).is(200, "old").says("larder; hit; ttl=60");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control: no-store|no-store",
        "Cache-Control: private, max-age=60|private",
        "Cache-Control: max-age=60\r\nVary: *|vary-any",
        "X-Nothing: said|no-lifetime",
        "Set-Cookie: a=b\r\nLast-Modified: Sun, 01 Mar 2026 11:00:00 GMT|set-cookie"
      })
  void whatMayNotBeStoredIsFetchedEachTime(String row) throws Exception {
    String[] parts = row.split("\\|", -1);
    try (FakeOrigin origin = FakeOrigin.answering(whole(parts[0] + "\r\n", "hello"))) {
      for (int i = 1; i <= 2; i++) {
        Answer answer = larder.get(uri(origin)).is(200, "hello");
        answer.says("larder; fwd=uri-miss; fwd-status=200; detail=" + parts[1]);
        assertEquals(i, origin.requests().size());
      }
    }
  }

  @Test
  void whatWasGotWithCredentialsIsForOthersOnlyIfTheOriginSaysSo() throws Exception {
    String credentials = "Authorization: Basic YTpi";
    try (FakeOrigin origin =
        FakeOrigin.answering(
            whole(FRESH, "mine"),
            whole("Cache-Control: public, max-age=60\r\n" + DATE, "everybody's"))) {
      Answer own = larder.get(uri(origin), credentials).is(200, "mine");
      own.says("larder; fwd=uri-miss; fwd-status=200; detail=authorization");
      larder.get(uri(origin), credentials).is(200, "everybody's");
      larder.get(uri(origin)).is(200, "everybody's").says("larder; hit; ttl=60");
      assertEquals("Basic YTpi", Answer.fieldOf(origin.requests().getFirst(), "Authorization"));
      assertEquals(2, origin.requests().size());
    }
  }

  @Test
  void contentCutShortReachesTheClientCutShortAndIsNotStored() throws Exception {
    String cut = "HTTP/1.1 200 OK\r\n" + FRESH + "Content-Length: 10\r\n\r\nhello";
    try (FakeOrigin origin = cuttingOff(cut, whole(FRESH, "hello you!"))) {
      try (Peer client = larder.connect()) {
        client.send(Running.request("GET", uri(origin)));
        assertTrue(client.readHead().contains("\r\nContent-Length: 10\r\n"));
        assertEquals("hello", client.readToEnd());
      }
      larder.get(uri(origin)).is(200, "hello you!");
      assertEquals(2, origin.connections());
    }
  }

  @Test
  void chunksCutShortReachTheClientWithoutTheLastChunkAndAreNotStored() throws Exception {
    String head = "HTTP/1.1 200 OK\r\n" + FRESH + "Transfer-Encoding: chunked\r\n\r\n";
    String cut = head + Framing.chunk("hello");
    try (FakeOrigin origin = cuttingOff(cut, whole(FRESH, "hello you!"))) {
      try (Peer client = larder.connect()) {
        client.send(Running.request("GET", uri(origin)));
        client.readHead();
        assertEquals("5\r\nhello\r\n", client.readToEnd());
      }
      larder.get(uri(origin)).is(200, "hello you!");
    }
  }

  /** Without a length, an orderly end would look like the end of the content. */
  @Test
  void contentCutShortEndsInAResetWhereTheClientKnowsNoLength() throws Exception {
    String head = "HTTP/1.1 200 OK\r\n" + FRESH + "Transfer-Encoding: chunked\r\n\r\n";
    try (FakeOrigin origin = cuttingOff(head + Framing.chunk("hello"), "");
        Peer client = larder.connect()) {
      client.send("GET " + uri(origin) + " HTTP/1.0\r\n\r\n");
      assertThrows(
          SocketException.class,
          () -> {
            client.readHead();
            client.readToEnd();
          });
    }
  }

  /** The first connection is closed after its answer, whole or not. */
  private static FakeOrigin cuttingOff(String first, String later) throws IOException {
    return FakeOrigin.following(
        peer -> {
          peer.readMessage();
          peer.send(first);
        },
        peer -> {
          peer.readMessage();
          peer.send(later);
        });
  }

  @Test
  void aStoredResponseAloneIsWantedAndThereIsNone() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(whole(FRESH, "hello"))) {
      Answer none = larder.get(uri(origin), "Cache-Control: only-if-cached");
      assertEquals(504, none.status());
      larder.get(uri(origin));
      larder.get(uri(origin), "Cache-Control: only-if-cached").is(200, "hello");
      assertEquals(1, origin.requests().size());
    }
  }

  @Test
  void connectionSpecificFieldsAreNeitherStoredNorServed() throws Exception {
    String fields = "Connection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nX-End: 2\r\n";
    try (FakeOrigin origin = FakeOrigin.answering(whole(FRESH + fields, "hello"))) {
      for (int i = 0; i < 2; i++) {
        Answer answer = larder.get(uri(origin));
        assertEquals(List.of(), answer.all("X-Hop"));
        assertEquals(List.of(), answer.all("Keep-Alive"));
        assertEquals("2", answer.field("X-End"));
        assertFalse(answer.all("Via").isEmpty());
      }
    }
  }
}
