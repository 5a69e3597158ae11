package larder.socket.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import larder.forwarding.OriginPort.OriginRequest;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.Method;
import larder.http.Response;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.test.origin.Conversation;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Content of requests sent to origins, and answers that arrive before its end. */
class SentContentTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final Duration SHORT = Duration.ofMillis(50);

  @AutoClose private final Origins origins = expecting(Duration.ofMinutes(1));

  /** Clients for origins that wait that long for a 100 before they send content. */
  private static Origins expecting(Duration time) {
    OriginSettings usual = OriginSettings.defaults();
    OriginTimeouts timeouts = usual.timeouts();
    return Origins.over(
        new OriginSettings(
            usual.bufferSize(),
            usual.idlePerOrigin(),
            usual.idleInAll(),
            usual.limits(),
            new OriginTimeouts(
                timeouts.name(), timeouts.connect(), timeouts.response(), timeouts.idle(), time),
            usual.names(),
            usual.upstreams(),
            usual.tls()));
  }

  private static String uri(FakeOrigin origin) {
    return origin.uri("/a?b");
  }

  private static Body body(String content) {
    return Body.of(content.getBytes(ISO_8859_1));
  }

  private static Body bodyOfUnknownLength(String content, Fields trailers) {
    return new Body() {
      @Override
      public OptionalLong length() {
        return OptionalLong.empty();
      }

      @Override
      public void writeTo(BodySink sink) throws TransferException {
        sink.write(ByteBuffer.wrap(content.getBytes(ISO_8859_1)));
      }

      @Override
      public Fields trailers() {
        return trailers;
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void sendsContentOfKnownLength() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK + "Content-Length: 0\r\n\r\n")) {
      Fetch.of(origins, Fetch.request(Method.POST, uri(origin), body("abc")));
      Fetch.of(origins, Fetch.request(Method.POST, uri(origin), Body.empty()));
      String host = "Host: " + origin.authority() + "\r\n";
      assertEquals(
          List.of(
              "POST /a?b HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\nabc",
              "POST /a?b HTTP/1.1\r\n" + host + "Content-Length: 0\r\n\r\n"),
          origin.requests());
    }
  }

  @Test
  void sendsContentOfUnknownLengthInChunks() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK + "Content-Length: 0\r\n\r\n")) {
      Body body = bodyOfUnknownLength("abc", Fields.of("Digest", "x"));
      Fetch.of(origins, Fetch.request(Method.PUT, uri(origin), body));
      assertTrue(
          origin
              .requests()
              .getFirst()
              .endsWith("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nDigest: x\r\n\r\n"));
    }
  }

  @Test
  void contentWaitsForContinueIfItIsExpected() throws Exception {
    StringBuilder order = new StringBuilder();
    Conversation continues =
        peer -> {
          peer.readHead();
          order.append(peer.isSilentFor(SHORT) ? "head " : "not awaited ");
          peer.send("HTTP/1.1 100 Continue\r\n\r\n");
          order.append(peer.read(3));
          peer.send(OK + "Content-Length: 0\r\n\r\n");
        };
    try (FakeOrigin origin = FakeOrigin.following(continues)) {
      Fetch fetch =
          Fetch.of(
              origins,
              Fetch.request(Method.POST, uri(origin), body("abc"), "Expect", "100-continue"));
      assertEquals("head abc", order.toString());
      assertEquals(100, fetch.interim().getFirst().status());
      assertEquals(1, origins.idleConnections());
    }
  }

  @Test
  void contentIsNotSentIfTheAnswerComesInsteadOfContinue() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    StringBuilder rest = new StringBuilder();
    Conversation refuses =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 417 No\r\nContent-Length: 2\r\n\r\nno");
          rest.append(peer.readToEnd());
          ended.countDown();
        };
    try (FakeOrigin origin = FakeOrigin.following(refuses)) {
      Fetch fetch =
          Fetch.of(
              origins,
              Fetch.request(Method.POST, uri(origin), body("abc"), "Expect", "100-continue"));
      assertEquals(417, fetch.head().status());
      assertEquals("no", fetch.content());
      ended.await();
      assertEquals("", rest.toString());
      assertEquals(0, origins.idleConnections());
    }
  }

  @Test
  void contentIsSentAfterAWhileIfContinueDoesNotCome() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK + "Content-Length: 0\r\n\r\n");
        Origins hasty = expecting(SHORT)) {
      Fetch.of(
          hasty, Fetch.request(Method.POST, uri(origin), body("abc"), "Expect", "100-continue"));
      assertTrue(origin.requests().getFirst().endsWith("\r\n\r\nabc"));
    }
  }

  @Test
  void anAnswerIsHeardWhileContentIsStillBeingSent() throws Exception {
    Conversation refusesEarly =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 413 Too much\r\nContent-Length: 2\r\n\r\nno");
          peer.readToEnd();
        };
    try (FakeOrigin origin = FakeOrigin.following(refusesEarly)) {
      Body endless =
          new Body() {
            @Override
            public OptionalLong length() {
              return OptionalLong.empty();
            }

            @Override
            public void writeTo(BodySink sink) throws TransferException {
              while (true) {
                sink.write(ByteBuffer.allocate(1000));
              }
            }

            @Override
            public void close() {}
          };
      Fetch fetch = Fetch.of(origins, Fetch.request(Method.POST, uri(origin), endless));
      assertEquals(413, fetch.head().status());
      assertEquals("no", fetch.content());
      assertEquals(0, origins.idleConnections());
    }
  }

  @Test
  void anOriginMayAnswerToWhatCameSoFar() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    Conversation answersAsItReads =
        peer -> {
          peer.readHead();
          peer.send(OK + "Content-Length: 6\r\n\r\n" + peer.read(3));
          peer.send(peer.read(3));
          peer.readToEnd();
        };
    Body inTwoParts =
        new Body() {
          @Override
          public OptionalLong length() {
            return OptionalLong.of(6);
          }

          @Override
          public void writeTo(BodySink sink) throws TransferException {
            sink.write(ByteBuffer.wrap("abc".getBytes(ISO_8859_1)));
            try {
              answered.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            sink.write(ByteBuffer.wrap("def".getBytes(ISO_8859_1)));
          }

          @Override
          public void close() {}
        };
    try (FakeOrigin origin = FakeOrigin.following(answersAsItReads)) {
      StringBuilder content = new StringBuilder();
      OriginRequest request = Fetch.request(Method.POST, uri(origin), inTwoParts);
      try (Response response = origins.fetch(request, head -> {})) {
        answered.countDown();
        response.body().writeTo(bytes -> content.append(ISO_8859_1.decode(bytes)));
      }
      assertEquals("abcdef", content.toString());
      assertEquals(1, origins.idleConnections());
    }
  }

  @Test
  void contentThatFailsIsNotTheOriginsFaultAndIsNotTakenForWhole() throws Exception {
    StringBuilder got = new StringBuilder();
    CountDownLatch ended = new CountDownLatch(1);
    Conversation reads =
        peer -> {
          try {
            got.append(peer.readToEnd());
          } finally {
            ended.countDown();
          }
        };
    Body broken =
        new Body() {
          @Override
          public OptionalLong length() {
            return OptionalLong.empty();
          }

          @Override
          public void writeTo(BodySink sink) throws TransferException {
            sink.write(ByteBuffer.wrap("abc".getBytes(ISO_8859_1)));
            throw new TransferException(Side.CLIENT, Kind.CUT_SHORT, "Broken on purpose");
          }

          @Override
          public void close() {}
        };
    try (FakeOrigin origin = FakeOrigin.following(reads)) {
      TransferException e =
          assertThrows(
              TransferException.class,
              () -> Fetch.of(origins, Fetch.request(Method.POST, uri(origin), broken)));
      assertEquals(Side.CLIENT, e.side());
      ended.await();
      assertTrue(got.toString().endsWith("\r\n\r\n3\r\nabc\r\n"), got.toString());
    }
  }

  /** Content that fails on that side after a part was written. */
  private static Body failing(Side side, StringBuilder threads) {
    return new Body() {
      @Override
      public OptionalLong length() {
        return OptionalLong.of(6);
      }

      @Override
      public boolean isAtHand() {
        return true;
      }

      @Override
      public void writeTo(BodySink sink) throws TransferException {
        threads.append(Thread.currentThread().threadId());
        sink.write(ByteBuffer.wrap("abc".getBytes(ISO_8859_1)));
        throw new TransferException(side, Kind.CUT_SHORT, "Broken on purpose");
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void whatIsSmallAndAtHandIsSentByWhoeverAsksAndTheAnswerHeardIfItIsNotTaken() throws Exception {
    try (FakeOrigin origin =
        FakeOrigin.following(
            peer -> {
              peer.readHead();
              peer.send("HTTP/1.1 413 Too much\r\nContent-Length: 2\r\n\r\nno");
              peer.readToEnd();
            })) {
      StringBuilder threads = new StringBuilder();
      Body body = failing(Side.ORIGIN, threads);
      Fetch fetch = Fetch.of(origins, Fetch.request(Method.POST, uri(origin), body));
      assertEquals(413, fetch.head().status());
      assertEquals("no", fetch.content());
      assertEquals(0, origins.idleConnections());
      assertEquals(String.valueOf(Thread.currentThread().threadId()), threads.toString());
    }
  }

  @Test
  void whatIsAtHandAndFailsIsTheClientsFault() throws Exception {
    try (FakeOrigin origin = FakeOrigin.following(Peer::readToEnd)) {
      Body body = failing(Side.CLIENT, new StringBuilder());
      TransferException e =
          assertThrows(
              TransferException.class,
              () -> Fetch.of(origins, Fetch.request(Method.POST, uri(origin), body)));
      assertEquals(Side.CLIENT, e.side());
    }
  }
}
