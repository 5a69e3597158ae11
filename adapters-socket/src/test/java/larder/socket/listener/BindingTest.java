package larder.socket.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a machine without IPv6, of which the JDK makes no channel at all. */
class BindingTest {
  private static final InetSocketAddress FOUR =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  private static final InetSocketAddress SIX =
      new InetSocketAddress(InetAddress.ofLiteral("::1"), 0);
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

  @Test
  void thatItIsTheOnlyOneIsSaid() {
    BindException alone =
        assertThrows(BindException.class, () -> Listener.bind(List.of(SIX), this::open));
    assertTrue(String.valueOf(alone.getMessage()).contains("IPv6 not available"), alone::toString);
  }

  @Test
  void oneThatSomebodyMeantIsNotPassedOver() {
    assertThrows(BindException.class, () -> Listener.bind(List.of(FOUR, ELSEWHERE), this::open));
    assertFalse(opened.isEmpty());
    assertTrue(opened.stream().noneMatch(ServerSocketChannel::isOpen));
  }
}
