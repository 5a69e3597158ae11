package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting, on threads of each kind, and on all carriers. */
@Timeout(20)
class ReadinessTest {
  private SocketChannel near;
  private SocketChannel far;
  private Readiness readiness;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      far = SocketChannel.open(server.getLocalAddress());
      near = server.accept();
    }
    near.configureBlocking(false);
    readiness = new Readiness(near);
  }

  @AfterEach
  void close() throws IOException {
    near.close();
    far.close();
  }

  private int read() throws IOException {
    int count = near.read(ByteBuffer.allocate(100));
    while (count == 0) {
      readiness.awaitReadable();
      count = near.read(ByteBuffer.allocate(100));
    }
    return count;
  }

  /** A call on another thread, which most likely waits by now. */
  private record Waiting<T>(Thread thread, FutureTask<T> task) {
    private static <T> Waiting<T> on(Thread.Builder threads, Callable<T> call) {
      FutureTask<T> task = new FutureTask<>(call);
      return new Waiting<>(threads.start(task), task).awaited();
    }

    private static <T> Waiting<T> carried(Callable<T> call) {
      FutureTask<T> task = new FutureTask<>(call);
      Thread thread = Carriers.beside(task);
      thread.start();
      return new Waiting<>(thread, task).awaited();
    }

    private Waiting<T> awaited() {
      while (!task.isDone()
          && thread.getState() != Thread.State.WAITING
          && thread.getState() != Thread.State.TIMED_WAITING) {
        if (Thread.currentThread().isInterrupted()) {
          throw new AssertionError("It does not wait");
        }
        Thread.onSpinWait();
      }
      return this;
    }

    private T result() throws Exception {
      try {
        return task.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception thrown ? thrown : e;
      }
    }
  }

  private void send(int bytes) throws IOException {
    far.write(ByteBuffer.allocate(bytes));
  }

  @Test
  void whoReadsIsWokenByWhatComesWhoeverCarriesIt() throws Exception {
    for (int i = 1; i <= 20; i++) {
      Waiting<Integer> platform = Waiting.on(Thread.ofPlatform(), this::read);
      send(i);
      assertEquals(i, platform.result());
      Waiting<Integer> virtual = Waiting.on(Thread.ofVirtual(), this::read);
      send(i);
      assertEquals(i, virtual.result());
      Waiting<Integer> carried = Waiting.carried(this::read);
      send(i);
      assertEquals(i, carried.result());
    }
  }

  @Test
  void whatCameBeforeIsThereAtOnce() throws Exception {
    Waiting<Integer> first = Waiting.carried(this::read);
    send(1);
    first.result();
    send(2); // no thread waits, so the selector should not report it repeatedly
    while (isWatched()) {
      assertFalse(Thread.currentThread().isInterrupted(), "It is watched for on");
      Thread.onSpinWait();
    }
    assertEquals(2, Waiting.carried(this::read).result());
  }

  @Test
  void whoIsAboutToReadIsWatchedForOn() throws Exception {
    Waiting<Integer> first = Waiting.carried(this::read);
    send(1);
    first.result();
    Waiting<Boolean> second =
        Waiting.carried(
            () -> {
              boolean[] watched = new boolean[1];
              readiness.letGoFirst(
                  () -> {
                    sendUnchecked();
                    whoeverWatchesLooks();
                    watched[0] = isWatched();
                  });
              whoeverWatchesLooks();
              return watched[0] && !isWatched();
            });
    assertTrue(second.result());
    assertEquals(1, Waiting.carried(this::read).result());
  }

  @Test
  void whoeverACarrierRunsIsWatchedForUntilItReads() throws Exception {
    Waiting<Integer> waiting = Waiting.carried(this::read);
    assertEquals(Carriers.carry(), isWatchedOnceItIsWoken());
    assertEquals(1, waiting.result());
  }

  @Test
  void whoeverTheSystemRunsIsNotWatchedForOnceItIsWoken() throws Exception {
    for (Thread.Builder threads : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
      Waiting<Integer> waiting = Waiting.on(threads, this::read);
      assertFalse(isWatchedOnceItIsWoken());
      assertEquals(1, waiting.result());
    }
  }

  /** Between two steps: a thread that the carrier runs cannot read meanwhile. */
  private boolean isWatchedOnceItIsWoken() throws Exception {
    Lookout lookout = lookout();
    SelectionKey key = Objects.requireNonNull(lookout.key(near));
    CompletableFuture<Boolean> watched = new CompletableFuture<>();
    lookout.aside(
        () -> {
          sendUnchecked();
          lookout.afterKeys(
              () -> {
                readiness.ready(key); // as if the selector reported it once more
                watched.complete(isWatched());
              });
        });
    return watched.get();
  }

  private Lookout lookout() {
    return Carriers.all().stream()
        .map(Carrier::lookout)
        .filter(this::isWatchedBy)
        .findAny()
        .orElseThrow();
  }

  private boolean isWatchedBy(Lookout lookout) {
    SelectionKey key = lookout.key(near);
    return key != null && key.interestOps() != 0;
  }

  private void sendUnchecked() {
    try {
      send(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until every carrier has looked twice. */
  private static void whoeverWatchesLooks() {
    for (Carrier carrier : Carriers.all()) {
      CountDownLatch looked = new CountDownLatch(1);
      carrier.lookout().aside(() -> carrier.lookout().afterKeys(looked::countDown));
      try {
        assertTrue(looked.await(15, TimeUnit.SECONDS), "Nobody has looked");
      } catch (InterruptedException e) {
        throw new AssertionError("Nobody has looked", e);
      }
    }
  }

  private boolean isWatched() {
    return Carriers.all().stream().map(Carrier::lookout).anyMatch(this::isWatchedBy);
  }

  @Test
  void whoReadsIsWokenByTheEnd() throws Exception {
    Waiting<Integer> waiting = Waiting.carried(this::read);
    far.close();
    assertEquals(-1, waiting.result());
  }

  @Test
  void whoReadsIsWokenWhenItIsClosed() throws Exception {
    Waiting<Integer> waiting = Waiting.carried(this::read);
    near.close();
    readiness.closed();
    assertThrows(ClosedChannelException.class, waiting::result);
    assertThrows(ClosedChannelException.class, this::read);
  }

  @Test
  void whatIsClosedForGoodIsGone() throws Exception {
    Waiting<Integer> waiting = Waiting.carried(this::read);
    near.close();
    readiness.closedForGood();
    assertFalse(near.isRegistered());
    assertThrows(ClosedChannelException.class, waiting::result);
  }

  @Test
  void whoIsInterruptedClosesIt() {
    Waiting<Integer> waiting = Waiting.carried(this::read);
    waiting.thread().interrupt();
    assertThrows(ClosedByInterruptException.class, waiting::result);
    assertFalse(near.isOpen());
  }

  @Test
  void aWaitCanEnd() throws Exception {
    assertFalse(readiness.awaitReadable(Duration.ofMillis(5).toNanos()));
    assertFalse(readiness.awaitReadable(-1));
    send(1);
    assertTrue(readiness.awaitReadable(Duration.ofSeconds(15).toNanos()));
  }

  @Test
  void whoWritesIsWokenByRoomWhileAnotherReads() throws Exception {
    int size = 8 << 20;
    Waiting<Integer> reading = Waiting.carried(this::read);
    Waiting<Integer> writing =
        Waiting.carried(
            () -> {
              ByteBuffer much = ByteBuffer.allocate(size);
              while (much.hasRemaining()) {
                if (near.write(much) == 0) {
                  readiness.awaitWritable();
                }
              }
              return size;
            });
    assertFalse(writing.task().isDone());
    assertEquals(size, far.socket().getInputStream().readNBytes(size).length);
    assertEquals(size, writing.result());
    send(3);
    assertEquals(3, reading.result());
  }

  @Test
  void whoAcceptsIsWokenByWhoComes() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      server.configureBlocking(false);
      Readiness coming = new Readiness(server);
      for (int i = 0; i < 3; i++) {
        Waiting<SocketChannel> waiting =
            Waiting.carried(
                () -> {
                  SocketChannel accepted = server.accept();
                  while (accepted == null) {
                    coming.awaitReadable();
                    accepted = server.accept();
                  }
                  return accepted;
                });
        try (SocketChannel other = SocketChannel.open(server.getLocalAddress());
            SocketChannel accepted = waiting.result()) {
          assertEquals(other.getLocalAddress(), accepted.getRemoteAddress());
        }
      }
    }
  }
}
