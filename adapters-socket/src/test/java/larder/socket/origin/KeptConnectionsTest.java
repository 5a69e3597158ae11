package larder.socket.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import larder.forwarding.OriginPort.OriginRequest;
import larder.http.Body;
import larder.http.Method;
import larder.http.Response;
import larder.http.TransferException.Kind;
import larder.socket.channel.Carriers;
import larder.socket.channel.PassingTime;
import larder.test.origin.Conversation;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which connections to origins are kept and reused, and when a request is sent again. */
class KeptConnectionsTest {
  private static final Conversation CLOSES_ON_THE_SECOND =
      peer -> {
        answer(peer, "first");
        peer.readHead();
      };

  /** No time passes, so no connection that waits is closed because the test takes long. */
  @AutoClose
  private final Origins origins =
      Origins.over(OriginSettings.defaults(), new PassingTime().sweeper());

  private static String uri(FakeOrigin origin) {
    return origin.uri("/a?b");
  }

  private static String answerOf(String content) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + content.length() + "\r\n\r\n" + content;
  }

  /** Answers the next request. */
  private static Peer answer(Peer peer, String content) throws IOException {
    peer.readHead();
    return peer.send(answerOf(content));
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
          answer(peer, "hello");
          answered.await();
          peer.send(answerOf("evil"));
          planted.countDown();
          peer.readToEnd();
        };
    try (FakeOrigin origin = FakeOrigin.following(plants, peer -> answer(peer, "hello"))) {
      Fetch.get(origins, uri(origin));
      answered.countDown();
      planted.await();
      assertEquals("hello", Fetch.get(origins, uri(origin)).content());
      assertEquals(2, origin.connections());
    }
  }

  @Test
  void asksAgainIfAConnectionThatWaitedTurnsOutClosed() throws Exception {
    Conversation answers = peer -> answer(peer, "second");
    try (FakeOrigin origin = FakeOrigin.following(CLOSES_ON_THE_SECOND, answers)) {
      assertEquals("first", Fetch.get(origins, uri(origin)).content());
      assertEquals("second", Fetch.get(origins, uri(origin)).content());
      assertEquals(2, origin.connections());
    }
  }

  /**
   * The end may have arrived with the last bytes of the answer, and be known only to the selector.
   */
  @Test
  void whatMayNotBeRepeatedIsNotAskedWhereTheEndHasCome() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    Conversation closes =
        peer -> {
          answer(peer, "first").endOutput();
          ended.set(true);
          peer.readToEnd();
        };
    Conversation answers = peer -> answer(peer, "second");
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
    try (FakeOrigin origin = FakeOrigin.following(CLOSES_ON_THE_SECOND, Peer::readHead)) {
      Fetch.get(origins, uri(origin));
      Fetch.failure(origins, uri(origin), Kind.CUT_SHORT);
      assertEquals(2, origin.connections());
    }
  }

  @Test
  void doesNotAskAgainOnceAByteCame() throws Exception {
    Conversation breaksOff =
        peer -> {
          answer(peer, "first");
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
    try (FakeOrigin origin = FakeOrigin.answering(answerOf("hello"))) {
      for (int round = 0; round < 2; round++) {
        fetchAtOnce(200, origins, origin);
        assertEquals(200, origins.idleConnections());
      }
      assertEquals(200, origin.connections());
    }
  }

  @Test
  void noMoreConnectionsAreKeptThanMay() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(answerOf("hello"));
        FakeOrigin other = FakeOrigin.answering(answerOf("hello"));
        Origins few = Origins.over(keeping(2, 3))) {
      fetchAtOnce(4, few, origin);
      assertEquals(2, few.idleConnections());
      fetchAtOnce(4, few, other);
      assertEquals(3, few.idleConnections());
    }
  }

  @Test
  void oneOfAnotherOriginMakesRoomForTheOneThatWasJustUsed() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(answerOf("hello"));
        FakeOrigin other = FakeOrigin.answering(answerOf("hello"));
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
      try (FakeOrigin origin = FakeOrigin.answering(answerOf("hello"));
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
}
