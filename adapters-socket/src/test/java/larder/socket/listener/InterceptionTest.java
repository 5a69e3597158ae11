package larder.socket.listener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import larder.forwarding.Bypass;
import larder.forwarding.Inside;
import larder.forwarding.TunnelEnd;
import larder.http.Authority;
import larder.http.TransferException;
import larder.socket.channel.Sweeper;
import larder.socket.channel.TimedChannel;
import larder.socket.channel.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * What the first bytes of a client, or its silence, say about the host inside a {@code CONNECT}.
 */
class InterceptionTest {
  /** The beginning of a record with the beginning of a ClientHello. */
  private static final String HALF_A_HELLO = "\u0016\u0003\u0001\u0001\u0000\u0001\0\0\u00fc\u0003";

  @AutoClose private final Sweeper sweeper = new Sweeper(() -> 0);
  private final StringBuilder carried = new StringBuilder();

  /** Pieces that arrive in time, followed by too long a pause. */
  private static final class Pausing implements Transport {
    private final Queue<String> pieces = new ArrayDeque<>();

    Pausing(String... pieces) {
      this.pieces.addAll(List.of(pieces));
    }

    @Override
    public int readSoon(ByteBuffer into, Duration most) {
      String piece = pieces.poll();
      if (piece == null) {
        return 0;
      }
      int count = Math.min(piece.length(), into.remaining());
      into.put(piece.substring(0, count).getBytes(ISO_8859_1));
      return count;
    }

    @Override
    public int read(ByteBuffer into) {
      throw new AssertionError();
    }

    @Override
    public int readNow(ByteBuffer into) {
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
    public void endOutput() {}

    @Override
    public void close() {}
  }

  private final Interception.Carrier carrier =
      new Interception.Carrier() {
        @Override
        public void carry(@Nullable TunnelEnd far, ByteBuffer ahead) {
          carried.append(ISO_8859_1.decode(ahead));
        }

        @Override
        public @Nullable Bypass serve(Transport within, Inside inside, boolean isHttp) {
          throw new AssertionError();
        }
      };

  private static final class Nowhere implements TunnelEnd {
    @Override
    public int read(ByteBuffer into) {
      return -1;
    }

    @Override
    public void write(ByteBuffer from) {}

    @Override
    public void endOutput() {}

    @Override
    public void cut() {}

    @Override
    public void close() {}
  }

  private @Nullable Bypass met(String... pieces) throws IOException, TransferException {
    ListenerContext shared =
        new ListenerContext(
            ListenerSettings.on(List.of(Door.ANY_PORT)),
            new FakePort((request, client) -> {}),
            sweeper);
    Inside inside = new Inside(new Authority("a.example", 443), null);
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(Door.ANY_PORT);
        SocketChannel _ = SocketChannel.open(server.getLocalAddress());
        TimedChannel channel = new TimedChannel(server.accept(), sweeper, Duration.ofSeconds(10))) {
      return new Interception(shared, channel, new Pausing(pieces), inside, carrier)
          .run(
              host -> {
                throw new AssertionError(host);
              },
              ByteBuffer.allocate(0),
              Nowhere::new);
    }
  }

  @Test
  void aClientThatPausesAmidItsFirstWordsSaysNothingOfTheHost() throws Exception {
    for (String begun : List.of("\u0016", HALF_A_HELLO)) {
      assertEquals(Bypass.CLIENT_PAUSED, met(begun));
      assertEquals(begun, carried.toString(), "it is carried");
      carried.setLength(0);
    }
  }

  @Test
  void aHelloThatIsTooLargeIsNoneThatCanBeRead() throws Exception {
    String[] pieces = new String[10];
    Arrays.fill(pieces, "x".repeat(4 << 10));
    pieces[0] = "\u0016\u0003\u0001\u00ff\u00ff\u0001\0\u007f\u00ff";
    assertEquals(Bypass.NOT_TLS, met(pieces));
  }

  @Test
  void whoSaysNothingWaitsForTheFarSide() throws Exception {
    assertEquals(Bypass.SILENT, met());
  }

  @Test
  void whatIsNoTlsIsToldFromIt() throws Exception {
    assertEquals(Bypass.NOT_TLS, met("SSH-2.0"));
  }
}
