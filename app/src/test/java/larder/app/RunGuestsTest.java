package larder.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import larder.app.admin.Guests;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class RunGuestsTest {
  /** Guests that drained one after the other would take the time of those behind them. */
  @Test
  void allAreToldToEndBeforeAnyIsWaitedFor() throws Exception {
    Larder one = way(false);
    Larder other = way(true);
    Queue<Larder> ways = new ArrayDeque<>(List.of(one, other));
    GuestSettings reader = mock();
    Process command = new ProcessBuilder("sleep", "60").start();
    try (RunGuests guests =
        new RunGuests(
            reader, List::of, new OwnAddresses(), settings -> ways.remove(), ProcessHandle::of)) {
      Guests.Wish wish = new Guests.Wish(List.of(), command.pid());
      guests.admit(wish);
      guests.admit(wish);
      assertFalse(guests.drain(Duration.ofSeconds(1)));
      for (Larder last : List.of(one, other)) {
        InOrder order = inOrder(one, other);
        order.verify(last == one ? other : one).stopAccepting();
        order.verify(last).drain(any());
      }
      Guests.NotAdmittedException late =
          assertThrows(Guests.NotAdmittedException.class, () -> guests.admit(wish));
      assertTrue(String.valueOf(late.getMessage()).contains("is being stopped"));
    } finally {
      command.destroy();
    }
  }

  /** There may be no memory for the thread that waits for a process to end. */
  @Test
  void aGuestWhoseEndNobodyWouldNoticeIsNotLetIn() throws Exception {
    Larder way = way(true);
    ProcessHandle process = mock();
    when(process.onExit()).thenThrow(new OutOfMemoryError("on purpose"));
    try (RunGuests guests =
        new RunGuests(
            mock(), List::of, new OwnAddresses(), settings -> way, pid -> Optional.of(process))) {
      Guests.Wish wish = new Guests.Wish(List.of(), 1);
      for (int i = 0; i < 100; i++) {
        assertThrows(OutOfMemoryError.class, () -> guests.admit(wish));
      }
      verify(way, times(100)).close();
      assertThrows(OutOfMemoryError.class, () -> guests.admit(wish), "there is room for more");
    }
  }

  private static Larder way(boolean idle) {
    Larder way = mock();
    when(way.authority()).thenReturn(Optional.empty());
    when(way.drain(any())).thenReturn(idle);
    return way;
  }
}
