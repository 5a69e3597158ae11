package larder.socket.listener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import larder.socket.channel.Input;
import larder.socket.channel.Pace;
import larder.socket.channel.PassingTime;
import larder.socket.channel.TimedChannel;
import larder.socket.channel.Transport;
import larder.socket.listener.RequestReader.Reading;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes before a request, and in which pieces (RFC 9112, section 2.2). */
class RequestReaderTest {
  private static final String GET = "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n";

  private final PassingTime time = new PassingTime();
  @AutoClose private final ServerSocketChannel server = ServerSocketChannel.open();
  @AutoClose private final SocketChannel client = SocketChannel.open();
  @AutoClose private TimedChannel channel;

  RequestReaderTest() throws Exception {}

  @BeforeEach
  void connect() throws Exception {
    client.connect(server.bind(Door.ANY_PORT).getLocalAddress());
    channel = new TimedChannel(server.accept(), time.sweeper(), Duration.ofSeconds(10));
  }

  /** Reads what arrives in these pieces, after which the client ends. */
  private RequestReader reader(String... pieces) {
    ListenerContext shared =
        new ListenerContext(
            ListenerSettings.on(List.of(Door.ANY_PORT)),
            new FakePort((request, answering) -> {}),
            time.sweeper());
    Pieces arriving = new Pieces(pieces);
    Input input =
        new Input(
            channel,
            arriving,
            shared.buffers().content(),
            ClientFailures::of,
            new Pace(0, shared.timeouts().paceWindow()),
            shared.buffers().firsts());
    return new RequestReader(shared, channel, arriving, input, false, true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r", "\r|\n", "\r\n|\r", "\r\n\r|\n\r|\n"})
  void anEmptyLineInPiecesIsNoRequestThatHasBegun(String pieces) {
    assertFalse(reader(pieces.split("\\|")).awaitRequest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r|\n|", "\r|\n\r|\n", "\r|\n\r\n\r\n\r|\n"})
  void aRequestMayFollowAnEmptyLineInPieces(String before) throws Exception {
    RequestReader reader = reader((before + GET).split("\\|"));
    assertTrue(reader.awaitRequest());
    assertInstanceOf(Reading.Read.class, reader.read());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r|" + GET, "\r" + GET, "\r\n|\r|\r\n", "\r|\n\r\n\r\n\r\n\r|\n" + GET})
  void aLineThatIsNotEmptyAndOneTooManyAreRefused(String pieces) throws Exception {
    RequestReader reader = reader(pieces.split("\\|"));
    assertTrue(reader.awaitRequest());
    Reading.Refused refused = assertInstanceOf(Reading.Refused.class, reader.read());
    assertEquals(400, refused.refusal().status());
  }

  @Test
  void eachRequestMayHaveEmptyLinesBeforeIt() throws Exception {
    RequestReader reader = reader("\r", "\n\r\n\r\n\r\n" + GET, "\r", "\n\r\n\r\n\r\n" + GET);
    for (int i = 0; i < 2; i++) {
      assertTrue(reader.awaitRequest());
      assertInstanceOf(Reading.Read.class, reader.read());
    }
  }

  /** Reads one piece at a time. */
  private static final class Pieces implements Transport {
    private final Queue<String> left;

    private Pieces(String... pieces) {
      left = new ArrayDeque<>(List.of(pieces));
    }

    @Override
    public int read(ByteBuffer into) {
      String piece = left.poll();
      if (piece == null) {
        return -1;
      }
      into.put(piece.getBytes(ISO_8859_1));
      return piece.length();
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
    public void endOutput() {}

    @Override
    public void close() {}
  }
}
