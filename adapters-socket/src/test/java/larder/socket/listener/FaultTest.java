package larder.socket.listener;

import static larder.socket.listener.Bodies.brokenAfter;
import static larder.socket.listener.FakePort.contentOf;
import static larder.socket.listener.FakePort.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import larder.forwarding.Refusal;
import larder.http.Body;
import larder.http.Fields;
import larder.http.IpAddress;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;

/** Requests and answers that fail, and how they end. */
@SuppressWarnings("try") // some connections are closed before their block ends
class FaultTest {
  private static final String GET = "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String POST = "POST http://a/ HTTP/1.1\r\nHost: a\r\n";

  @Test
  void nothingIsReadAfterARequestThatIsMalformed() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok("hello")));
        Peer peer = door.connect()) {
      String answer = peer.send("GET / HTTP/1.1\r\nHost : a\r\n\r\n" + GET + GET).readToEnd();
      assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n"), answer);
      assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
      assertEquals(answer.lastIndexOf("HTTP/1.1"), 0);
      assertTrue(door.port().requests().isEmpty());
    }
  }

  @Test
  void malformedContentIsTheClientsFault() throws Exception {
    FakePort.Handler handler =
        (request, client) -> {
          TransferException e = assertThrows(TransferException.class, () -> contentOf(request));
          assertEquals(Side.CLIENT, e.side());
          client.send(ok(e.kind().toString()));
        };
    try (Door door = Door.open(handler);
        Peer peer = door.connect()) {
      peer.send(POST + "Transfer-Encoding: chunked\r\n\r\nx\r\n" + GET);
      String answer = peer.readToEnd();
      assertTrue(answer.endsWith("Connection: close\r\n\r\nMALFORMED"), answer);
    }
  }

  @Test
  void contentThatIsCutShortIsNoticed() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok(contentOf(request))));
        Peer peer = door.connect()) {
      peer.send(POST + "Content-Length: 5\r\n\r\n123").endOutput();
      TransferException e = door.port().failure();
      assertEquals(Side.CLIENT, e.side());
      assertEquals(Kind.CUT_SHORT, e.kind());
    }
  }

  @Test
  void anAnswerThatBreaksOffHasFewerBytesThanAnnounced() throws Exception {
    try (Door door =
            Door.open(
                (request, client) -> client.send(ok(brokenAfter("abc", OptionalLong.of(5)))));
        Peer peer = door.connect()) {
      assertEquals("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", peer.send(GET).readToEnd());
    }
  }

  @Test
  void anAnswerThatBreaksOffHasNoLastChunk() throws Exception {
    try (Door door =
            Door.open(
                (request, client) -> client.send(ok(brokenAfter("abc", OptionalLong.empty()))));
        Peer peer = door.connect()) {
      assertTrue(peer.send(GET).readToEnd().endsWith("\r\n\r\n3\r\nabc\r\n"));
    }
  }

  @Test
  void anAnswerThatBreaksOffIsResetIfNothingElseTellsSo() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    FakePort.Handler handler =
        (request, client) ->
            client.send(
                ok(
                    Bodies.of(
                        OptionalLong.empty(),
                        Fields.EMPTY,
                        sink -> {
                          sink.write(Bodies.bytes("abc"));
                          await(read);
                          throw new TransferException(Side.ORIGIN, Kind.CUT_SHORT, "On purpose");
                        })));
    try (Door door = Door.open(handler);
        Peer peer = door.connect()) {
      peer.send("GET http://a/ HTTP/1.0\r\n\r\n").readHead();
      assertEquals("abc", peer.read(3));
      read.countDown();
      assertThrows(SocketException.class, peer::hasEnded);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAnswerThatBreaksBeforeItsFirstByteCanBeReplaced() throws Exception {
    FakePort.Handler handler =
        (request, client) -> {
          assertThrows(
              TransferException.class, () -> client.send(ok(brokenAfter("", OptionalLong.of(5)))));
          assertFalse(client.hasBegun());
          client.send(ok("sorry"));
          assertTrue(client.hasBegun());
        };
    try (Door door = Door.open(handler);
        Peer peer = door.connect()) {
      assertTrue(peer.send(GET).readMessage().endsWith("sorry"));
    }
  }

  @Test
  void aBodyThatBreaksItsPromiseIsNotTakenForWhole() throws Exception {
    FakePort.Handler handler =
        (request, client) ->
            client.send(
                ok(
                    Bodies.of(
                        OptionalLong.of(5),
                        Fields.EMPTY,
                        sink -> sink.write(Bodies.bytes("abc")))));
    try (Door door = Door.open(handler);
        Peer peer = door.connect()) {
      assertTrue(peer.send(GET).readToEnd().endsWith("\r\n\r\nabc"));
    }
  }

  @Test
  void aClientThatGoesAwayIsNoticedWhileTheAnswerIsOnItsWay() throws Exception {
    FakePort.Handler endless =
        (request, client) ->
            client.send(
                ok(
                    Bodies.of(
                        OptionalLong.empty(),
                        Fields.EMPTY,
                        sink -> {
                          while (true) {
                            sink.write(Bodies.bytes("x".repeat(10_000)));
                          }
                        })));
    try (Door door = Door.open(endless);
        Peer peer = door.connect()) {
      peer.send(GET).readHead();
      peer.reset();
      TransferException e = door.port().failure();
      assertEquals(Side.CLIENT, e.side());
      assertEquals(Kind.CUT_SHORT, e.kind());
      door.awaitConnections(0);
    }
  }

  @Test
  void aFaultOfOursEndsItsOwnExchangeAlone() throws Exception {
    FakePort.Handler handler =
        (request, client) -> {
          if (request.head().fields().has("Trip")) {
            throw new IllegalStateException("On purpose");
          }
          client.send(ok("yes"));
        };
    try (Door door = Door.open(handler);
        Peer other = door.connect();
        Peer peer = door.connect()) {
      assertTrue(other.send(GET).readMessage().endsWith("yes"));
      String answer = peer.send(GET.replace("Host", "Trip: x\r\nHost")).readToEnd();
      assertTrue(answer.startsWith("HTTP/1.1 500 Internal Server Error\r\n"), answer);
      assertFalse(answer.contains("purpose"));
      assertTrue(other.send(GET).readMessage().endsWith("yes"));
    }
  }

  @Test
  void anAnswerMayComeWhileAnotherThreadStillReadsTheContent() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    AtomicInteger read = new AtomicInteger();
    AtomicBoolean stillRead = new AtomicBoolean();
    FakePort.Handler handler =
        (request, client) -> {
          Thread reader =
              Thread.ofVirtual()
                  .start(
                      () -> {
                        try {
                          request
                              .body()
                              .writeTo(
                                  bytes -> {
                                    read.addAndGet(bytes.remaining());
                                    bytes.position(bytes.limit());
                                    if (read.get() > 0) {
                                      reading.countDown();
                                    }
                                  });
                        } catch (TransferException e) {
                          read.set(-1);
                        }
                      });
          await(reading);
          client.send(ok("early"));
          request.body().close();
          stillRead.set(reader.isAlive() && read.get() != -1);
        };
    try (Door door = Door.open(handler);
        Peer peer = door.connect()) {
      peer.send(POST + "Content-Length: 50\r\n\r\n12345");
      String answer = peer.readToEnd();
      assertTrue(answer.endsWith("Connection: close\r\n\r\nearly"), answer);
      peer.close();
      door.awaitConnections(0);
      assertEquals(-1, read.get());
      assertFalse(stillRead.get(), "closing returns when nobody reads any more");
    }
  }

  @Test
  void whoStillPassesOnWhatHasComeWholeDoesNotEndTheConnection() throws Exception {
    FakePort.Handler handler =
        (request, client) -> {
          CountDownLatch passing = new CountDownLatch(1);
          CountDownLatch taken = new CountDownLatch(1);
          Thread.ofVirtual().start(() -> passOn(request.body(), passing, taken));
          await(passing);
          client.send(ok("early"));
          Thread closes = Thread.currentThread();
          Thread.ofPlatform().daemon().start(() -> countDownOnceItWaits(taken, closes));
          request.body().close();
        };
    try (Door door = Door.open(handler);
        Peer peer = door.connect()) {
      for (int i = 0; i < 2; i++) {
        peer.send(POST + "Content-Length: 5\r\n\r\n12345");
        String answer = peer.readMessage();
        assertTrue(answer.endsWith("\r\n\r\nearly"), answer);
        assertFalse(answer.contains("close"), answer);
      }
    }
  }

  private static void passOn(Body content, CountDownLatch passing, CountDownLatch taken) {
    try {
      content.writeTo(
          bytes -> {
            if (bytes.hasRemaining()) {
              passing.countDown();
              await(taken);
              bytes.position(bytes.limit());
            }
          });
    } catch (TransferException e) {
      throw new AssertionError(e);
    }
  }

  private static void countDownOnceItWaits(CountDownLatch latch, Thread waiting) {
    while (waiting.isAlive() && waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    latch.countDown();
  }

  @Test
  void aStopEndsIdleConnectionsAtOnceAndOthersAfterTheirAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    FakePort.Handler handler =
        (request, client) -> {
          asked.countDown();
          await(stopped);
          client.send(ok("last"));
        };
    try (Door door = Door.open(handler);
        Peer idle = door.connect();
        Peer busy = door.connect()) {
      busy.send(GET + GET);
      asked.await();
      door.listener().stopAccepting();
      assertTrue(idle.hasEnded());
      assertFalse(door.listener().awaitIdle(Duration.ofMillis(1)));
      stopped.countDown();
      assertTrue(busy.readToEnd().endsWith("Connection: close\r\n\r\nlast"));
      busy.close();
      assertTrue(door.listener().awaitIdle(Duration.ofSeconds(30)));
      assertEquals(1, door.port().requests().size());
      Peer.awaitRefusal(door.listener().addresses().getFirst());
    }
  }

  @Test
  void closingEndsWhatIsUnderWay() throws Exception {
    FakePort.Handler handler = (request, client) -> client.send(ok(contentOf(request)));
    try (Door door = Door.open(handler);
        Peer peer = door.connect()) {
      peer.send(POST + "Content-Length: 50\r\n\r\n12345");
      door.awaitConnections(1);
      door.close();
      door.close();
      door.awaitConnections(0);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, Door.ANY_PORT.getAddress())) {
      InetSocketAddress address =
          new InetSocketAddress(Door.ANY_PORT.getAddress(), taken.getLocalPort());
      IOException e =
          assertThrows(
              IOException.class,
              () ->
                  Listener.start(
                      ListenerSettings.on(List.of(address)),
                      new FakePort((request, client) -> {})));
      assertEquals(
          "127.0.0.1 port " + taken.getLocalPort() + " is in use by another process",
          e.getMessage());
    }
  }

  @Test
  void bothFamiliesListenOnTheSamePort() throws Exception {
    List<InetSocketAddress> both =
        List.of(Door.ANY_PORT, new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
    FakePort port =
        new FakePort((request, client) -> client.send(ok(client.client().address().toString())));
    try (Listener listener = Listener.start(ListenerSettings.on(both), port)) {
      int expected = listener.addresses().getFirst().getPort();
      for (InetSocketAddress address : listener.addresses()) {
        assertEquals(expected, address.getPort());
        try (Peer peer = Peer.connect(address)) {
          String answer = peer.send(GET).readMessage();
          assertTrue(
              answer.endsWith("\r\n\r\n" + IpAddress.of(address.getAddress().getAddress())),
              answer);
        }
      }
    }
  }

  @Test
  void aClientThatMayNotComeInIsToldSoBeforeItAsks() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok("served")))) {
      try (Peer known = door.connect()) {
        assertTrue(known.send(GET).readMessage().endsWith("served"));
        door.port().refuses(new Refusal(403, "http_request_denied", "You are a stranger.", "Go."));
        try (Peer stranger = door.connect()) {
          assertTrue(stranger.readMessage().startsWith("HTTP/1.1 403 "));
          assertEquals("", stranger.readToEnd());
        }
        assertTrue(known.send(GET).readMessage().endsWith("served"));
      }
      assertEquals(2, door.port().requests().size());
    }
  }
}
