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

/**
 * An origin for measurements: one thread, one selector. {@code GET /kept/1024…} gives 1024 bytes to
 * be kept for a day, {@code GET /passed/1024…} as many that may not be. Its argument is a file for
 * its port.
 */
class Origin {
  private static final int MOST = 64 << 20;

  private final Selector selector = Selector.open();
  private final ServerSocketChannel server = ServerSocketChannel.open();

  Origin() throws IOException {}

  /** What one connection has sent of a head, and what it has not taken yet. */
  private static final class Connection {
    private final ByteBuffer head = ByteBuffer.allocate(16 << 10);
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
      int count = channel.read(connection.head);
      String head = new String(connection.head.array(), 0, connection.head.position(), ISO_8859_1);
      if (count < 0 || (!connection.head.hasRemaining() && !head.endsWith("\r\n\r\n"))) {
        return false;
      }
      if (!head.endsWith("\r\n\r\n")) {
        return true; // no client of a measurement sends a second request before its answer
      }
      connection.head.clear();
      connection.answer = ByteBuffer.wrap(answer(head));
    }
    channel.write(connection.answer);
    key.interestOps(
        connection.answer.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    return true;
  }

  private static byte[] answer(String head) {
    String target = head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP/"));
    int host = target.startsWith("http://") ? "http://".length() : 0;
    String[] path = target.substring(target.indexOf('/', host)).split("[/?]");
    int length = path.length < 3 || !path[2].matches("\\d{1,8}") ? -1 : Integer.parseInt(path[2]);
    boolean kept = path.length > 1 && path[1].equals("kept");
    if (length < 0 || length > MOST || !(kept || path[1].equals("passed"))) {
      return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1);
    }
    String fields =
        "HTTP/1.1 200 OK\r\nDate: %s\r\nContent-Type: text/plain\r\nCache-Control: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(
                ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.RFC_1123_DATE_TIME),
                kept ? "max-age=86400" : "no-store",
                length);
    byte[] all = new byte[fields.length() + length];
    java.util.Arrays.fill(all, (byte) 'x');
    System.arraycopy(fields.getBytes(ISO_8859_1), 0, all, 0, fields.length());
    return all;
  }
}
