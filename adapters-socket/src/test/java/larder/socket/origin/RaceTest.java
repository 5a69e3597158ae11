package larder.socket.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import larder.test.origin.DeafPort;
import org.junit.jupiter.api.Test;

class RaceTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final InetSocketAddress NO_WAY = new InetSocketAddress("192.0.2.1", 80);

  private final List<InetSocketAddress> opened = new ArrayList<>();

  /** This machine lacks the address family of one address. */
  private SocketChannel open(InetSocketAddress address) throws IOException {
    opened.add(address);
    if (address.equals(NO_WAY)) {
      throw new NoRouteToHostException("no such family here");
    }
    return Dialler.open(address);
  }

  private SocketChannel race(InetSocketAddress... addresses) throws IOException {
    return new Race(List.of(addresses), LONG, this::open).run();
  }

  @Test
  void anAddressThatNoSocketCanBeMadeForLeavesTheOthers() throws IOException {
    try (ServerSocket origin = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress there = (InetSocketAddress) origin.getLocalSocketAddress();
      try (SocketChannel channel = race(NO_WAY, there)) {
        assertTrue(channel.isConnected());
        assertEquals(there, channel.getRemoteAddress());
      }
      assertEquals(List.of(NO_WAY, there), opened);
    }
  }

  @Test
  void withNoSocketForAnyItFailsAsTheLastDid() {
    assertThrows(NoRouteToHostException.class, () -> race(NO_WAY, NO_WAY));
    assertEquals(List.of(NO_WAY, NO_WAY), opened);
  }

  @Test
  void thatSomebodyRefusedTellsMore() throws IOException {
    try (DeafPort deaf = new DeafPort()) {
      assertThrows(ConnectException.class, () -> race(deaf.address(), NO_WAY));
      assertThrows(ConnectException.class, () -> race(NO_WAY, deaf.address()));
    }
  }

  @Test
  void afterItNothingIsLeftOpen() throws IOException {
    List<SocketChannel> made = new ArrayList<>();
    try (DeafPort deaf = new DeafPort();
        ServerSocket origin = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress there = (InetSocketAddress) origin.getLocalSocketAddress();
      Race race =
          new Race(
              List.of(deaf.address(), there),
              LONG,
              address -> {
                SocketChannel channel = Dialler.open(address);
                made.add(channel);
                return channel;
              });
      try (SocketChannel winner = race.run()) {
        assertEquals(2, made.size());
        assertTrue(made.stream().filter(SocketChannel::isOpen).allMatch(winner::equals));
        assertSame(winner, made.getLast());
      }
    }
  }
}
