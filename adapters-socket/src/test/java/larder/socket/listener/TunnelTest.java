package larder.socket.listener;

import static larder.socket.channel.PassingTime.NEVER;
import static larder.socket.listener.FakePort.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import larder.access.Reach;
import larder.forwarding.OriginPort.OriginRequest;
import larder.forwarding.OriginPort.UpgradeAnswer;
import larder.forwarding.ResponsePort;
import larder.forwarding.TunnelEnd;
import larder.http.Body;
import larder.http.Fields;
import larder.http.Method;
import larder.http.Request;
import larder.http.RequestTarget;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.channel.PassingTime;
import larder.socket.origin.OriginSettings;
import larder.socket.origin.Origins;
import larder.test.origin.Conversation;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bytes from a client through a tunnel to its far end, and back. */
@SuppressWarnings("try") // some connections are closed before their block ends
class TunnelTest {
  private static final String ESTABLISHED = "HTTP/1.1 200 OK\r\n\r\n";
  private static final Duration ALMOST_TEN_MINUTES = Duration.ofSeconds(599);

  private final Origins origins = Origins.over(OriginSettings.defaults());

  @AfterEach
  void close() {
    origins.close();
  }

  private Door door(Duration idle) throws IOException {
    ListenerTimeouts timeouts =
        new ListenerTimeouts(
            Door.PATIENT.idle(),
            Door.PATIENT.head(),
            Door.PATIENT.content(),
            Door.PATIENT.write(),
            Door.PATIENT.linger(),
            idle,
            Duration.ofSeconds(30));
    return Door.open(this::connect, 10, timeouts);
  }

  private void connect(Request request, ResponsePort client) throws TransferException {
    if (request.head().target() instanceof RequestTarget.AuthorityForm target) {
      TunnelEnd far = origins.open(target.authority(), Fields.EMPTY, Reach.ANYWHERE);
      client.tunnel(ResponseHead.of(200, Fields.EMPTY), far);
    } else {
      client.send(ok("no tunnel"));
    }
  }

  private static String connect(FakeOrigin far) {
    return "CONNECT " + far.authority() + " HTTP/1.1\r\nHost: " + far.authority() + "\r\n\r\n";
  }

  @Test
  void carriesBytesBothWays() throws Exception {
    Conversation echo =
        peer -> {
          while (true) {
            peer.send(peer.read(5));
          }
        };
    try (FakeOrigin far = FakeOrigin.following(echo);
        Door door = door(Duration.ofMinutes(1));
        Peer peer = door.connect()) {
      assertEquals(ESTABLISHED, peer.send(connect(far)).readHead());
      assertEquals("\0\r\n\u00ff!", peer.send("\0\r\n\u00ff!").read(5));
      assertEquals("again", peer.send("again").read(5));
    }
  }

  @Test
  void carriesWhatTheClientSentAhead() throws Exception {
    try (FakeOrigin far = FakeOrigin.following(peer -> peer.send(peer.read(5)));
        Door door = door(Duration.ofMinutes(1));
        Peer peer = door.connect()) {
      peer.send(connect(far) + "ahead");
      assertEquals(ESTABLISHED + "ahead", peer.endOutput().readToEnd());
    }
  }

  @Test
  void aClientThatEndsIsStillAnswered() throws Exception {
    try (FakeOrigin far = FakeOrigin.following(peer -> peer.send("got " + peer.readToEnd()));
        Door door = door(Duration.ofMinutes(1));
        Peer peer = door.connect()) {
      peer.send(connect(far)).readHead();
      assertEquals("got all", peer.send("all").endOutput().readToEnd());
      peer.close();
      door.awaitConnections(0);
    }
  }

  @Test
  void aFarEndThatEndsIsStillToldMore() throws Exception {
    StringBuilder got = new StringBuilder();
    CountDownLatch done = new CountDownLatch(1);
    Conversation endsFirst =
        peer -> {
          peer.send("bye").endOutput();
          got.append(peer.readToEnd());
          done.countDown();
        };
    try (FakeOrigin far = FakeOrigin.following(endsFirst);
        Door door = door(Duration.ofMinutes(1));
        Peer peer = door.connect()) {
      peer.send(connect(far)).readHead();
      assertEquals("bye", peer.readToEnd());
      peer.send("more").endOutput();
      done.await();
      assertEquals("more", got.toString());
      door.awaitConnections(0);
    }
  }

