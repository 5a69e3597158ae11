package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import larder.http.TransferException;
import larder.http.TransferException.Kind;
import org.junit.jupiter.api.Test;

class RoomTest {
  private static final long MAX = 1600;
  private static final long MAX_HEAP = 100;

  private final Room room = new Room(MAX, MAX_HEAP);

  private static void assertOverloaded(Taking taking) {
    TransferException refused = assertThrows(TransferException.class, taking::run);
    assertEquals(Kind.OVERLOADED, refused.kind());
  }

  @Test
  void whatIsStoredQueuedAndPendingFitsTheBoundTogether() throws TransferException {
    room.holds(new Room.Holding(5, 900, 1000));
    room.takePending(300);
    room.queue(100, 150);
    room.takePending(250);
    assertOverloaded(() -> room.takePending(1));
    assertOverloaded(() -> room.queue(10, 11));
    room.giveBackPending(1);
    room.takePending(1);
    assertEquals(6, room.responses());
    assertEquals(1050, room.bytes());
    room.written(1, 150, new Room.Holding(6, 1050, 1150));
    assertEquals(6, room.responses());
    assertEquals(1050, room.bytes());
  }

  @Test
  void theHeapHasABoundOfItsOwn() throws TransferException {
    room.takeHeap(100);
    assertOverloaded(() -> room.takeHeap(1));
    assertFalse(room.tryHeap(1));
    room.giveBackHeap(1);
    assertTrue(room.tryHeap(1));
    room.forceHeap(50);
    room.giveBackHeap(50);
    assertOverloaded(() -> room.takeHeap(1));
  }

  @Test
  void theTargetLeavesAReserveBesideWhatIsOnItsWay() throws TransferException {
    assertEquals(1500, room.target());
    room.takePending(200);
    room.queue(100, 100);
    assertEquals(1300, room.target());
    room.holds(new Room.Holding(5, 1, 1300));
    assertFalse(room.isScarce());
    room.holds(new Room.Holding(5, 1, 1301));
    assertTrue(room.isScarce());
  }

  @Test
  void anAnnouncementMakesRoomForAQuarterOfTheBoundAtMost() {
    room.announce(300);
    assertEquals(1200, room.target());
    room.announce(1_000_000);
    assertEquals(1100, room.target());
    room.withdraw(1_000_300);
    assertEquals(1500, room.target());
  }

  /** Takes some of the room. */
  @FunctionalInterface
  private interface Taking {
    void run() throws TransferException;
  }
}
