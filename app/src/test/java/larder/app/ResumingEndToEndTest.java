package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import larder.test.origin.Conversation;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Downloads that were cut short go on where they ended, with each store. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class ResumingEndToEndTest extends EachStoreFixture {
  private static final int SIZE = 1 << 20;
  private static final int HALF = SIZE / 2;
  private static final String DATED =
      "Date: Sun, 01 Mar 2026 12:00:00 GMT\r\nCache-Control: max-age=60\r\n";
  private static final String FIRST = "ETag: \"1\"\r\n";
  private static final String SECOND = "ETag: \"2\"\r\n";

  /** Each byte tells where it stands. */
  private static String content(int seed) {
    char[] content = new char[SIZE];
    for (int i = 0; i < SIZE; i++) {
      content[i] = (char) ((seed + i + (i >> 8)) & 0xff);
    }
    return new String(content);
  }

  private static String ok(String tag) {
    return "HTTP/1.1 200 OK\r\n" + DATED + tag + "Content-Length: " + SIZE + "\r\n\r\n";
  }

  private static String rest(String tag, int from) {
    return "HTTP/1.1 206 Partial Content\r\n"
        + DATED
        + tag
        + ("Content-Range: bytes " + from + "-" + (SIZE - 1) + "/" + SIZE + "\r\n")
        + ("Content-Length: " + (SIZE - from) + "\r\n\r\n");
  }

  private interface Script {
    void with(FakeOrigin origin, Peer peer, String request) throws Exception;
  }

  /** Reads one request on each connection, and remembers it. */
  private static FakeOrigin origin(Script... script) throws IOException {
    FakeOrigin[] self = new FakeOrigin[1];
    Conversation[] conversations = new Conversation[script.length];
    for (int i = 0; i < script.length; i++) {
      Script each = script[i];
      conversations[i] = peer -> each.with(self[0], peer, self[0].remember(peer.readMessage()));
    }
    self[0] = FakeOrigin.following(conversations);
    return self[0];
  }

  private static Script cutAt(int length) {
    return (origin, peer, request) -> {
      peer.send(ok(FIRST)).send(bytes(content(1).substring(0, length)));
    };
  }

  private static Script answering(String head, String content) {
    return (origin, peer, request) -> {
      peer.send(head).send(bytes(content));
      peer.readToEnd();
    };
  }

  private static byte[] bytes(String content) {
    return content.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String uri(FakeOrigin origin) {
    return origin.uri("/a");
  }

  /** A download that ends too early. */
  private void downloadCut(FakeOrigin origin) throws Exception {
    try (Peer client = larder.connect()) {
      client.send(Running.request("GET", uri(origin)));
      client.readHead();
      client.readToEnd();
    } catch (IOException e) {
      // It may be a reset.
    }
    assertTrue(larder.conclusion().failure() != null);
  }

  private void assertWhole(FakeOrigin origin, int seed, String cacheStatus) throws IOException {
    Answer answer = larder.get(uri(origin));
    assertEquals(200, answer.status());
    assertTrue(content(seed).equals(answer.content()), "Other bytes");
    assertEquals(cacheStatus, answer.field("Cache-Status"));
  }

  private static void assertResumed(FakeOrigin origin, int request, int from) {
    String asked = origin.requests().get(request);
    assertTrue(asked.contains("\r\nRange: bytes=" + from + "-\r\n"), asked);
    assertTrue(asked.contains("\r\nIf-Range: \"1\"\r\n"), asked);
  }

  @Test
  void whatTheOriginCutIsCompleted() throws Exception {
    try (FakeOrigin origin =
        origin(cutAt(HALF), answering(rest(FIRST, HALF), content(1).substring(HALF)))) {
      downloadCut(origin);
      assertWhole(origin, 1, "larder; fwd=partial; fwd-status=206; stored");
      assertWhole(origin, 1, "larder; hit; ttl=60");
      assertResumed(origin, 1, HALF);
      assertEquals(2, origin.requests().size());
    }
  }

  @Test
  void whatTheClientLeftIsCompleted() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    try (FakeOrigin origin =
        origin(
            (self, peer, request) -> {
              peer.send(ok(FIRST)).send(bytes(content(1).substring(0, HALF)));
              assertTrue(left.await(30, TimeUnit.SECONDS));
              drip(peer, content(1).substring(HALF));
            },
            (self, peer, request) -> {
              int from = Integer.parseInt(request.replaceAll("(?s).*bytes=(\\d+)-.*", "$1"));
              answering(rest(FIRST, from), content(1).substring(from)).with(self, peer, request);
            })) {
      try (Peer client = larder.connect()) {
        client.send(Running.request("GET", uri(origin)));
        client.readHead();
        client.read(HALF / 2);
      }
      left.countDown();
      assertTrue(larder.conclusion().failure() != null);
      assertWhole(origin, 1, "larder; fwd=partial; fwd-status=206; stored");
    }
  }

  /**
   * Sends an octet now and then, until the connection is cut. That a client has left may show late:
   * a process that has just been started holds a copy of its socket for a moment.
   */
  private static void drip(Peer peer, String content) throws IOException {
    for (byte octet : bytes(content)) {
      peer.send(new byte[] {octet}).isSilentFor(Duration.ofMillis(10));
    }
  }

  @Test
  void whatIsCutAgainGoesOnFromThere() throws Exception {
    int later = HALF + HALF / 2;
    try (FakeOrigin origin =
        origin(
            cutAt(HALF),
            (self, peer, request) ->
                peer.send(rest(FIRST, HALF)).send(bytes(content(1).substring(HALF, later))),
            answering(rest(FIRST, later), content(1).substring(later)))) {
      downloadCut(origin);
      downloadCut(origin);
      assertWhole(origin, 1, "larder; fwd=partial; fwd-status=206; stored");
      assertResumed(origin, 1, HALF);
      assertResumed(origin, 2, later);
    }
  }

  @Test
  void aNewRepresentationIsFetchedFromItsBeginning() throws Exception {
    try (FakeOrigin origin = origin(cutAt(HALF), answering(ok(SECOND), content(2)))) {
      downloadCut(origin);
      assertWhole(origin, 2, "larder; fwd=partial; fwd-status=200; stored");
      assertWhole(origin, 2, "larder; hit; ttl=60");
    }
  }

  @Test
  void aPartIsServedFromThePartThatCame() throws Exception {
    try (FakeOrigin origin = origin(cutAt(HALF))) {
      downloadCut(origin);
      Answer answer = larder.get(uri(origin), "Range: bytes=10-19");
      assertEquals(206, answer.status());
      assertEquals(content(1).substring(10, 20), answer.content());
      assertEquals(1, origin.requests().size());
    }
  }

  @Test
  void withoutAStrongValidatorItBeginsAgain() throws Exception {
    try (FakeOrigin origin =
        origin(
            (self, peer, request) -> peer.send(ok("")).send(bytes(content(1).substring(0, HALF))),
            answering(ok(""), content(1)))) {
      downloadCut(origin);
      assertWhole(origin, 1, "larder; fwd=uri-miss; fwd-status=200; stored");
      assertFalse(origin.requests().get(1).contains("Range"));
    }
  }

  @Test
  void aRestartKeepsWhatCame() throws Exception {
    if (kind != StoreKind.H2) {
      return;
    }
    try (FakeOrigin origin =
        origin(cutAt(HALF), answering(rest(FIRST, HALF), content(1).substring(HALF)))) {
      downloadCut(origin);
      larder.close();
      start();
      assertWhole(origin, 1, "larder; fwd=partial; fwd-status=206; stored");
      assertResumed(origin, 1, HALF);
    }
  }
}
