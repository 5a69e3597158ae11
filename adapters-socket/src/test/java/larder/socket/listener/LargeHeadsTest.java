package larder.socket.listener;

import static larder.socket.listener.FakePort.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import larder.http.Body;
import larder.http.Fields;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.channel.PassingTime;
import larder.socket.wire.HeadRoom;
import larder.socket.wire.HeadRooms;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;

/** Many large heads at a time, and little room for them. */
@SuppressWarnings("try") // some connections are closed before their block ends
class LargeHeadsTest {
  private static final String BEGUN = "GET http://a/ HTTP/1.1\r\nHost: a\r\nX: ";
  private static final String SMALL = BEGUN + "1\r\n\r\n";
  private static final String LARGE = BEGUN + "v".repeat(60 << 10) + "\r\n\r\n";
  private static final String UNFINISHED = BEGUN + "v".repeat(60 << 10);

  /** Of an array of 64 KiB, what exceeds the usual size. */
  private static final int TAKEN_EACH = 56 << 10;

  private static final int FITTING = 3;
  private static final int ROOM = FITTING * (TAKEN_EACH + 1024);

  private final PassingTime time = new PassingTime();
  private final HeadRoom read = new HeadRoom(ROOM, Side.CLIENT);
  private final HeadRoom written = new HeadRoom(ROOM, Side.CLIENT);
  private final HeadRooms heads = new HeadRooms(read, written);

  private static void await(BooleanSupplier so) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!so.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "It never came to pass");
      Thread.onSpinWait();
    }
  }

  /** As many unfinished heads as there is room for. */
  private List<Peer> fill(Door door) throws Exception {
    List<Peer> unfinished = new ArrayList<>();
    for (int i = 1; i <= FITTING; i++) {
      unfinished.add(door.connect().send(UNFINISHED));
      int most = ROOM - i * TAKEN_EACH;
      await(() -> read.left() <= most);
    }
    return unfinished;
  }

  private void assertLargeHeadsAreReadAgain(Door door) throws Exception {
    await(() -> read.left() == ROOM);
    try (Peer large = door.connect()) {
      for (int i = 0; i < FITTING; i++) {
        assertTrue(large.send(LARGE).readMessage().endsWith("yes"));
      }
    }
    await(() -> read.left() == ROOM);
  }

  @Test
  void unfinishedHeadsBeyondTheRoomAreRefusedWhileSmallRequestsAreAnswered() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok("yes")), time, heads);
        Peer other = door.connect()) {
      List<Peer> unfinished = fill(door);
      for (int i = 0; i < 17; i++) {
        try (Peer refused = door.connect()) {
          String answer = refused.send(UNFINISHED).readToEnd();
          assertTrue(answer.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), answer);
          assertTrue(answer.contains("\r\nRetry-After: 10\r\n"), answer);
          assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
          assertTrue(answer.contains("no room for more large heads"), answer);
        }
        assertTrue(other.send(SMALL).readMessage().endsWith("yes"));
      }
      assertTrue(read.left() >= 0);
      for (Peer one : unfinished) {
        one.close();
      }
      assertLargeHeadsAreReadAgain(door);
    }
  }

  @Test
  void connectionsThatAreCutWithinTheHeadGiveTheirRoomBack() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok("yes")), time, heads)) {
      for (Peer one : fill(door)) {
        one.reset();
      }
      assertLargeHeadsAreReadAgain(door);
    }
  }

  @Test
  void headsThatTimeOutGiveTheirRoomBack() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok("yes")), time, heads)) {
      List<Peer> late = fill(door);
      time.passUntil(() -> read.left() == ROOM);
      for (Peer one : late) {
        assertTrue(one.readHead().startsWith("HTTP/1.1 408 "));
        one.close();
      }
      assertLargeHeadsAreReadAgain(door);
    }
  }

  @Test
  void malformedHeadsGiveTheirRoomBack() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok("yes")), time, heads)) {
      for (Peer one : fill(door)) {
        assertTrue(one.send("\n").readHead().startsWith("HTTP/1.1 400 "));
        one.close();
      }
      assertLargeHeadsAreReadAgain(door);
    }
  }

  @Test
  void aLargeRequestTakesRoomUntilItsExchangeEnds() throws Exception {
    List<Long> left = new ArrayList<>();
    FakePort.Handler looking =
        (request, client) -> {
          left.add(read.left());
          client.send(ok("yes"));
          throw new TransferException(Side.CLIENT, Kind.FAILED, "After the answer");
        };
    try (Door door = Door.open(looking, time, heads);
        Peer peer = door.connect()) {
      assertTrue(peer.send(LARGE).readMessage().endsWith("yes"));
      await(() -> read.left() == ROOM);
      assertTrue(left.getFirst() < ROOM - (50 << 10), left::toString);
      assertTrue(peer.send(SMALL).readMessage().endsWith("yes"));
      assertEquals(ROOM, left.getLast());
    }
  }

  @Test
  void anAnswerWhoseHeadFindsNoRoomCanBeReplaced() throws Exception {
    ResponseHead large = ResponseHead.of(200, Fields.of("X", "v".repeat(ROOM)));
    FakePort.Handler answering =
        (request, client) -> {
          TransferException e =
              assertThrows(
                  TransferException.class, () -> client.send(new Response(large, Body.empty())));
          assertEquals(Side.CLIENT, e.side());
          assertEquals(Kind.OVERLOADED, e.kind());
          client.send(ok("yes"));
        };
    try (Door door = Door.open(answering, time, heads);
        Peer peer = door.connect()) {
      assertTrue(peer.send(SMALL).readMessage().endsWith("yes"));
      assertTrue(peer.send(SMALL).readMessage().endsWith("yes"));
      assertEquals(ROOM, read.left());
      await(() -> written.left() == ROOM);
    }
  }
}
