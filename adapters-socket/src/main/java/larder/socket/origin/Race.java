package larder.socket.origin;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import larder.socket.channel.Carriers;
import org.jspecify.annotations.Nullable;

/**
 * Connects to several addresses with staggered starts: the next attempt begins after a head start
 * or when all before it have failed, and the first that connects wins (RFC 8305, section 5).
 */
final class Race {
  private static final long HEAD_START = Duration.ofMillis(250).toNanos();

  /** The most addresses of one name that are tried. */
  private static final int MOST = 8;

  private final Queue<InetSocketAddress> waiting = new ArrayDeque<>();

  /** Has room for all, so that a channel that is open is never lost for lack of memory. */
  private final List<SocketChannel> running = new ArrayList<>(MOST);

  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final Opener opener;
  private final long deadline;
  private @Nullable IOException failure;
  private int underWay;

  /** The result of one attempt; without a failure it has connected. */
  private record Arrival(SocketChannel channel, @Nullable IOException failure) {}

  /** Opens the unconnected channel for an address. */
  interface Opener {
    SocketChannel open(InetSocketAddress address) throws IOException;
  }

  Race(List<InetSocketAddress> addresses, Duration timeout, Opener opener) {
    this.opener = opener;
    addresses.stream().limit(MOST).forEach(waiting::add);
    deadline = System.nanoTime() + timeout.toNanos();
  }

  SocketChannel run() throws IOException {
    SocketChannel winner = null;
    try {
      winner = firstConnected();
      return winner;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Not waited for any more", e);
    } finally {
      for (SocketChannel channel : running) {
        if (!channel.equals(winner)) {
          Dialler.close(channel);
        }
      }
    }
  }

  private SocketChannel firstConnected() throws IOException, InterruptedException {
    while (true) {
      InetSocketAddress next = waiting.poll();
      if (next != null) {
        begin(next);
        if (underWay == 0) {
          continue;
        }
      } else if (underWay == 0) {
        throw failure == null ? new ConnectException() : failure;
      }
      long left = deadline - System.nanoTime();
      Arrival arrival =
          arrivals.poll(
              waiting.isEmpty() ? left : Math.min(left, HEAD_START), TimeUnit.NANOSECONDS);
      if (arrival != null) {
        underWay--;
        if (arrival.failure == null) {
          return arrival.channel;
        }
        keep(arrival.failure);
      } else if (deadline - System.nanoTime() <= 0) {
        throw new SocketTimeoutException();
      }
    }
  }

  /** An address whose family this machine does not have fails like any other. */
  private void begin(InetSocketAddress address) {
    SocketChannel channel;
    try {
      channel = opener.open(address);
    } catch (IOException e) {
      keep(e);
      return;
    }
    running.add(channel);
    underWay++;
    Carriers.launch(Carriers.beside(() -> connect(channel, address)));
  }

  private void connect(SocketChannel channel, InetSocketAddress address) {
    try {
      channel.connect(address);
      arrivals.add(new Arrival(channel, null));
    } catch (IOException e) {
      arrivals.add(new Arrival(channel, e));
    }
  }

  /** A refused connection says more than a missing route. */
  private void keep(IOException later) {
    if (failure == null || later instanceof ConnectException) {
      failure = later;
    }
  }
}
