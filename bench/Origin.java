import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An origin for measurements: one thread, one selector. {@code GET /kept/1024…} gives 1024 bytes to
 * be kept for a day, {@code GET /passed/1024…} as many that may not be, {@code GET /chunks/40000…}
 * those in chunks of 4096 bytes. Content of a request is read past. Its argument is a file for its
 * port.
 */
class Origin {
  private static final int MOST = 64 << 20;
  private static final int CHUNK = 4 << 10;
  private static final Pattern CONTENT_LENGTH =
      Pattern.compile("\r\ncontent-length: *(\\d+)", Pattern.CASE_INSENSITIVE);

  private final Selector selector = Selector.open();
  private final ServerSocketChannel server = ServerSocketChannel.open();

  Origin() throws IOException {}

  /**
   * What one connection has sent, what of its content is to come, and what it has not taken yet.
   */
  private static final class Connection {
    private final ByteBuffer received = ByteBuffer.allocate(64 << 10);
    private long contentLeft;
    private ByteBuffer answer = ByteBuffer.allocate(0);
  }

  public static void main(String[] arguments) throws IOException {
    new Origin().run(Path.of(arguments[0]));
  }

  private void run(Path portFile) throws IOException {
    server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1024);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    Files.writeString(portFile, Integer.toString(server.socket().getLocalPort()));
    while (true) {
      selector.select(this::serve);
    }
  }

  private void serve(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        SocketChannel client = server.accept();
        client.configureBlocking(false);
        client.socket().setTcpNoDelay(true);
        client.register(selector, SelectionKey.OP_READ, new Connection());
      } else if (!isServed(key, (Connection) key.attachment())) {
        key.channel().close();
      }
    } catch (IOException e) {
      try {
        key.channel().close();
      } catch (IOException closing) {
        // It is gone.
      }
    }
  }

  /** False when the client has ended. */
  private static boolean isServed(SelectionKey key, Connection connection) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    if (key.isReadable()) {
      if (channel.read(connection.received) < 0) {
        return false;
      }
      if (connection.contentLeft == 0 && !headWasRead(connection)) {
        return connection.received.hasRemaining();
      }
      // no client of a measurement sends a second request before its answer
      connection.contentLeft -= connection.received.position();
      connection.received.clear();
      if (connection.contentLeft > 0) {
        return true;
      }
    }
    channel.write(connection.answer);
    key.interestOps(
        connection.answer.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    return true;
  }

  /** What is left is content. */
  private static boolean headWasRead(Connection connection) {
    ByteBuffer received = connection.received;
    String text = new String(received.array(), 0, received.position(), ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    Matcher length = CONTENT_LENGTH.matcher(text.substring(0, end));
    connection.contentLeft = length.find() ? Long.parseLong(length.group(1)) : 0;
    connection.answer = ByteBuffer.wrap(answer(text));
    received.flip().position(end + 4).compact();
    return true;
  }

  private static byte[] answer(String head) {
    String target = head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP/"));
    int host = target.startsWith("http://") ? "http://".length() : 0;
    String[] path = target.substring(target.indexOf('/', host)).split("[/?]");
    int length = path.length < 3 || !path[2].matches("\\d{1,8}") ? -1 : Integer.parseInt(path[2]);
    String kind = path.length > 1 ? path[1] : "";
    boolean chunks = kind.equals("chunks");
    if (length < 0 || length > MOST || !List.of("kept", "passed", "chunks").contains(kind)) {
      return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1);
    }
    String fields =
        "HTTP/1.1 200 OK\r\nDate: %s\r\nContent-Type: text/plain\r\nCache-Control: %s\r\n%s\r\n\r\n"
            .formatted(
                ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.RFC_1123_DATE_TIME),
                kind.equals("kept") ? "max-age=86400" : "no-store",
                chunks ? "Transfer-Encoding: chunked" : "Content-Length: " + length);
    String content = chunks ? inChunks(length) : "x".repeat(length);
    return (fields + content).getBytes(ISO_8859_1);
  }

  private static String inChunks(int length) {
    StringBuilder chunks = new StringBuilder();
    for (int left = length; left > 0; left -= CHUNK) {
      int size = Math.min(left, CHUNK);
      chunks.append(Integer.toHexString(size)).append("\r\n");
      chunks.append("x".repeat(size)).append("\r\n");
    }
    return chunks.append("0\r\n\r\n").toString();
  }
}
