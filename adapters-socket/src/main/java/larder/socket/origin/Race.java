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
 * Connects to several addresses, one after another but without waiting for the one before to fail:
 * each has a head start, and the first that is connected wins (RFC 8305, section 5).
 */
final class Race {
  private static final long HEAD_START = Duration.ofMillis(250).toNanos();

  /** More addresses of one name are not tried. */
  private static final int MOST = 8;

  private final Queue<InetSocketAddress> waiting = new ArrayDeque<>();

  /** There is room for all: one that is open is not lost for the want of memory. */
  private final List<SocketChannel> running = new ArrayList<>(MOST);

  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final Opener opener;
  private final long deadline;
  private @Nullable IOException failure;
  private int underWay;

  /** How one attempt ended; with no failure it is connected. */
  private record Arrival(SocketChannel channel, @Nullable IOException failure) {}

  /** Makes the socket for an address, which is not yet connected. */
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

  /** An address that this machine has no way to at all fails as any other does. */
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

  /** That somebody refused tells more than that there was no way. */
  private void keep(IOException later) {
    if (failure == null || later instanceof ConnectException) {
      failure = later;
    }
  }
}
