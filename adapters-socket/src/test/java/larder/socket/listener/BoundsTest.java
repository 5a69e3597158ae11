package larder.socket.listener;

import static larder.socket.listener.FakePort.contentOf;
import static larder.socket.listener.FakePort.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import larder.http.Body;
import larder.http.Fields;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;

/** Bounds that clients reach, in time and in number. */
@SuppressWarnings("try") // some connections end before their block does
class BoundsTest {
  private static final String GET = "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String POST = "POST http://a/ HTTP/1.1\r\nHost: a\r\n";

  @Test
  void aClientThatTakesNothingIsGivenUp() throws Exception {
    ListenerTimeouts timeouts =
        new ListenerTimeouts(
            Door.PATIENT.idle(),
            Door.PATIENT.head(),
            Door.PATIENT.content(),
            Door.SHORT,
            Door.SHORT,
            Door.PATIENT.tunnelIdle(),
            Duration.ofSeconds(30));
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
    try (Door door = Door.open(endless, 10, timeouts);
        Peer peer = door.connect()) {
      peer.send(GET);
      TransferException e = door.port().failure();
      assertEquals(Side.CLIENT, e.side());
      assertEquals(Kind.TIMED_OUT, e.kind());
      door.awaitConnections(0);
    }
  }

  @Test
  void aHeadThatIsNotWholeInTimeGets408HoweverItDrips() throws Exception {
    ListenerTimeouts timeouts =
        new ListenerTimeouts(
            Door.PATIENT.idle(),
            Door.SHORT,
            Door.PATIENT.content(),
            Door.PATIENT.write(),
            Door.SHORT,
            Door.PATIENT.tunnelIdle(),
            Duration.ofSeconds(30));
    try (Door door = Door.open((request, client) -> client.send(ok("no")), 10, timeouts);
        Peer peer = door.connect()) {
      peer.send("GET http");
      String answer = peer.readToEnd();
      assertTrue(answer.startsWith("HTTP/1.1 408 Request Timeout\r\n"), answer);
      door.awaitConnections(0);
    }
  }

  @Test
  void aConnectionThatAsksNothingEndsWithoutAWord() throws Exception {
    ListenerTimeouts timeouts =
        new ListenerTimeouts(
            Door.SHORT,
            Door.PATIENT.head(),
            Door.PATIENT.content(),
            Door.PATIENT.write(),
            Door.SHORT,
            Door.PATIENT.tunnelIdle(),
            Duration.ofSeconds(30));
    try (Door door = Door.open((request, client) -> client.send(ok("yes")), 10, timeouts);
        Peer silent = door.connect();
        Peer asking = door.connect()) {
      assertTrue(silent.hasEnded());
      asking.close();
      try (Peer again = door.connect()) {
        assertTrue(again.send(GET).readMessage().endsWith("yes"));
        assertTrue(again.hasEnded());
      }
    }
  }

  @Test
  void contentThatStopsComingIsGivenUp() throws Exception {
    ListenerTimeouts timeouts =
        new ListenerTimeouts(
            Door.PATIENT.idle(),
            Door.PATIENT.head(),
            Door.SHORT,
            Door.PATIENT.write(),
            Door.SHORT,
            Door.PATIENT.tunnelIdle(),
            Duration.ofSeconds(30));
    try (Door door =
            Door.open((request, client) -> client.send(ok(contentOf(request))), 10, timeouts);
        Peer peer = door.connect()) {
      peer.send(POST + "Content-Length: 5\r\n\r\n123");
      TransferException e = door.port().failure();
      assertEquals(Side.CLIENT, e.side());
      assertEquals(Kind.TIMED_OUT, e.kind());
      assertTrue(peer.hasEnded());
    }
  }

  @Test
  void oneConnectionTooManyIsTurnedAwayUntilAnotherEnds() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok("yes")), 2, Door.PATIENT);
        Peer first = door.connect();
        Peer second = door.connect()) {
      assertTrue(first.send(GET).readMessage().endsWith("yes"));
      assertTrue(second.send(GET).readMessage().endsWith("yes"));
      try (Peer third = door.connect()) {
        String answer = third.send(GET).readToEnd();
        assertTrue(answer.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), answer);
      }
      second.close();
      door.awaitConnections(1);
      try (Peer fourth = door.connect()) {
        assertTrue(fourth.send(GET).readMessage().endsWith("yes"));
      }
      assertTrue(first.send(GET).readMessage().endsWith("yes"));
    }
  }

  @Test
  void whoDripsContentIsTimedOutThoughEachByteIsInTime() throws Exception {
    ListenerTimeouts usual = Door.PATIENT;
    ListenerTimeouts watchful =
        new ListenerTimeouts(
            usual.idle(),
            usual.head(),
            usual.content(),
            usual.write(),
            usual.linger(),
            usual.tunnelIdle(),
            Duration.ofMillis(500));
    FakePort.Handler reading =
        (request, client) -> {
          try {
            client.send(ok(FakePort.contentOf(request)));
          } catch (TransferException e) {
            client.send(new Response(ResponseHead.of(408, Fields.EMPTY), Body.empty()));
            throw e;
          }
        };
    try (Door door = Door.open(reading, 100, 1000, watchful);
        Peer other = door.connect();
        Peer client = door.connect()) {
      client.send("POST http://a/ HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
      CountDownLatch told = new CountDownLatch(1);
      Thread dripping =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (!told.await(20, TimeUnit.MILLISECONDS)) {
                        client.send("x");
                      }
                    } catch (IOException | InterruptedException e) {
                      // It was told, or cut off.
                    }
                  });
      assertTrue(client.readHead().startsWith("HTTP/1.1 408 "));
      told.countDown();
      dripping.join();
      assertEquals(Kind.TIMED_OUT, door.port().failure().kind());
      String fast = "POST http://a/ HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nfast";
      assertTrue(other.send(fast).readMessage().endsWith("fast"));
    }
  }
}