  @Test
  void carriesMuchInBothDirectionsAtOnce() throws Exception {
    String much = "0123456789abcdef".repeat(200_000);
    Conversation both =
        peer -> {
          Thread sender =
              Thread.ofVirtual()
                  .start(
                      () -> {
                        try {
                          peer.send(much).endOutput();
                        } catch (IOException e) {
                          throw new AssertionError(e);
                        }
                      });
          assertEquals(much, peer.readToEnd());
          sender.join();
        };
    try (FakeOrigin far = FakeOrigin.following(both);
        Door door = door(Duration.ofMinutes(1));
        Peer peer = door.connect()) {
      peer.send(connect(far)).readHead();
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      peer.send(much).endOutput();
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  });
      assertEquals(much, peer.readToEnd());
      sender.join();
      door.awaitConnections(0);
    }
  }

  @Test
  void aFarEndThatBreaksOffEndsTheTunnel() throws Exception {
    CountDownLatch ready = new CountDownLatch(1);
    Conversation breaks =
        peer -> {
          ready.await();
          peer.reset();
        };
    try (FakeOrigin far = FakeOrigin.following(breaks);
        Door door = door(Duration.ofMinutes(1));
        Peer peer = door.connect()) {
      peer.send(connect(far)).readHead();
      ready.countDown();
      TransferException e = door.port().failure();
      assertEquals(Side.ORIGIN, e.side());
      assertEquals(Kind.CUT_SHORT, e.kind());
      assertTrue(peer.hasEnded());
    }
  }

  private static String upgrade(FakeOrigin far) {
    return "GET "
        + far.uri("/")
        + " HTTP/1.1\r\nHost: "
        + far.authority()
        + "\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n";
  }

  private void upgrade(Request request, ResponsePort client) throws TransferException {
    if (!(request.head().target() instanceof RequestTarget.AbsoluteForm target)) {
      throw new AssertionError(request.head().target());
    }
    Fields fields = Fields.of("Host", target.uri().hostField(), "Upgrade", "other");
    OriginRequest asking =
        new OriginRequest(Method.GET, target.uri(), fields, Body.empty(), Reach.ANYWHERE);
    switch (origins.upgrade(asking, interim -> {})) {
      case UpgradeAnswer.Switched(ResponseHead head, TunnelEnd far) -> client.tunnel(head, far);
      case UpgradeAnswer.Declined(Response response) -> client.send(response);
    }
  }

  @Test
  void aTunnelInWhichNothingMovesEnds() throws Exception {
    endsWhenNothingMoves(this::connect, TunnelTest::connect, peer -> {});
  }

  @Test
  void afterAnUpgradeToo() throws Exception {
    endsWhenNothingMoves(
        this::upgrade,
        TunnelTest::upgrade,
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\n\r\n");
        });
  }

  private static void endsWhenNothingMoves(
      FakePort.Handler handler, Function<FakeOrigin, String> asking, Conversation agreeing)
      throws Exception {
    PassingTime time = new PassingTime();
    CountDownLatch ended = new CountDownLatch(1);
    Conversation moves =
        peer -> {
          agreeing.with(peer);
          peer.send(peer.read(1)).readToEnd();
          ended.countDown();
        };
    ListenerTimeouts usual =
        new ListenerTimeouts(
            NEVER, NEVER, NEVER, NEVER, NEVER, Duration.ofMinutes(10), Duration.ofSeconds(30));
    try (FakeOrigin far = FakeOrigin.following(moves);
        Door door = Door.open(handler, time, usual, 0);
        Peer peer = door.connect()) {
      peer.send(asking.apply(far)).readHead();
      time.pass(ALMOST_TEN_MINUTES);
      assertEquals("x", peer.send("x").read(1));
      time.pass(ALMOST_TEN_MINUTES);
      assertFalse(door.port().hasFailed());
      time.passUntil(door.port()::hasFailed);
      assertEquals(Kind.TIMED_OUT, door.port().failure().kind());
      assertTrue(peer.hasEnded());
      assertTrue(ended.await(30, TimeUnit.SECONDS), "the far end is not left waiting");
      door.awaitConnections(0);
    }
  }

  @Test
  void nothingIsReadAfterATunnelThatIsRefused() throws Exception {
    try (FakeOrigin far = FakeOrigin.answering("");
        Door door = Door.open((request, client) -> client.send(ok("refused")), 10, Door.PATIENT);
        Peer peer = door.connect()) {
      String request = connect(far);
      String answer = peer.send(request + request).readToEnd();
      assertTrue(answer.endsWith("Connection: close\r\n\r\n"), answer);
      assertEquals(1, door.port().requests().size());
    }
  }

  @Test
  void stoppingCutsATunnel() throws Exception {
    try (FakeOrigin far = FakeOrigin.following(peer -> peer.readToEnd());
        Door door = door(Duration.ofMinutes(1));
        Peer peer = door.connect()) {
      peer.send(connect(far)).readHead();
      door.close();
      try {
        assertTrue(peer.hasEnded());
      } catch (SocketException e) {
        assertThrows(IOException.class, peer::hasEnded);
      }
      door.awaitConnections(0);
    }
  }
}
