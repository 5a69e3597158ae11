package larder.socket.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Objects;
import java.util.OptionalInt;
import larder.http.IpAddress;
import org.junit.jupiter.api.Test;

/** How many connections are admitted. */
class ConnectionCountsTest {
  private static final IpAddress HERE = Objects.requireNonNull(IpAddress.parse("127.0.0.1"));
  private static final IpAddress A = Objects.requireNonNull(IpAddress.parse("192.0.2.1"));
  private static final IpAddress B = Objects.requireNonNull(IpAddress.parse("192.0.2.2"));

  private static int status(ConnectionCounts counts, IpAddress client) {
    return Objects.requireNonNull(counts.admit(client)).status();
  }

  @Test
  void noMoreThanMayInAllAndNoMoreOfOneThanMay() {
    ConnectionCounts counts = new ConnectionCounts(3, OptionalInt.of(2));
    assertNull(counts.admit(A));
    assertNull(counts.admit(A));
    assertEquals(429, status(counts, A));
    assertNull(counts.admit(B));
    assertEquals(503, status(counts, B));
    assertEquals(3, counts.served());

    counts.left(A);
    assertNull(counts.admit(B));
    assertEquals(503, status(counts, A));
  }

  @Test
  void machinesElsewhereHaveABoundUnlessToldAndThisOneHasNot() {
    ConnectionCounts counts = new ConnectionCounts(1500, OptionalInt.empty());
    for (int i = 0; i < 1000; i++) {
      assertNull(counts.admit(A));
    }
    assertEquals(429, status(counts, A));
    for (int i = 0; i < 1000; i++) {
      counts.left(A);
    }
    for (int i = 0; i < 1500; i++) {
      assertNull(counts.admit(HERE));
    }
    assertNotNull(counts.admit(HERE));
  }
}
