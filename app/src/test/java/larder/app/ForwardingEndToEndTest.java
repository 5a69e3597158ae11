package larder.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import larder.forwarding.Conclusion;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through: methods, framings and connections. */
class ForwardingEndToEndTest extends ProxyFixture {
  private static final String DONE = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone";

  private static String uri(FakeOrigin origin) {
    return origin.uri("/a");
  }

  private static String random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return new String(bytes, ISO_8859_1);
  }

  static Stream<Arguments> methodsAndFramings() {
    return Stream.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS")
        .flatMap(method -> Stream.of(Arguments.of(method, false), Arguments.of(method, true)));
  }

  @ParameterizedTest
  @MethodSource("methodsAndFramings")
  void contentGoesThroughAsItIs(String method, boolean chunked) throws Exception {
    String content = random(100_001);
    String sent = chunked ? Framing.chunk(content) + "0\r\n\r\n" : content;
    try (FakeOrigin origin = FakeOrigin.answering(DONE)) {
      String head =
          Running.request(
              method,
              uri(origin) + "?q",
              chunked ? "Transfer-Encoding: chunked" : "Content-Length: 100001",
              "X-End: 1",
              "Connection: X-Hop",
              "X-Hop: 1",
              "Proxy-Connection: keep-alive",
              "Proxy-Authorization: Basic YTpi");
      larder.ask(head + sent).is(200, "done");

      String got = origin.requests().getFirst();
      String gotHead = got.substring(0, got.indexOf("\r\n\r\n") + 4);
      assertTrue(gotHead.startsWith(method + " /a?q HTTP/1.1\r\nHost: " + origin.authority()), got);
      assertEquals(content, chunked ? unchunked(got) : got.substring(gotHead.length()));
      Answer fields = new Answer(gotHead, "", "");
      assertEquals("1", fields.field("X-End"));
      assertTrue(String.valueOf(fields.field("Via")).matches("1\\.1 larder-[0-9a-f]{8}"), gotHead);
      for (String hop : List.of("X-Hop", "Connection", "Proxy-Connection", "Proxy-Authorization")) {
        assertEquals(List.of(), fields.all(hop));
      }
      Conclusion conclusion = larder.conclusion();
      assertEquals(Conclusion.Result.PASS, conclusion.result());
      assertEquals(head.length() + sent.length(), conclusion.bytesReceived());
    }
  }

  /** The content of a message with chunks, as the origin got them. */
  private static String unchunked(String message) {
    StringBuilder content = new StringBuilder();
    int at = message.indexOf("\r\n\r\n") + 4;
    while (true) {
      int lineEnd = message.indexOf("\r\n", at);
      int size = Integer.parseInt(message.substring(at, lineEnd), 16);
      if (size == 0) {
        return content.toString();
      }
      content.append(message, lineEnd + 2, lineEnd + 2 + size);
      at = lineEnd + 2 + size + 2;
    }
  }

  @ParameterizedTest
  @EnumSource(Framing.class)
  void aLargeAnswerArrivesByteForByte(Framing framing) throws Exception {
    String content = random(5_000_003);
    try (FakeOrigin origin = framing.origin("Cache-Control: no-store\r\n", content)) {
      assertEquals(content, larder.get(uri(origin)).content());
      String old = "GET " + uri(origin) + " HTTP/1.0\r\n\r\n";
      Answer answer = larder.ask(old);
      assertEquals(content, answer.content());
      assertEquals(List.of(), answer.all("Transfer-Encoding"));
    }
  }

  @Test
  void contentIsPassedOnBeforeItIsWhole() throws Exception {
    CountDownLatch hasFirst = new CountDownLatch(1);
    try (FakeOrigin origin =
            FakeOrigin.following(
                peer -> {
                  peer.readHead();
                  assertEquals("first", peer.read(5));
                  hasFirst.countDown();
                  assertEquals("second", peer.read(6));
                  peer.send(DONE);
                });
        Peer client = larder.connect()) {
      client.send(Running.request("POST", uri(origin), "Content-Length: 11") + "first");
      assertTrue(hasFirst.await(30, TimeUnit.SECONDS));
      client.send("second");
      Answer.read(client, "POST").is(200, "done");
    }
  }

  @Test
  void whatComesAfterAnAnswerIsNobodysAnswer() throws Exception {
    try (FakeOrigin origin =
        FakeOrigin.following(
            peer -> {
              peer.readMessage();
              peer.send(DONE + Framing.CONTENT_LENGTH.answer("", "poison"));
              assertTrue(peer.hasEnded(), "the connection is not used again");
            },
            peer -> {
              peer.readMessage();
              peer.send(Framing.CONTENT_LENGTH.answer("", "good"));
            })) {
      larder.get(uri(origin)).is(200, "done");
      larder.conclusion();
      larder.get(uri(origin)).is(200, "good");
    }
  }

  @Test
  void aConnectionServesOneRequestAfterAnother() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(DONE);
        Peer client = larder.connect()) {
      for (String method : List.of("GET", "POST", "HEAD", "GET")) {
        client.send(Running.request(method, uri(origin), "Content-Length: 0"));
        assertEquals(200, Answer.read(client, method).status());
      }
      client.send(Running.request("GET", uri(origin), "Connection: close"));
      assertEquals("close", Answer.read(client, "GET").is(200, "done").field("Connection"));
      assertTrue(client.hasEnded());
    }
  }

  @Test
  void connectionsToTheOriginAreUsedAgain() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(DONE)) {
      for (int i = 0; i < 5; i++) {
        larder.get(uri(origin)).is(200, "done");
        larder.conclusion(); // by then the connection waits for the next
      }
      assertEquals(1, origin.connections());
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.answering(
                Framing.CHUNKED.answer("", "one"),
                Framing.CONTENT_LENGTH.answer("", "two"),
                "HTTP/1.1 204 No Content\r\n\r\n",
                Framing.CHUNKED.answer("", "four"));
        Peer client = larder.connect()) {
      client.send(
          Running.request("GET", uri(origin))
              + Running.request("POST", uri(origin), "Content-Length: 3")
              + "abc"
              + Running.request("DELETE", uri(origin))
              + Running.request("GET", uri(origin)));
      Answer.read(client, "GET").is(200, "one");
      Answer.read(client, "POST").is(200, "two");
      Answer.read(client, "DELETE").is(204, "");
      Answer.read(client, "GET").is(200, "four");
    }
  }

  @Test
  void aClientOfHttp10GetsWholeAnswersWithoutChunks() throws Exception {
    try (FakeOrigin origin = Framing.CHUNKED.origin("", "hello");
        Peer client = larder.connect()) {
      client.send("GET " + uri(origin) + " HTTP/1.0\r\n\r\n");
      String head = client.readHead();
      assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
      assertFalse(head.contains("Transfer-Encoding"), head);
      assertEquals("hello", client.readToEnd());
      String request = origin.requests().getFirst();
      assertTrue(request.startsWith("GET /a HTTP/1.1\r\nHost: " + origin.authority()), request);
      assertTrue(request.contains("\r\nVia: 1.0 larder-"), request);
    }
  }

  @Test
  void anIdempotentRequestIsSentAgainIfItsConnectionTurnsOutToBeClosed() throws Exception {
    try (FakeOrigin origin =
        FakeOrigin.following(
            peer -> {
              peer.readMessage();
              peer.send(DONE);
              peer.readMessage(); // and goes without a word
            },
            peer -> {
              peer.readMessage();
              peer.send(Framing.CONTENT_LENGTH.answer("", "again"));
            })) {
      larder.get(uri(origin)).is(200, "done");
      larder.conclusion(); // by then the connection waits for the next
      larder.get(uri(origin)).is(200, "again");
      assertEquals(2, origin.connections());
    }
  }

  @Test
  void whatMayNotBeRepeatedIsNeverSentTwice() throws Exception {
    List<String> posted = new CopyOnWriteArrayList<>();
    try (FakeOrigin origin =
        FakeOrigin.following(
            peer -> {
              peer.readMessage();
              peer.send(DONE);
              posted.add(peer.readMessage());
            },
            peer -> posted.add(peer.readMessage()))) {
      larder.get(uri(origin)).is(200, "done");
      Answer failed = larder.ask(Running.request("POST", uri(origin), "Content-Length: 0"));
      assertEquals(502, failed.status());
      assertEquals(1, posted.size());
    }
  }

  @Test
  void theTargetAloneSaysWhereARequestGoes() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(DONE)) {
      larder.ask(
          "GET http://" + origin.authority() + "?x=%41 HTTP/1.1\r\nHost: other.example:1\r\n\r\n");
      String request = origin.requests().getFirst();
      assertTrue(
          request.startsWith("GET /?x=%41 HTTP/1.1\r\nHost: " + origin.authority() + "\r\n"),
          request);
    }
  }

  @Test
  void aMethodThatNobodyKnowsGoesThrough() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(DONE)) {
      larder.ask(Running.request("BREW", uri(origin))).is(200, "done");
      assertTrue(origin.requests().getFirst().startsWith("BREW /a HTTP/1.1\r\n"));
    }
  }

  @Test
  void optionsWithoutAPathAsksTheWholeOrigin() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(DONE)) {
      larder.ask(Running.request("OPTIONS", "http://" + origin.authority())).is(200, "done");
      assertTrue(origin.requests().getFirst().startsWith("OPTIONS * HTTP/1.1\r\n"));
    }
  }

  @Test
  void optionsWithNoForwardLeftIsAnsweredHere() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(DONE)) {
      larder.ask(Running.request("OPTIONS", uri(origin), "Max-Forwards: 2"));
      assertEquals("1", Answer.fieldOf(origin.requests().getFirst(), "Max-Forwards"));
      Answer own = larder.ask(Running.request("OPTIONS", uri(origin), "Max-Forwards: 0"));
      assertTrue(String.valueOf(own.is(200, "").field("Allow")).contains("CONNECT"));
      assertEquals(1, origin.requests().size());
    }
  }

  @Test
  void anAnswerWithoutDateGetsOne() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(DONE)) {
      assertEquals("Sun, 01 Mar 2026 12:00:00 GMT", larder.get(uri(origin)).field("Date"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"204 No Content", "304 Not Modified"})
  void noContentFollowsAnAnswerThatHasNone(String status) throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering("HTTP/1.1 " + status + "\r\n\r\n");
        Peer client = larder.connect()) {
      client.send(Running.request("GET", uri(origin), "Connection: close"));
      assertNull(Answer.read(client, "GET").field("Transfer-Encoding"));
      assertTrue(client.hasEnded());
    }
  }

  @Test
  void ipv6GoesThroughOnBothSides() throws Exception {
    Assumptions.assumeTrue(hasIpv6(), "no IPv6 on this machine");
    try (Running six = new Setup().listening("::1", 0).start();
        FakeOrigin origin = sixth()) {
      assertTrue(origin.authority().startsWith("[0:0:0:0:0:0:0:1]:"), origin.authority());
      String uri = "http://[::1]:" + origin.port() + "/";
      six.get(uri).is(200, "done");
      larder.get(uri).is(200, "done");
      assertEquals("::1", six.conclusion().client().address().toString());
    }
  }

  private static FakeOrigin sixth() throws IOException {
    return FakeOrigin.on(
        ServerSocketFactory.getDefault(),
        InetAddress.ofLiteral("::1"),
        peer -> {
          peer.readMessage();
          peer.send(DONE);
        });
  }

  private static boolean hasIpv6() {
    try (FakeOrigin origin = sixth()) {
      return origin.port() > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
