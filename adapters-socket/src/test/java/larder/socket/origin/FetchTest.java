package larder.socket.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import larder.forwarding.OriginPort.OriginRequest;
import larder.http.Body;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.Response;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.socket.channel.Carriers;
import larder.test.origin.Conversation;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to origins, and their responses. */
class FetchTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  private final Origins origins = Origins.over(OriginSettings.defaults());

  @AfterEach
  void close() {
    origins.close();
  }

  private static String uri(FakeOrigin origin) {
    return origin.uri("/a?b");
  }

  @Test
  void sendsARequestBuiltAnew() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK + "Content-Length: 0\r\n\r\n")) {
      Fetch.of(
          origins,
          Fetch.request(Method.GET, uri(origin), Body.empty(), "A", "b", "Connection", "x"));
      assertEquals(
          List.of("GET /a?b HTTP/1.1\r\nHost: " + origin.authority() + "\r\nA: b\r\n\r\n"),
          origin.requests());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\n\r\nhello",
        "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
      })
  void readsContentOfEachFramingAndKeepsTheConnection(String answer) throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK + answer)) {
      for (int i = 0; i < 3; i++) {
        Fetch fetch = Fetch.get(origins, uri(origin));
        assertEquals("hello", fetch.content());
        assertEquals(200, fetch.head().status());
      }
      assertEquals(1, origin.connections());
      assertEquals(1, origins.idleConnections());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\nhello",
        "HTTP/1.0 200 OK\r\n\r\nhello",
        "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\n\r\n",
      })
  void doesNotKeepAConnectionThatEndsOrHasMoreThanOneAnswer(String answer) throws Exception {
    Conversation once =
        peer -> {
          peer.readHead();
          peer.send(answer);
        };
    try (FakeOrigin origin = FakeOrigin.following(once)) {
      assertEquals("hello", Fetch.get(origins, uri(origin)).content());
      assertEquals(0, origins.idleConnections());
      assertEquals("hello", Fetch.get(origins, uri(origin)).content());
      assertEquals(2, origin.connections());
    }
  }

  @Test
  void anAnswerThatComesUnaskedIsNeverTakenForOne() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    CountDownLatch planted = new CountDownLatch(1);
    Conversation plants =
        peer -> {
          peer.readHead();
          peer.send(OK + "Content-Length: 5\r\n\r\nhello");
          answered.await();
          peer.send(OK + "Content-Length: 4\r\n\r\nevil");
          planted.countDown();
          peer.readToEnd();
        };
    Conversation honest =
        peer -> {
          peer.readHead();
          peer.send(OK + "Content-Length: 5\r\n\r\nhello");
        };
    try (FakeOrigin origin = FakeOrigin.following(plants, honest)) {
      Fetch.get(origins, uri(origin));
      answered.countDown();
      planted.await();
      assertEquals("hello", Fetch.get(origins, uri(origin)).content());
      assertEquals(2, origin.connections());
    }
  }

  @Test
  void asksAgainIfAConnectionThatWaitedTurnsOutClosed() throws Exception {
    Conversation closesOnTheSecond =
        peer -> {
          peer.readHead();
          peer.send(OK + "Content-Length: 5\r\n\r\nfirst");
          peer.readHead();
        };
    Conversation answers =
        peer -> {
          peer.readHead();
          peer.send(OK + "Content-Length: 6\r\n\r\nsecond");
        };
    try (FakeOrigin origin = FakeOrigin.following(closesOnTheSecond, answers)) {
      assertEquals("first", Fetch.get(origins, uri(origin)).content());
      assertEquals("second", Fetch.get(origins, uri(origin)).content());
      assertEquals(2, origin.connections());
    }
  }

  /**
   * The end may have come with the last bytes of the answer, and be known to the selector alone.
   */
  @Test
  void whatMayNotBeRepeatedIsNotAskedWhereTheEndHasCome() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    Conversation closes =
        peer -> {
          peer.readHead();
          peer.send(OK + "Content-Length: 5\r\n\r\nfirst").endOutput();
          ended.set(true);
          peer.readToEnd();
        };
    Conversation answers =
        peer -> {
          peer.readHead();
          peer.send(OK + "Content-Length: 6\r\n\r\nsecond");
        };
    try (FakeOrigin origin = FakeOrigin.following(closes, answers)) {
      FutureTask<String> asked =
          new FutureTask<>(
              () -> {
                Fetch.get(origins, uri(origin));
                while (!ended.get()) {
                  Thread.onSpinWait();
                }
                return Fetch.of(origins, Fetch.request(Method.POST, uri(origin), Body.empty()))
                    .content();
              });
      Carriers.start(asked);
      assertEquals("second", asked.get());
      assertEquals(2, origin.connections());
    }
  }

  @Test
  void asksNoMoreThanTwice() throws Exception {
    Conversation closesOnTheSecond =
        peer -> {
          peer.readHead();
          peer.send(OK + "Content-Length: 5\r\n\r\nfirst");
          peer.readHead();
        };
    try (FakeOrigin origin = FakeOrigin.following(closesOnTheSecond, peer -> peer.readHead())) {
      Fetch.get(origins, uri(origin));
      Fetch.failure(origins, uri(origin), Kind.CUT_SHORT);
      assertEquals(2, origin.connections());
    }
  }

  @Test
  void doesNotAskAgainOnceAByteCame() throws Exception {
    Conversation breaksOff =
        peer -> {
          peer.readHead();
          peer.send(OK + "Content-Length: 5\r\n\r\nfirst");
          peer.readHead();
          peer.send("H");
        };
    try (FakeOrigin origin = FakeOrigin.following(breaksOff)) {
      Fetch.get(origins, uri(origin));
      Fetch.failure(origins, uri(origin), Kind.CUT_SHORT);
      assertEquals(1, origin.connections());
    }
  }

  private static void fetchAtOnce(int count, Origins origins, FakeOrigin origin) throws Exception {
    List<Response> atOnce = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      OriginRequest request = Fetch.request(Method.GET, uri(origin), Body.empty());
      atOnce.add(origins.fetch(request, interim -> {}));
    }
    for (Response response : atOnce) {
      response.body().writeTo(content -> content.position(content.limit()));
      response.close();
    }
  }

  @Test
  void asManyConnectionsAreKeptAsWereNeededAtOnce() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK + "Content-Length: 5\r\n\r\nhello")) {
      for (int round = 0; round < 2; round++) {
        fetchAtOnce(200, origins, origin);
        assertEquals(200, origins.idleConnections());
      }
      assertEquals(200, origin.connections());
    }
  }

  @Test
  void noMoreConnectionsAreKeptThanMay() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK + "Content-Length: 5\r\n\r\nhello");
        FakeOrigin other = FakeOrigin.answering(OK + "Content-Length: 5\r\n\r\nhello");
        Origins few = Origins.over(keeping(2, 3))) {
      fetchAtOnce(4, few, origin);
      assertEquals(2, few.idleConnections());
      fetchAtOnce(4, few, other);
      assertEquals(3, few.idleConnections());
    }
  }

  @Test
  void oneOfAnotherOriginMakesRoomForTheOneThatWasJustUsed() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK + "Content-Length: 5\r\n\r\nhello");
        FakeOrigin other = FakeOrigin.answering(OK + "Content-Length: 5\r\n\r\nhello");
        Origins few = Origins.over(keeping(2, 2))) {
      fetchAtOnce(2, few, origin);
      Fetch.get(few, uri(other));
      Fetch.get(few, uri(other));
      assertEquals(1, other.connections());
      assertEquals(2, few.idleConnections());
    }
  }

  @Test
  void noneAtAllIsKeptIfNoneMay() throws Exception {
    for (OriginSettings none : List.of(keeping(0, 3), keeping(3, 0))) {
      try (FakeOrigin origin = FakeOrigin.answering(OK + "Content-Length: 5\r\n\r\nhello");
          Origins few = Origins.over(none)) {
        fetchAtOnce(2, few, origin);
        Fetch.get(few, uri(origin));
        assertEquals(0, few.idleConnections());
        assertEquals(3, origin.connections());
      }
    }
  }

  static OriginSettings keeping(int perOrigin, int inAll) {
    OriginSettings usual = OriginSettings.defaults();
    return new OriginSettings(
        usual.bufferSize(),
        perOrigin,
        inAll,
        usual.limits(),
        usual.timeouts(),
        usual.names(),
        usual.upstreams(),
        usual.tls());
  }

  @Test
  void someResponsesHaveNoContentWhateverTheirFieldsSay() throws Exception {
    try (FakeOrigin origin =
        FakeOrigin.answering(
            "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")) {
      assertEquals("", Fetch.get(origins, uri(origin)).content());
      assertEquals("", Fetch.get(origins, uri(origin)).content());
      Fetch head = Fetch.of(origins, Fetch.request(Method.HEAD, uri(origin), Body.empty()));
      assertEquals("", head.content());
      assertEquals("5", head.head().fields().first("Content-Length"));
      assertEquals(1, origin.connections());
    }
  }

  @Test
  void interimResponsesAndTrailersArePassedOn() throws Exception {
    String interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
    try (FakeOrigin origin =
        FakeOrigin.answering(
            interim.repeat(3)
                + OK
                + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nDigest: x\r\n\r\n")) {
      Fetch fetch = Fetch.get(origins, uri(origin));
      assertEquals(3, fetch.interim().size());
      assertEquals("x", fetch.interim().getFirst().fields().first("Link"));
      assertEquals(Fields.of("Digest", "x"), fetch.trailers());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 1\n\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
      })
  void refusesAnswersThatAreMalformed(String answer) throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(answer)) {
      String told = Fetch.failure(origins, uri(origin), Kind.MALFORMED);
      assertTrue(told.contains(origin.authority()), told);
      assertEquals(0, origins.idleConnections());
    }
  }

  @Test
  void refusesInterimResponsesWithoutEnd() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering("HTTP/1.1 103 E\r\n\r\n".repeat(100))) {
      Fetch.failure(origins, uri(origin), Kind.TOO_LARGE);
    }
  }

  @Test
  void refusesAHeadThatIsTooLarge() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK + "A: " + "x".repeat(70_000) + "\r\n\r\n")) {
      Fetch.failure(origins, uri(origin), Kind.TOO_LARGE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
      })
  void anAnswerThatBreaksOffIsCutShort(String answer) throws Exception {
    Conversation breaksOff =
        peer -> {
          peer.readHead();
          peer.send(answer);
        };
    try (FakeOrigin origin = FakeOrigin.following(breaksOff)) {
      Fetch.failure(origins, uri(origin), Kind.CUT_SHORT);
    }
  }

  @Test
  void anAnswerWithoutLengthThatIsResetIsCutShort() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    Conversation resets =
        peer -> {
          peer.readHead();
          peer.send(OK + "\r\nhello");
          read.await();
          peer.reset();
        };
    try (FakeOrigin origin = FakeOrigin.following(resets)) {
      OriginRequest request = Fetch.request(Method.GET, uri(origin), Body.empty());
      try (Response response = origins.fetch(request, head -> {})) {
        TransferException e =
            assertThrows(
                TransferException.class,
                () ->
                    response
                        .body()
                        .writeTo(
                            bytes -> {
                              bytes.position(bytes.limit());
                              read.countDown();
                            }));
        assertEquals(Kind.CUT_SHORT, e.kind());
      }
    }
  }

  @Test
  void contentThatIsGivenUpEndsTheConnection() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Conversation endless =
        peer -> {
          peer.readHead();
          peer.send(OK + "\r\n");
          try {
            while (true) {
              peer.send("x".repeat(10_000));
            }
          } finally {
            ended.countDown();
          }
        };
    try (FakeOrigin origin = FakeOrigin.following(endless)) {
      OriginRequest request = Fetch.request(Method.GET, uri(origin), Body.empty());
      Response response = origins.fetch(request, head -> {});
      response.close();
      response.close();
      ended.await();
      assertEquals(HttpVersion.HTTP_1_1, response.head().version());
    }
  }
}
