package larder.socket.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import larder.access.Reach;
import larder.forwarding.OriginPort.OriginRequest;
import larder.forwarding.OriginPort.UpgradeAnswer;
import larder.forwarding.TunnelEnd;
import larder.http.Authority;
import larder.http.Body;
import larder.http.Fields;
import larder.http.Method;
import larder.http.Response;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.channel.PassingTime;
import larder.test.origin.Conversation;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long origins may take, with the default time-outs. The test makes time pass. */
class OriginTimeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration ALMOST = Duration.ofMinutes(5).minusSeconds(1);

  private final PassingTime time = new PassingTime();
  private final Origins origins = Origins.over(OriginSettings.defaults(), time.sweeper());

  @AfterEach
  void close() {
    origins.close();
  }

  private static String uri(FakeOrigin origin) {
    return origin.uri("/");
  }

  @Test
  void anOriginThatSaysNothingIsGivenUp() throws Exception {
    AtomicBoolean told = new AtomicBoolean();
    Conversation silent =
        peer -> {
          peer.readHead();
          time.passUntil(told::get);
        };
    try (FakeOrigin origin = FakeOrigin.following(silent)) {
      String why = Fetch.failure(origins, uri(origin), Kind.TIMED_OUT);
      told.set(true);
      assertTrue(why.startsWith(origin.authority()), why);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nX: "})
  void aHeadIsGivenUpHoweverItDrips(String begun) throws Exception {
    Conversation drips =
        peer -> {
          peer.readHead();
          peer.send(begun);
          for (char next : "HTTP/1.1 200 OK\r\nX: ".substring(begun.length()).toCharArray()) {
            peer.send(String.valueOf(next));
            time.pass(SECOND);
          }
          while (true) { // until the connection is cut
            peer.send("x");
            time.pass(SECOND);
          }
        };
    try (FakeOrigin origin = FakeOrigin.following(drips)) {
      Fetch.failure(origins, uri(origin), Kind.TIMED_OUT);
    }
  }

  @Test
  void eachPieceOfTheContentHasItsOwnTime() throws Exception {
    AtomicBoolean told = new AtomicBoolean();
    Semaphore came = new Semaphore(0);
    Conversation slowAndThenSilent =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
          for (int i = 0; i < 5; i++) {
            peer.send("x");
            came.acquireUninterruptibly();
            time.pass(ALMOST);
          }
          time.passUntil(told::get);
        };
    try (FakeOrigin origin = FakeOrigin.following(slowAndThenSilent);
        Response response =
            origins.fetch(Fetch.request(Method.GET, uri(origin), Body.empty()), head -> {})) {
      StringBuilder content = new StringBuilder();
      TransferException e =
          assertThrows(
              TransferException.class,
              () ->
                  response
                      .body()
                      .writeTo(
                          bytes -> {
                            while (bytes.hasRemaining()) {
                              content.append((char) bytes.get());
                              came.release();
                            }
                          }));
      told.set(true);
      assertEquals(Kind.TIMED_OUT, e.kind());
      assertEquals(Side.ORIGIN, e.side());
      assertEquals("xxxxx", content.toString());
    }
  }

  @Test
  void connectionsDoNotWaitForever() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Conversation once =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
          peer.readToEnd();
          ended.countDown();
        };
    try (FakeOrigin origin = FakeOrigin.following(once)) {
      assertEquals("ok", Fetch.get(origins, uri(origin)).content());
      assertEquals(1, origins.idleConnections());
      time.passUntil(() -> origins.idleConnections() == 0);
      ended.await();
    }
  }

  /** The far end of a tunnel, by CONNECT or by an upgrade, that takes nothing. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFarSideThatTakesNothingIsGivenUpSoonerThanAnOriginThatIsSilent(boolean upgrades)
      throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    Conversation takesNothing =
        peer -> {
          if (upgrades) {
            peer.readHead();
            peer.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
          }
          over.await();
        };
    try (FakeOrigin origin = FakeOrigin.following(takesNothing);
        TunnelEnd end = upgrades ? upgraded(origin) : connected(origin)) {
      CompletableFuture<TransferException> failure = new CompletableFuture<>();
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      end.write(ByteBuffer.allocateDirect(64 << 20));
                    } catch (TransferException e) {
                      failure.complete(e);
                    }
                  });
      while (writer.getState() != Thread.State.WAITING) {
        assertFalse(Thread.currentThread().isInterrupted(), "It does not wait");
        Thread.onSpinWait();
      }
      time.pass(Duration.ofSeconds(62));
      assertEquals(Kind.TIMED_OUT, failure.get(30, TimeUnit.SECONDS).kind());
    } finally {
      over.countDown();
    }
  }

  private TunnelEnd connected(FakeOrigin origin) throws TransferException {
    Authority there = new Authority("127.0.0.1", origin.port());
    return origins.open(there, Fields.EMPTY, Reach.ANYWHERE);
  }

  private TunnelEnd upgraded(FakeOrigin origin) throws TransferException {
    OriginRequest request = Fetch.request(Method.GET, uri(origin), Body.empty(), "Upgrade", "x");
    return ((UpgradeAnswer.Switched) origins.upgrade(request, head -> {})).far();
  }

  private static OriginRequest post(FakeOrigin origin) {
    return Fetch.request(Method.POST, uri(origin), Body.of(new byte[] {'a', 'b', 'c'}));
  }

  @Test
  void whatMayNotBeRepeatedGoesOnAConnectionThatWasInUseAMomentAgo() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      Fetch.get(origins, uri(origin));
      time.pass(SECOND);
      Fetch.of(origins, post(origin));
      time.pass(SECOND);
      Fetch.of(origins, post(origin));
      assertEquals(1, origin.connections());
    }
  }

  @Test
  void elseItGoesOnAFreshOne() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      Fetch.get(origins, uri(origin));
      time.pass(SECOND.plusNanos(1));
      Fetch.of(origins, post(origin));
      assertEquals(2, origin.connections());
      assertEquals(2, origins.idleConnections());
      time.pass(SECOND.plusNanos(1));
      Fetch.get(origins, uri(origin));
      assertEquals(2, origin.connections());
    }
  }

  @Test
  void theOneThatWaitedLongestMakesRoomForOneThatWasJustUsed() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Origins one = Origins.over(KeptConnectionsTest.keeping(1, 10), time.sweeper())) {
      Fetch.get(one, uri(origin));
      time.pass(SECOND.multipliedBy(5));
      Fetch.of(one, post(origin));
      Fetch.of(one, post(origin));
      assertEquals(2, origin.connections());
      assertEquals(1, one.idleConnections());
    }
  }

  @Test
  void onWhicheverItIsSentOnce() throws Exception {
    Conversation answersOne =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
          peer.readHead();
        };
    try (FakeOrigin origin = FakeOrigin.following(answersOne, answersOne)) {
      Fetch.get(origins, uri(origin));
      Fetch.failure(origins, post(origin), Kind.CUT_SHORT);
      assertEquals(1, origin.connections());
      assertEquals(0, origins.idleConnections());
    }
  }
}
