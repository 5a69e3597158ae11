package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tunnels that carriers relay. */
class TunnelsTest {
  private static final int USUAL = 1_000;
  private static final int MUCH = 8 << 20;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final PassingTime time = new PassingTime();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private ContentBuffers buffers = new ContentBuffers(USUAL, time.sweeper());
  private Tunnels tunnels;

  @BeforeEach
  void start() {
    tunnels = new Tunnels(buffers);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
    time.sweeper().close();
  }

  /** A tunnel, with its client at one end and its host at the other. */
  private final class Tunnel implements TunnelMeter {
    private final Ends user = connected();
    private final Ends host = connected();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final AtomicBoolean speechless = new AtomicBoolean();
    private final CompletableFuture<Optional<TransferException>> end = new CompletableFuture<>();

    Tunnel() throws IOException {}

    Tunnel carried() {
      IdleWatch watch =
          new IdleWatch(
              time.sweeper(),
              PassingTime.NEVER.toNanos(),
              () -> {
                user.near().close();
                host.near().close();
              });
      opened.add(watch);
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  ChannelEnd near = new ChannelEnd(user.near(), failures(Side.CLIENT));
                  ChannelEnd far = new ChannelEnd(host.near(), this::failure);
                  end.complete(tunnels.carry(near, far, NOTHING, this, watch));
                } catch (TransferException | RuntimeException | Error e) {
                  end.completeExceptionally(e);
                }
              });
      return this;
    }

    private TransferException failure(IOException e) {
      if (speechless.get()) {
        throw new OutOfMemoryError("Broken on purpose");
      }
      return failures(Side.ORIGIN).of(e);
    }

    @Override
    public void received(int bytes) {
      if (broken.get()) {
        throw new IllegalStateException("Broken on purpose");
      }
      received.addAndGet(bytes);
    }

    @Override
    public void sent(int bytes) {
      sent.addAndGet(bytes);
    }
  }

  private static Failures failures(Side side) {
    return e ->
        new TransferException(
            side,
            e instanceof SocketTimeoutException ? Kind.TIMED_OUT : Kind.CUT_SHORT,
            "Told so",
            e);
  }

  private Ends connected() throws IOException {
    Ends ends = Ends.connected(time.sweeper());
    opened.add(ends);
    return ends;
  }

  private static byte[] read(SocketChannel from, int count) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(count);
    while (into.hasRemaining() && from.read(into) >= 0) {
      // until it has arrived
    }
    return into.array();
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static void writeAll(SocketChannel to, byte[] bytes) throws IOException {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    while (from.hasRemaining()) {
      to.write(from);
    }
  }

  private static void write(SocketChannel to, byte[] bytes) {
    try {
      writeAll(to, bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Thread writing(SocketChannel to, byte[] bytes) {
    return Thread.ofVirtual().start(() -> write(to, bytes));
  }

  private static boolean hasEnded(SocketChannel channel) {
    try {
      return channel.read(ByteBuffer.allocate(1)) < 0;
    } catch (IOException e) {
      return true; // reset
    }
  }

  private static void converse(Tunnel tunnel) throws IOException {
    write(tunnel.user.far(), new byte[] {1, 2, 3});
    assertArrayEquals(new byte[] {1, 2, 3}, read(tunnel.host.far(), 3));
    write(tunnel.host.far(), new byte[] {4, 5});
    assertArrayEquals(new byte[] {4, 5}, read(tunnel.user.far(), 2));
  }

  /** Ends the tunnel. By then the last bytes are counted; they may be read before that. */
  private static void end(Tunnel tunnel) throws Exception {
    tunnel.user.far().shutdownOutput();
    tunnel.host.far().shutdownOutput();
    assertEquals(Optional.empty(), tunnel.end.get());
  }

  @Test
  void bothWaysAndEachEndsByItself() throws Exception {
    Tunnel tunnel = new Tunnel().carried();
    converse(tunnel);
    tunnel.user.far().shutdownOutput();
    assertTrue(hasEnded(tunnel.host.far()));
    write(tunnel.host.far(), new byte[] {6});
    assertArrayEquals(new byte[] {6}, read(tunnel.user.far(), 1));
    assertFalse(tunnel.end.isDone());
    tunnel.host.far().shutdownOutput();
    assertEquals(Optional.empty(), tunnel.end.get());
    assertEquals(3, tunnel.received.get());
    assertEquals(3, tunnel.sent.get());
  }

  @Test
  void whoTakesNothingHoldsUpNobodyElse() throws Exception {
    Tunnel slow = new Tunnel().carried();
    Tunnel other = new Tunnel().carried();
    byte[] much = random(MUCH);
    Thread writer = writing(slow.host.far(), much);
    long before = -1;
    while (slow.sent.get() != before || before < USUAL) { // until no more bytes are taken
      before = slow.sent.get();
      converse(other);
    }
    converse(other);
    assertTrue(before < MUCH, "it is not all in buffers");
    assertArrayEquals(much, read(slow.user.far(), MUCH));
    writer.join();
    end(slow);
    assertEquals(MUCH, slow.sent.get());
  }

  @Test
  void muchBothWaysAtOnce() throws Exception {
    carryMuch();
  }

  @Test
  void alsoWhereNoLargeBufferIsLeft() throws Exception {
    buffers = new ContentBuffers(USUAL, 1, time.sweeper());
    tunnels = new Tunnels(buffers);
    ByteBuffer only = buffers.borrowLarge();
    carryMuch();
    buffers.giveBackLarge(only);
  }

  private void carryMuch() throws Exception {
    Tunnel tunnel = new Tunnel().carried();
    byte[] there = random(MUCH);
    byte[] back = random(MUCH + 1);
    Thread user = writing(tunnel.user.far(), there);
    Thread host = writing(tunnel.host.far(), back);
    CompletableFuture<byte[]> atHost = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                atHost.complete(read(tunnel.host.far(), there.length));
              } catch (IOException e) {
                atHost.completeExceptionally(e);
              }
            });
    assertArrayEquals(back, read(tunnel.user.far(), back.length));
    assertArrayEquals(there, atHost.get());
    user.join();
    host.join();
    end(tunnel);
    assertEquals(there.length, tunnel.received.get());
    assertEquals(back.length, tunnel.sent.get());
  }

  @Test
  void whoTakesNothingForTooLongIsEnded() throws Exception {
    Tunnel tunnel = new Tunnel().carried();
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    writeAll(tunnel.host.far(), random(MUCH));
                  } catch (IOException e) {
                    // cut, as it should be
                  }
                });
    time.passUntil(tunnel.end::isDone);
    TransferException met = tunnel.end.get().orElseThrow();
    assertEquals(Side.CLIENT, met.side());
    assertEquals(Kind.TIMED_OUT, met.kind());
    writer.join();
  }

  @Test
  void aBreakEndsBothSides() throws Exception {
    Tunnel tunnel = new Tunnel().carried();
    converse(tunnel);
    tunnel.host.far().setOption(StandardSocketOptions.SO_LINGER, 0);
    tunnel.host.far().close();
    TransferException met = tunnel.end.get().orElseThrow();
    assertEquals(Side.ORIGIN, met.side());
    assertEquals(Kind.CUT_SHORT, met.kind());
    assertTrue(hasEnded(tunnel.user.far()));
  }

  @Test
  void aConnectionThatIsClosedHereEndsIt() throws Exception {
    Tunnel tunnel = new Tunnel().carried();
    converse(tunnel);
    tunnel.host.near().close();
    assertEquals(Side.ORIGIN, tunnel.end.get().orElseThrow().side());
    assertTrue(hasEnded(tunnel.user.far()));
    assertTrue(hasEnded(tunnel.host.far()));
  }

  @Test
  void aConnectionThatWasClosedBeforeEndsItAtOnce() throws Exception {
    Tunnel tunnel = new Tunnel();
    tunnel.host.near().close();
    tunnel.carried();
    assertEquals(Side.ORIGIN, tunnel.end.get().orElseThrow().side());
    assertTrue(hasEnded(tunnel.user.far()));
  }

  @Test
  void aFaultEndsItsTunnelAlone() throws Exception {
    Tunnel broken = new Tunnel().carried();
    Tunnel other = new Tunnel().carried();
    broken.broken.set(true);
    write(broken.user.far(), new byte[] {1});
    ExecutionException met = assertThrows(ExecutionException.class, broken.end::get);
    assertEquals("Broken on purpose", met.getCause().getCause().getMessage());
    assertTrue(hasEnded(broken.host.far()));
    converse(other);
  }

  @Test
  @Timeout(20)
  void itEndsThoughNobodyCanSayWhy() throws Exception {
    Tunnel tunnel = new Tunnel().carried();
    converse(tunnel);
    tunnel.speechless.set(true);
    tunnel.host.near().close();
    ExecutionException met = assertThrows(ExecutionException.class, tunnel.end::get);
    assertEquals("Broken on purpose", met.getCause().getMessage());
    assertTrue(hasEnded(tunnel.user.far()));
  }

  @Test
  void manyComeAndGo() throws Exception {
    for (int i = 0; i < 50; i++) {
      List<Tunnel> some = new ArrayList<>();
      for (int j = 0; j < 4; j++) {
        some.add(new Tunnel().carried());
      }
      for (Tunnel tunnel : some) {
        converse(tunnel);
        tunnel.user.far().close();
        tunnel.host.far().close();
      }
      for (Tunnel tunnel : some) {
        assertEquals(Optional.empty(), tunnel.end.get());
      }
    }
  }
}
