package larder.socket.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import larder.access.Reach;
import larder.http.Authority;
import larder.http.Scheme;
import larder.socket.channel.ContentBuffers;
import larder.socket.channel.PassingTime;
import larder.socket.channel.TimedChannel;
import larder.socket.channel.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads use the pool at once: no connection is lost, and none is lent twice. */
@Timeout(20)
class ConnectionPoolTest {
  private static final OriginKey A = key(1);
  private static final OriginKey B = key(2);
  private static final OriginKey C = key(3);

  private final PassingTime time = new PassingTime();
  private final ContentBuffers buffers = new ContentBuffers(1_000, time.sweeper());
  private final ConnectionPool pool =
      new ConnectionPool(KeptConnectionsTest.keeping(2, 3), time.sweeper());
  private final Queue<SocketChannel> all = new ConcurrentLinkedQueue<>();
  private ServerSocketChannel origin;

  @BeforeEach
  void open() throws IOException {
    origin =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void close() throws IOException {
    pool.cut();
    origin.close();
  }

  private static OriginKey key(int port) {
    return new OriginKey(Scheme.HTTP, new Authority("origin.example.org", port), Optional.empty());
  }

  private OriginConnection connect(OriginKey key) throws IOException {
    return connect(key, () -> {});
  }

  /**
   * A connection on which nothing comes.
   *
   * @param whenItRests runs once, while it is prepared to wait
   */
  private OriginConnection connect(OriginKey key, Runnable whenItRests) throws IOException {
    SocketChannel channel;
    synchronized (all) {
      channel = SocketChannel.open(origin.getLocalAddress());
      origin.accept().close();
    }
    all.add(channel);
    return new OriginConnection(
        key,
        new TimedChannel(channel, time.sweeper(), Duration.ofSeconds(10)),
        new Quiet(whenItRests),
        buffers,
        OriginTimeouts.defaults(),
        new OriginFailures(key.authority()));
  }

  private long openChannels() {
    return all.stream().filter(SocketChannel::isOpen).count();
  }

  private static final class Quiet implements Transport {
    private final AtomicReference<Runnable> whenItRests;

    private Quiet(Runnable whenItRests) {
      this.whenItRests = new AtomicReference<>(whenItRests);
    }

    @Override
    public void rest() {
      whenItRests.getAndSet(() -> {}).run();
    }

    @Override
    public int read(ByteBuffer into) {
      throw new AssertionError();
    }

    @Override
    public int readNow(ByteBuffer into) {
      return 0;
    }

    @Override
    public int readSoon(ByteBuffer into, Duration most) {
      throw new AssertionError();
    }

    @Override
    public void write(ByteBuffer from) {
      throw new AssertionError();
    }

    @Override
    public void write(ByteBuffer[] from) {
      throw new AssertionError();
    }

    @Override
    public void endOutput() {
      throw new AssertionError();
    }

    @Override
    public void close() {}
  }

  @Test
  void aConnectionGivenWhileThePoolIsClosedIsClosedToo() throws Exception {
    pool.give(connect(A, pool::cut));
    assertEquals(0, pool.size());
    assertEquals(0, openChannels());
  }

  @Test
  void aConnectionGivenToAClosedPoolIsClosed() throws Exception {
    pool.cut();
    pool.give(connect(A));
    assertEquals(0, pool.size());
    assertEquals(0, openChannels());
  }

  /** Whoever takes it must find a connection whose memory nobody gives back any more. */
  @Test
  void aConnectionCanBeTakenOnlyOnceItIsPrepared() throws Exception {
    List<Boolean> taken = new ArrayList<>();
    OriginConnection connection =
        connect(A, () -> taken.add(pool.take(A, Reach.ANYWHERE, true) != null));
    pool.give(connection);
    assertEquals(List.of(false), taken);
    assertSame(connection, pool.take(A, Reach.ANYWHERE, true));
    assertNull(pool.take(A, Reach.ANYWHERE, true));
    assertEquals(1, openChannels());
  }

  /** The other connection, the only one to that origin, ends as this one is about to be kept. */
  @Test
  void aConnectionGivenWhileItsOriginIsForgottenCanBeTaken() throws Exception {
    pool.give(connect(A));
    OriginConnection connection = connect(A);
    Thread giving = new Thread(() -> pool.give(connection));
    Reach.Some endsTheOther =
        address -> { // while the pool works on this origin
          giving.start();
          while (giving.getState() != Thread.State.BLOCKED) {
            assertFalse(Thread.interrupted(), "two threads use it at once");
            Thread.onSpinWait();
          }
          time.pass(OriginTimeouts.defaults().idle().plusSeconds(1));
          return false;
        };
    assertNull(pool.take(A, endsTheOther, true));
    giving.join();
    assertSame(connection, pool.take(A, Reach.ANYWHERE, true));
    assertEquals(0, pool.size());
    assertEquals(1, openChannels());
  }

  @Test
  void aConnectionThatMakesRoomInAFullPoolIsClosedAndNoOther() throws Exception {
    for (OriginKey key : List.of(A, A, A, B, C, C, C, B, A)) {
      pool.give(connect(key));
      assertEquals(pool.size(), openChannels());
      assertTrue(pool.size() <= 3);
    }
    assertEquals(3, pool.size());
  }

  /** Takes and gives again and again, with a new connection where there is none. */
  private final class User implements Runnable {
    private static final int ROUNDS = 1_000;

    private final Set<OriginConnection> lent;
    private final CountDownLatch start;
    private final int number;
    private final Runnable halfway;

    private User(Set<OriginConnection> lent, CountDownLatch start, int number, Runnable halfway) {
      this.lent = lent;
      this.start = start;
      this.number = number;
      this.halfway = halfway;
    }

    @Override
    public void run() {
      try {
        start.await();
        for (int i = 0; i < ROUNDS; i++) {
          if (i == ROUNDS / 2) {
            halfway.run();
          }
          use(List.of(A, A, B, C).get((number + i) % 4));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private void use(OriginKey key) throws IOException {
      OriginConnection kept = pool.take(key, Reach.ANYWHERE, true);
      OriginConnection connection = kept == null ? connect(key) : kept;
      assertTrue(lent.add(connection), "it is lent twice");
      assertEquals(key, connection.key());
      lent.remove(connection);
      pool.give(connection);
    }
  }

  private void useByMany(Runnable halfway) throws Exception {
    Set<OriginConnection> lent = ConcurrentHashMap.newKeySet();
    CountDownLatch start = new CountDownLatch(1);
    List<FutureTask<Void>> users = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      FutureTask<Void> user = new FutureTask<>(new User(lent, start, i, halfway), null);
      Thread.ofPlatform().daemon().start(user);
      users.add(user);
    }
    start.countDown();
    for (FutureTask<Void> user : users) {
      user.get();
    }
  }

  @Test
  void whateverManyThreadsGiveIsKeptOnceOrClosed() throws Exception {
    useByMany(() -> {});
    assertEquals(pool.size(), openChannels());
    assertTrue(pool.size() <= 3, () -> pool.size() + " are kept");
    Set<OriginConnection> taken = ConcurrentHashMap.newKeySet();
    int kept = pool.size();
    for (OriginKey key : List.of(A, A, B, B, C, C)) {
      OriginConnection one = pool.take(key, Reach.ANYWHERE, true);
      assertTrue(one == null || taken.add(one));
    }
    assertEquals(kept, taken.size());
    taken.forEach(OriginConnection::close);
  }

  @Test
  void nothingThatManyThreadsGiveStaysOpenOnceThePoolIsClosed() throws Exception {
    useByMany(pool::cut);
    assertEquals(0, pool.size());
    assertEquals(0, openChannels());
  }
}
