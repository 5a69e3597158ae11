package larder.socket.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import larder.socket.channel.Sweeper;
import larder.socket.channel.Watched;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that cannot be bound, as on a machine without IPv6, for which Java has no channel. */
class BindingTest {
  private static final InetSocketAddress FOUR =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  private static final InetSocketAddress OTHER_FOUR =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0);
  private static final InetSocketAddress SIX =
      new InetSocketAddress(InetAddress.ofLiteral("::1"), 0);
  private static final InetSocketAddress ANY_FOUR =
      new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);
  private static final InetSocketAddress ANY_SIX =
      new InetSocketAddress(InetAddress.ofLiteral("::"), 0);
  private static final InetSocketAddress ELSEWHERE =
      new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 0);

  private final List<ServerSocketChannel> opened = new ArrayList<>();

  private ServerSocketChannel open(InetAddress address) throws IOException {
    if (address instanceof Inet6Address) {
      throw new UnsupportedOperationException("IPv6 not available");
    }
    ServerSocketChannel channel = Listener.open(address);
    opened.add(channel);
    return channel;
  }

  @Test
  void theOtherAddressIsListenedOn() throws IOException {
    List<ServerSocketChannel> bound = Listener.bind(List.of(FOUR, SIX), this::open);
    try (ServerSocketChannel only = bound.getFirst()) {
      assertEquals(1, bound.size());
      assertTrue(only.isOpen());
      InetSocketAddress local = (InetSocketAddress) only.getLocalAddress();
      assertEquals(FOUR.getAddress(), local.getAddress());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneChannelTakesBothFamiliesWhereTheirWildcardsAreGiven(boolean sixFirst) throws IOException {
    assumeTrue(hasIpv6(), "no IPv6 on this machine");
    List<InetSocketAddress> both = List.of(ANY_FOUR, ANY_SIX);
    List<ServerSocketChannel> bound =
        Listener.bind(sixFirst ? both.reversed() : both, Listener::open);
    try (ServerSocketChannel only = bound.getFirst()) {
      assertEquals(1, bound.size());
      int port = only.socket().getLocalPort();
      for (InetSocketAddress client : List.of(FOUR, SIX)) {
        try (SocketChannel _ =
                SocketChannel.open(new InetSocketAddress(client.getAddress(), port));
            SocketChannel accepted = only.accept()) {
          assertEquals(client.getAddress(), accepted.socket().getInetAddress());
        }
      }
    }
  }

  private static boolean hasIpv6() {
    try (ServerSocketChannel channel = Listener.open(SIX.getAddress())) {
      return channel.bind(SIX).isOpen();
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  @Test
  void anAddressIsLeftOutWhereAWildcardOrItsTwinIsGiven() throws IOException {
    List<ServerSocketChannel> bound =
        Listener.bind(List.of(FOUR, ANY_FOUR, OTHER_FOUR, ANY_FOUR), this::open);
    try (ServerSocketChannel only = bound.getFirst()) {
      assertEquals(1, bound.size());
      assertEquals(ANY_FOUR.getAddress(), only.socket().getInetAddress());
    }
  }

  @Test
  void theWildcardOfIpv6IsNotPassedOverForThatOfIpv4() {
    assertThrows(BindException.class, () -> Listener.bind(List.of(ANY_FOUR, ANY_SIX), this::open));
    assertTrue(opened.isEmpty());
  }

  @Test
  void thatItIsTheOnlyOneIsSaid() {
    BindException alone =
        assertThrows(BindException.class, () -> Listener.bind(List.of(SIX), this::open));
    assertTrue(String.valueOf(alone.getMessage()).contains("IPv6 not available"), alone::toString);
  }

  private static final class Watching implements Watched {
    private boolean cut;

    @Override
    public void sweep(long now) {}

    @Override
    public void cut() {
      cut = true;
    }
  }

  private void assertLeavesNothing(Class<? extends Throwable> failure, Listener.Opener second) {
    Watching deadlines = new Watching();
    Sweeper sweeper = new Sweeper(() -> 0);
    sweeper.watch(deadlines);
    ListenerSettings settings = ListenerSettings.on(List.of(FOUR, OTHER_FOUR));
    assertThrows(
        failure,
        () ->
            Listener.start(
                settings,
                new FakePort((request, client) -> {}),
                sweeper,
                address -> opened.isEmpty() ? open(address) : second.open(address)));
    assertFalse(opened.isEmpty());
    assertTrue(opened.stream().noneMatch(ServerSocketChannel::isOpen));
    assertTrue(deadlines.cut);
  }

  @Test
  void memoryThatRunsOutWhileAddressesAreBoundLeavesNothingOpen() {
    assertLeavesNothing(
        OutOfMemoryError.class,
        address -> {
          throw new OutOfMemoryError("A test's own");
        });
  }

  @Test
  void whatFailsOnceAllAddressesAreBoundLeavesNothingOpen() {
    assertLeavesNothing(
        ClosedChannelException.class,
        address -> {
          opened.getFirst().close(); // the acceptor for it starts first
          return open(address);
        });
  }

  @Test
  void oneThatSomebodyMeantIsNotPassedOver() {
    assertThrows(BindException.class, () -> Listener.bind(List.of(FOUR, ELSEWHERE), this::open));
    assertFalse(opened.isEmpty());
    assertTrue(opened.stream().noneMatch(ServerSocketChannel::isOpen));
  }
}
