package larder.socket.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import larder.forwarding.OriginPort.OriginRequest;
import larder.http.Body;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.Response;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
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
