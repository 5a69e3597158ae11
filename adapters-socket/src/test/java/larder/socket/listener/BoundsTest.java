package larder.socket.listener;

import static larder.socket.channel.PassingTime.NEVER;
import static larder.socket.listener.FakePort.contentOf;
import static larder.socket.listener.FakePort.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import larder.http.Body;
import larder.http.Fields;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.channel.Input;
import larder.socket.channel.Pace;
import larder.socket.channel.PassingTime;
import larder.socket.channel.TimedChannel;
import larder.socket.channel.Transport;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits that clients reach, in time and in number. The test makes time pass. */
@SuppressWarnings("try") // some connections are closed before their block ends
class BoundsTest {
  private static final String GET = "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String POST = "POST http://a/ HTTP/1.1\r\nHost: a\r\n";
  private static final int PIECE = 10_000;

  /** Fewer octets than a request line may have, even if time passes before any is read. */
  private static final int DRIPS = 4_000;

  private final PassingTime time = new PassingTime();

  /** Time-outs with no limits but these. */
  private static ListenerTimeouts bounded(
      Duration idle, Duration head, Duration content, Duration write) {
    return new ListenerTimeouts(
        idle, head, content, write, NEVER, NEVER, ListenerTimeouts.defaults().paceWindow());
  }

  /** An endless answer, in pieces of that size. */
  private static Response endless(int piece) {
    return ok(
        Bodies.of(
            OptionalLong.empty(),
            Fields.EMPTY,
            sink -> {
              while (true) {
                sink.write(Bodies.bytes("x".repeat(piece)));
              }
            }));
  }

  private static void assertTimedOut(Door door) throws InterruptedException {
    TransferException e = door.port().failure();
    assertEquals(Side.CLIENT, e.side());
    assertEquals(Kind.TIMED_OUT, e.kind());
  }

