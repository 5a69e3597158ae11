package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.test.origin.Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending and receiving content inside TLS. */
class TlsTransportTest {
  /** The most content in a record, and its size on the wire (RFC 8446, section 5.2). */
  private static final int CONTENT = 1 << 14;

  private static final int ON_THE_WIRE = CONTENT + 256;
  private static final int HEAD = 5;
  private static final Duration SOON = Duration.ofMillis(1);

  @TempDir private static Path folder;
  private static SSLContext context;

  private final Sweeper sweeper = new Sweeper(() -> 0);
  private final TlsBuffers buffers = new TlsBuffers(sweeper);
  private final List<byte[]> written = new ArrayList<>();
  private int reads;
  private int waits;
  private Ends ends;
  private SSLSocket client;
  private TlsTransport server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    context = Certificate.madeFor("ip:127.0.0.1", folder);
  }

  @BeforeEach
  void agree() throws Exception {
    ends = Ends.connected(sweeper);
    client =
        (SSLSocket)
            context.getSocketFactory().createSocket(ends.far().socket(), "127.0.0.1", 1, true);
    FutureTask<Void> shaking =
        new FutureTask<>(
            () -> {
              client.startHandshake();
              return null;
            });
    Thread.ofVirtual().start(shaking);
    server =
        TlsTransport.agree(
            new Recording(), TlsEngines.forClient(context), buffers, TlsBuffers.nothing());
    shaking.get();
    written.clear();
  }

  @AfterEach
  void close() throws IOException {
    server.free();
    ends.close();
    sweeper.close();
  }

  /** The near end, which records what it writes. */
  private final class Recording implements Transport {
    @Override
    public int read(ByteBuffer into) throws IOException {
      reads++;
      return ends.near().read(into);
    }

    @Override
    public int readSoon(ByteBuffer into, Duration most) throws IOException {
      return ends.near().readSoon(into, most);
    }

    @Override
    public void awaitReadable() {
      waits++;
    }

    @Override
    public int readNow(ByteBuffer into) {
      return ends.near().readNow(into);
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
      byte[] bytes = new byte[from.remaining()];
      from.get(from.position(), bytes);
      written.add(bytes);
      ends.near().write(from);
    }

    @Override
    public void write(ByteBuffer[] from) {
      throw new AssertionError();
    }

    @Override
    public boolean takesUnread() {
      return ends.near().takesUnread();
    }

    @Override
    public void endOutput() throws IOException {
      ends.near().endOutput();
    }

    @Override
    public void close() {
      ends.near().close();
    }
  }

  /** Counts the records in the written bytes; each must be legal. */
  private int records() {
    int count = 0;
    for (byte[] one : written) {
      ByteBuffer bytes = ByteBuffer.wrap(one);
      while (bytes.hasRemaining()) {
        int length = bytes.getShort(bytes.position() + 3);
        assertTrue(length <= ON_THE_WIRE, () -> "a record of " + length);
        bytes.position(bytes.position() + HEAD + length);
        count++;
      }
    }
    return count;
  }

  private void arrives(byte[]... parts) throws Exception {
    ByteBuffer all = ByteBuffer.allocate(CONTENT * 20);
    ByteBuffer[] from = new ByteBuffer[parts.length];
    for (int i = 0; i < parts.length; i++) {
      from[i] = ByteBuffer.wrap(parts[i]);
      all.put(parts[i]);
    }
    FutureTask<byte[]> reading =
        new FutureTask<>(() -> client.getInputStream().readNBytes(all.position()));
    Thread.ofVirtual().start(reading);
    server.write(from);
    byte[] expected = new byte[all.position()];
    all.get(0, expected);
    assertArrayEquals(expected, reading.get());
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  @Test
  void fourRecordsLeaveAtATime() throws Exception {
    arrives(random(300), random(6 * CONTENT));
    assertEquals(2, written.size());
    assertEquals(7, records());
  }

  @Test
  void whatIsEncryptedIsRead() {
    assertTrue(new Recording().takesUnread());
    assertFalse(server.takesUnread());
  }

  @Test
  void whatFitsIntoOneIsOne() throws Exception {
    arrives(random(300), random(CONTENT - 1_000));
    assertEquals(1, written.size());
    assertEquals(1, records());
  }

  @Test
  void inARushOneLeavesAtATime() throws Exception {
    List<ByteBuffer> lent = new ArrayList<>();
    int several = buffers.records(CONTENT + 1).capacity();
    for (ByteBuffer one = buffers.records(CONTENT + 1);
        one.capacity() == several;
        one = buffers.records(CONTENT + 1)) {
      lent.add(one);
    }
    arrives(random(6 * CONTENT - 6_000)); // the JDK leaves some room in each
    assertEquals(6, written.size());
    assertEquals(6, records());
    lent.forEach(buffers::give);
    written.clear();
    arrives(random(6 * CONTENT - 6_000));
    assertEquals(2, written.size());
  }

  private byte[] readAll(int count, int roomForEach) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(count);
    ByteBuffer into = ByteBuffer.allocate(roomForEach);
    while (all.hasRemaining()) {
      assertTrue(server.read(into.clear()) > 0);
      all.put(into.flip());
    }
    return all.array();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, CONTENT, 3 * CONTENT, 20 * CONTENT})
  void manyRecordsAreReadAtATime(int roomForEach) throws Exception {
    byte[] sent = random(10 * CONTENT);
    client.getOutputStream().write(sent); // all of it has arrived then
    reads = 0;
    assertArrayEquals(sent, readAll(sent.length, roomForEach));
    assertTrue(
        reads <= 10,
        () -> reads + " reads for ten records"); // one read for each record would make twelve
    assertEquals(0, server.readNow(ByteBuffer.allocate(1)));
    client.getOutputStream().write(7);
    assertArrayEquals(new byte[] {7}, readAll(1, roomForEach));
  }

  @Test
  void nothingIsAwaitedWhileSomethingIsUnread() throws Exception {
    client.getOutputStream().write(random(20_000)); // two records, which arrive together
    readAll(10_000, 1);
    server.awaitReadable();
    readAll(8_000, 1);
    server.awaitReadable();
    assertEquals(0, waits);
    readAll(2_000, 1);
    server.awaitReadable();
    assertEquals(1, waits);
  }

  @Test
  @Timeout(60)
  void itWaitsNoLongerThanItMay() throws Exception {
    ByteBuffer into = ByteBuffer.allocate(10);
    assertEquals(0, server.readSoon(into, SOON));
    client.getOutputStream().write(7);
    assertEquals(1, server.readSoon(into, Duration.ofSeconds(60)));
    ends.far().write(ByteBuffer.wrap(new byte[] {23, 3, 3})); // a record begins
    assertEquals(0, server.readSoon(into, SOON));
    ends.far().close();
    assertThrows(IOException.class, () -> server.readSoon(into, Duration.ofSeconds(60)));
  }

  @Test
  void whatIsUnreadIsReadSoon() throws Exception {
    client.getOutputStream().write(random(100));
    readAll(50, 1);
    assertEquals(50, server.readSoon(ByteBuffer.allocate(100), Duration.ZERO));
    client.shutdownOutput();
    assertEquals(-1, server.readSoon(ByteBuffer.allocate(100), Duration.ofSeconds(60)));
  }

  @Test
  void nothingIsAwaitedAfterTheEnd() throws Exception {
    client.shutdownOutput();
    assertEquals(-1, server.read(ByteBuffer.allocate(1)));
    server.awaitReadable();
    assertEquals(0, waits);
  }

  @Test
  void anEndBehindContentIsMetAfterIt() throws Exception {
    client.getOutputStream().write(random(2 * CONTENT));
    client.shutdownOutput();
    readAll(2 * CONTENT, 20 * CONTENT);
    assertEquals(-1, server.read(ByteBuffer.allocate(1)));
    assertEquals(-1, server.readNow(ByteBuffer.allocate(1)));
  }

  @Test
  void aRushFillsNoHeap() throws Exception {
    List<ByteBuffer> lent = new ArrayList<>();
    ByteBuffer one = buffers.record();
    while (!one.isDirect()) {
      lent.add(one);
      one = buffers.record();
    }
    assertTrue((long) lent.size() * one.capacity() <= Runtime.getRuntime().maxMemory() / 16);
    arrives(random(300), random(CONTENT));
    client.getOutputStream().write(random(CONTENT));
    assertArrayEquals(random(CONTENT), readAll(CONTENT, CONTENT));
    buffers.give(one);
    lent.forEach(buffers::give);
    assertFalse(buffers.record().isDirect());
  }

  /** Another thread may be reading when the tunnel is cut. */
  @Test
  void whatATunnelIsReadIntoIsGivenBackOnceAndNotBeforeItIsClosed() throws Exception {
    int all = Lendable.records(new TlsBuffers(sweeper));
    ChannelEnd end =
        new ChannelEnd(
            server, e -> new TransferException(Side.ORIGIN, Kind.CUT_SHORT, "Told so", e));
    client.getOutputStream().write(random(CONTENT));
    end.read(ByteBuffer.allocate(1));
    int lent = all - Lendable.records(buffers);
    assertTrue(lent > 0);
    end.cut();
    assertEquals(lent, all - Lendable.records(buffers));
    end.close();
    end.close();
    assertEquals(all, Lendable.records(buffers));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 17 << 10, 20_000, 4 * (17 << 10), 100_000})
  void whatWasReadAheadIsKeptWhateverItsSize(int count) {
    byte[] ahead = random(count);
    ByteBuffer kept = buffers.of(ByteBuffer.wrap(ahead));
    assertEquals(ByteBuffer.wrap(ahead), kept);
    buffers.give(kept);
  }

  @Test
  void whatCameBeforeABrokenRecordIsReadFirst() throws Exception {
    byte[] sent = random(2 * CONTENT);
    client.getOutputStream().write(sent);
    ends.far().write(ByteBuffer.wrap(new byte[] {23, 3, 3, 0, 20}));
    ends.far().write(ByteBuffer.wrap(random(20)));
    assertArrayEquals(sent, readAll(sent.length, 20 * CONTENT));
    assertThrows(SSLException.class, () -> server.read(ByteBuffer.allocate(1)));
    assertThrows(SSLException.class, () -> server.read(ByteBuffer.allocate(1)));
    assertEquals(-1, server.readNow(ByteBuffer.allocate(1)));
  }

  /**
   * The engine takes nothing while another thread does a task that TLS wants done first; that
   * thread must get its turn.
   */
  @Test
  void anEngineThatTakesNothingForNowIsAskedStepByStep() throws Exception {
    SSLEngine busy = mock(SSLEngine.class);
    SSLEngineResult nothing =
        new SSLEngineResult(SSLEngineResult.Status.OK, HandshakeStatus.NEED_TASK, 0, 0);
    when(busy.getHandshakeStatus()).thenReturn(HandshakeStatus.NOT_HANDSHAKING);
    when(busy.wrap(any(ByteBuffer[].class), any(ByteBuffer.class)))
        .thenReturn(nothing, nothing)
        .thenAnswer(
            asked -> {
              ByteBuffer from = asked.<ByteBuffer[]>getArgument(0)[0];
              int count = from.remaining();
              asked.<ByteBuffer>getArgument(1).put(from);
              return new SSLEngineResult(
                  SSLEngineResult.Status.OK, HandshakeStatus.NOT_HANDSHAKING, count, count);
            });
    TlsTransport transport =
        TlsTransport.agree(new Recording(), busy, buffers, TlsBuffers.nothing());
    transport.write(ByteBuffer.wrap(random(100)));
    assertEquals(List.of(0, 0, 100), written.stream().map(bytes -> bytes.length).toList());
  }
}
