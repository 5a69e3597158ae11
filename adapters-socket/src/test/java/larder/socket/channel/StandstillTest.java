package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Many threads use and close channels that other carriers watch; none of them may stand still.
 * Whether a fault shows is a matter of luck, which improves with {@code
 * -Dlarder.standstill.rounds=60000}, and with {@code JDK_JAVA_OPTIONS=-XX:ActiveProcessorCount=16}
 * on a machine with two processors.
 */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class StandstillTest {
  private static final int ROUNDS = Integer.getInteger("larder.standstill.rounds", 100);
  private static final int MANY = 48;
  private static final long LONG_SECONDS = 20;

  @AutoClose private final Sweeper sweeper = Sweeper.start("test-deadlines");
  private final AtomicLong moved = new AtomicLong();
  private final CountDownLatch ended = new CountDownLatch(MANY);
  private final Object pairing = new Object();
  private ServerSocketChannel server;

  @BeforeEach
  void listen() throws IOException {
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private record Pair(TimedChannel near, TimedChannel far) {}

  private Pair pair() throws IOException {
    SocketChannel near;
    SocketChannel far;
    synchronized (pairing) {
      near = SocketChannel.open(server.getLocalAddress());
      far = server.accept();
    }
    Duration any = Duration.ofMinutes(5);
    return new Pair(new TimedChannel(near, sweeper, any), new TimedChannel(far, sweeper, any));
  }

  /** Echoes bytes, on a thread of its own. */
  private static void echo(TimedChannel channel) {
    Carriers.start(
        () -> {
          ByteBuffer bytes = ByteBuffer.allocateDirect(100);
          try (channel) {
            while (channel.read(bytes.clear()) > 0) {
              channel.write(bytes.flip());
            }
          } catch (IOException e) {
            bytes.clear(); // closed here, or cut by the other side
          }
        });
  }

  private void many(Callable<Void> each) throws Exception {
    List<FutureTask<Void>> all = Stream.generate(() -> new FutureTask<>(each)).limit(MANY).toList();
    for (FutureTask<Void> one : all) {
      Carriers.start(
          () -> {
            one.run();
            ended.countDown();
          });
    }
    long before;
    do {
      before = moved.get();
    } while (!ended.await(LONG_SECONDS, TimeUnit.SECONDS) && moved.get() != before);
    assertEquals(0, ended.getCount(), () -> "they stand still after " + moved);
    for (FutureTask<Void> one : all) {
      one.get(); // throws its failure, if there was one
    }
  }

  @Test
  void amongThoseWhoTakeTurnsWithChannels() throws Exception {
    BlockingQueue<TimedChannel> pool = new LinkedBlockingQueue<>();
    for (int i = 0; i < MANY; i++) {
      Pair pair = pair();
      echo(pair.far);
      pool.add(pair.near);
    }
    many(
        () -> {
          ByteBuffer bytes = ByteBuffer.allocateDirect(1);
          for (int i = 0; i < ROUNDS; i++) {
            TimedChannel channel = pool.take();
            channel.write(bytes.clear());
            assertNotEquals(-1, channel.read(bytes.clear()));
            pool.add(channel);
            moved.incrementAndGet();
          }
          return null;
        });
    assertEquals((long) MANY * ROUNDS, moved.get());
    pool.forEach(TimedChannel::close);
  }

  @Test
  void amongThoseWhoCloseWhatOthersReadFrom() throws Exception {
    many(
        () -> {
          ByteBuffer bytes = ByteBuffer.allocateDirect(1);
          for (int i = 0; i < ROUNDS / 4; i++) {
            Pair pair = pair();
            echo(pair.far);
            FutureTask<Void> reading = new FutureTask<>(() -> readAll(pair.near), null);
            Carriers.start(reading);
            pair.near.write(bytes.clear());
            switch (i % 4) {
              case 0 -> pair.near.close();
              case 1 -> Thread.ofPlatform().start(pair.near::abort);
              case 2 -> pair.near.endOutput();
              default -> Carriers.start(pair.near::endInput);
            }
            reading.get();
            pair.near.close();
            moved.incrementAndGet();
          }
          return null;
        });
    assertEquals((long) MANY * (ROUNDS / 4), moved.get());
  }

  @Test
  void amongThoseWhoEndTunnels() throws Exception {
    Tunnels tunnels = new Tunnels(new ContentBuffers(1_000, sweeper));
    many(
        () -> {
          ByteBuffer bytes = ByteBuffer.allocateDirect(1);
          for (int i = 0; i < ROUNDS / 4; i++) {
            Pair user = pair();
            Pair host = pair();
            echo(host.far);
            FutureTask<Void> carrying = new FutureTask<>(() -> carry(tunnels, user, host), null);
            Carriers.start(carrying);
            user.near.write(bytes.clear());
            assertEquals(1, user.near.read(bytes.clear()));
            switch (i % 4) {
              case 0 -> user.near.close();
              case 1 -> Thread.ofPlatform().start(host.near::abort);
              case 2 -> user.near.endOutput();
              default -> Carriers.start(user.far::close);
            }
            carrying.get();
            user.near.close();
            moved.incrementAndGet();
          }
          return null;
        });
    assertEquals((long) MANY * (ROUNDS / 4), moved.get());
  }

  private void carry(Tunnels tunnels, Pair user, Pair host) {
    Failures failures = e -> new TransferException(Side.CLIENT, Kind.CUT_SHORT, "Cut", e);
    ChannelEnd near = new ChannelEnd(user.far, failures);
    ChannelEnd far = new ChannelEnd(host.near, failures);
    try (IdleWatch idle = new IdleWatch(sweeper, Long.MAX_VALUE / 4, near::close);
        near;
        far) {
      tunnels.carry(near, far, ByteBuffer.allocate(0), TunnelMeter.NONE, idle);
    } catch (TransferException e) {
      throw new AssertionError("Nothing was written before", e);
    }
  }

  private static void readAll(TimedChannel channel) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(1);
    try {
      while (channel.read(bytes.clear()) >= 0) {
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      bytes.clear(); // closed by the other side
    }
  }
}