  @Test
  void aConnectionThatAsksNothingEndsWithoutAWord() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok("yes")), time);
        Peer silent = door.connect()) {
      door.awaitConnections(1);
      time.passUntil(() -> door.listener().connections() == 0);
      assertTrue(silent.hasEnded());
    }
  }

  @Test
  void theTimeBetweenTwoRequestsBeginsAnewWithEach() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok("yes")), time);
        Peer peer = door.connect()) {
      for (int i = 0; i < 5; i++) {
        assertTrue(peer.send(GET).readMessage().endsWith("yes"));
        time.pass(Duration.ofSeconds(59));
      }
      time.passUntil(() -> door.listener().connections() == 0);
      assertTrue(peer.hasEnded());
    }
  }

  /** Old clients send an empty line after content (RFC 9112, section 2.2). */
  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r\n\r\n"})
  void anEmptyLineIsNoRequestThatHasBegun(String behind) throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok(contentOf(request))), time);
        Peer peer = door.connect()) {
      peer.send(POST + "Content-Length: 3\r\n\r\nyes" + behind);
      assertTrue(peer.readMessage().endsWith("yes"));
      time.pass(Duration.ofSeconds(31));
      peer.send("\r\n");
      time.pass(Duration.ofSeconds(28));
      peer.send("\r\n" + POST + "Content-Length: 4\r\n\r\nmore");
      assertTrue(peer.readMessage().endsWith("more"));
      assertEquals(0, door.port().refused());
      time.passUntil(() -> door.listener().connections() == 0);
      assertTrue(peer.hasEnded());
    }
  }

  /** The reader is on this thread, and each read takes 16 seconds. */
  @Test
  void emptyLinesDoNotLengthenTheTimeBetweenTwoRequests() throws Exception {
    ListenerContext shared =
        new ListenerContext(
            ListenerSettings.on(List.of(Door.ANY_PORT)),
            new FakePort((request, client) -> {}),
            time.sweeper());
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(Door.ANY_PORT);
        SocketChannel _ = SocketChannel.open(server.getLocalAddress());
        TimedChannel channel =
            new TimedChannel(server.accept(), time.sweeper(), Duration.ofSeconds(10))) {
      EmptyLines lines = new EmptyLines(channel, () -> time.pass(Duration.ofSeconds(16)));
      Input input =
          new Input(
              channel,
              lines,
              shared.buffers().content(),
              ClientFailures::of,
              new Pace(0, shared.timeouts().paceWindow()),
              shared.buffers().firsts());
      assertFalse(new RequestReader(shared, channel, lines, input, false, true).awaitRequest());
      assertEquals(3, lines.count, "those that come within 60 seconds");
    }
  }

  /** Sends one after another, until the channel's time is over. */
  private static final class EmptyLines implements Transport {
    private final TimedChannel channel;
    private final Runnable beforeEach;
    private int count;

    private EmptyLines(TimedChannel channel, Runnable beforeEach) {
      this.channel = channel;
      this.beforeEach = beforeEach;
    }

    @Override
    public int read(ByteBuffer into) {
      beforeEach.run();
      if (channel.readTimedOut()) {
        return -1;
      }
      count++;
      into.put((byte) '\r').put((byte) '\n');
      return 2;
    }

    @Override
    public int readNow(ByteBuffer into) {
      return 0;
    }

    @Override
    public int readSoon(ByteBuffer into, Duration most) {
      throw new AssertionError();
    }

    @Override
    public void write(ByteBuffer from) {
      throw new AssertionError();
    }

    @Override
    public void write(ByteBuffer[] from) {
      throw new AssertionError();
    }

    @Override
    public void endOutput() {}

    @Override
    public void close() {}
  }

  @Test
  void moreEmptyLinesThanAnybodySendsAreRefused() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok("yes")));
        Peer peer = door.connect()) {
      for (int i = 0; i < 4; i++) {
        peer.send("\r\n");
      }
      assertTrue(peer.send(GET).readMessage().endsWith("yes"));
      String answer = peer.send("\r\n".repeat(5)).readToEnd();
      assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n"), answer);
    }
  }

  @Test
  void aHeadThatIsNotWholeInTimeGets408() throws Exception {
    ListenerTimeouts patient = bounded(NEVER, Duration.ofSeconds(30), NEVER, NEVER);
    try (Door door = Door.open((request, client) -> client.send(ok("yes")), time, patient, 0);
        Peer peer = door.connect();
        Peer other = door.connect()) {
      peer.send("GET http");
      time.passUntil(() -> door.port().refused() != 0);
      String answer = peer.readToEnd();
      assertTrue(answer.startsWith("HTTP/1.1 408 Request Timeout\r\n"), answer);
      assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
      assertTrue(other.send(GET).readMessage().endsWith("yes"));
    }
  }

  /** A client that goes on sending may be reset before it reads the answer. */
  @ParameterizedTest
  @ValueSource(strings = {"", "GET http://a/ HTTP/1.1\r\nHost: a\r\nX: "})
  void soDoesAHeadInDripsThoughEachOctetIsInTime(String begun) throws Exception {
    ListenerTimeouts patient = bounded(NEVER, Duration.ofSeconds(30), NEVER, NEVER);
    try (Door door = Door.open((request, client) -> client.send(ok("yes")), time, patient, 0);
        Peer peer = door.connect()) {
      peer.send(begun);
      AtomicInteger sent = new AtomicInteger();
      time.passUntil(
          () -> {
            try {
              if (sent.getAndIncrement() < DRIPS) {
                peer.send("x");
              }
            } catch (IOException e) {
              // The connection was cut.
            }
            return door.port().refused() != 0;
          });
      assertEquals(408, door.port().refused());
      door.awaitConnections(0);
      assertTrue(door.port().requests().isEmpty());
    }
  }

  @Test
  void contentThatStopsComingIsGivenUp() throws Exception {
    ListenerTimeouts patient = bounded(NEVER, NEVER, Duration.ofSeconds(60), NEVER);
    try (Door door =
            Door.open((request, client) -> client.send(ok(contentOf(request))), time, patient, 0);
        Peer peer = door.connect()) {
      peer.send(POST + "Content-Length: 5\r\n\r\n123");
      time.passUntil(door.port()::hasFailed);
      assertTimedOut(door);
      assertTrue(peer.hasEnded());
    }
  }

  @Test
  void whoDripsContentIsTimedOutThoughEachByteIsInTime() throws Exception {
    FakePort.Handler reading =
        (request, client) -> {
          try {
            client.send(ok(contentOf(request)));
          } catch (TransferException e) {
            client.send(new Response(ResponseHead.of(408, Fields.EMPTY), Body.empty()));
            throw e;
          }
        };
    try (Door door = Door.open(reading, time, bounded(NEVER, NEVER, NEVER, NEVER), 64);
        Peer other = door.connect();
        Peer client = door.connect()) {
      client.send(POST + "Content-Length: 1000000\r\n\r\n");
      time.passUntil(
          () -> {
            try {
              client.send("x");
              return door.port().hasFailed();
            } catch (IOException e) {
              throw new AssertionError("Cut off before it was told", e);
            }
          });
      assertTrue(client.readHead().startsWith("HTTP/1.1 408 "));
      assertTimedOut(door);
      assertTrue(other.send(POST + "Content-Length: 4\r\n\r\nfast").readMessage().endsWith("fast"));
    }
  }

  @Test
  void aClientThatTakesNothingIsGivenUp() throws Exception {
    ListenerTimeouts patient = bounded(NEVER, NEVER, NEVER, Duration.ofSeconds(60));
    try (Door door = Door.open((request, client) -> client.send(endless(PIECE)), time, patient, 0);
        Peer peer = door.connect()) {
      peer.send(GET);
      time.passUntil(door.port()::hasFailed);
      assertTimedOut(door);
      door.awaitConnections(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {PIECE, 64 << 20})
  void whoTakesAnAnswerInDripsIsCutOffThoughItTakesSomeInTime(int piece) throws Exception {
    try (Door door =
            Door.open(
                (request, client) -> client.send(endless(piece)),
                time,
                bounded(NEVER, NEVER, NEVER, NEVER),
                64);
        Peer peer = door.connect()) {
      AtomicInteger taken = new AtomicInteger();
      peer.send(GET).readHead();
      time.passUntil(
          () -> {
            try {
              taken.addAndGet(peer.read(PIECE).length());
              time.pass(Duration.ofSeconds(PIECE)); // one byte a second
            } catch (IOException e) {
              // The connection was cut.
            }
            return door.port().hasFailed();
          });
      assertTimedOut(door);
      assertTrue(taken.get() < 32 << 20, "It was not waited for until a large piece had left");
      door.awaitConnections(0);
    }
  }

  @Test
  void manyConnectionsTooManyAreToldSoAndThoseBeyondAreClosedWithoutAWord() throws Exception {
    List<Peer> tooMany = new ArrayList<>();
    try (Door door = Door.open((request, client) -> client.send(ok("yes")), time, 1);
        Peer first = door.connect()) {
      assertTrue(first.send(GET).readMessage().endsWith("yes"));
      for (int i = 0; i < 256; i++) {
        Peer told = door.connect();
        tooMany.add(told);
        assertTrue(told.readHead().startsWith("HTTP/1.1 503 Service Unavailable\r\n"));
      }
      try (Peer beyond = door.connect()) {
        assertEquals("", beyond.readToEnd());
      }
      tooMany.removeFirst().close();
      door.awaitConnections(256);
      try (Peer told = door.connect()) {
        assertTrue(told.readHead().startsWith("HTTP/1.1 503 "));
      }
    } finally {
      for (Peer told : tooMany) {
        told.close();
      }
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
}
