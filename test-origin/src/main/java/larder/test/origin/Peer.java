package larder.test.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;

/**
 * One end of a connection. Text is Latin-1, so that each character is one byte. A read that waits
 * for half a minute fails.
 */
public final class Peer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;

  /** Takes the connection over. */
  public Peer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** A client. */
  public static Peer connect(InetSocketAddress address) throws IOException {
    return new Peer(new Socket(address.getAddress(), address.getPort()));
  }

  /** Sends that text as it is. */
  public Peer send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  /** Sends those bytes. */
  public Peer send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends that text octet by octet, each in a packet of its own. */
  public Peer sendInOctets(String text) throws IOException {
    for (byte octet : text.getBytes(ISO_8859_1)) {
      send(new byte[] {octet});
    }
    return this;
  }

  /** Reads up to and with the empty line that ends a head. */
  public String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append(readByte());
    }
    return head.toString();
  }

  /** Reads up to and with the next line end. */
  public String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.isEmpty() || line.charAt(line.length() - 1) != '\n') {
      line.append(readByte());
    }
    return line.toString();
  }

  private char readByte() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException("The other side has ended");
    }
    return (char) b;
  }

  /** Reads that many bytes. */
  public String read(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("The other side has ended after " + bytes.length + " bytes");
    }
    return new String(bytes, ISO_8859_1);
  }

  /** Reads a head, and the content that it announces by length or in chunks, all as it came. */
  public String readMessage() throws IOException {
    String head = readHead();
    String lower = head.toLowerCase(Locale.ROOT);
    if (lower.contains("\r\ntransfer-encoding: chunked\r\n")) {
      return head + readChunks();
    }
    int at = lower.indexOf("\r\ncontent-length: ");
    if (at < 0) {
      return head;
    }
    int from = at + "\r\ncontent-length: ".length();
    return head + read(Integer.parseInt(head.substring(from, head.indexOf("\r\n", from))));
  }

  /** Reads chunks up to the last one, and the trailer section. */
  private String readChunks() throws IOException {
    StringBuilder content = new StringBuilder();
    while (true) {
      String line = readLine();
      content.append(line);
      int size = Integer.parseInt(line.strip(), 16);
      if (size > 0) {
        content.append(read(size + 2));
        continue;
      }
      String trailer;
      do {
        trailer = readLine();
        content.append(trailer);
      } while (!trailer.equals("\r\n"));
      return content.toString();
    }
  }

  /** Reads all that comes until the other side ends in an orderly way. */
  public String readToEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.transferTo(all);
    return all.toString(ISO_8859_1);
  }

  /** Whether the other side has ended; waits until it has, or until a byte comes. */
  public boolean hasEnded() throws IOException {
    return in.read() < 0;
  }

  /** Whether nothing comes for so long. What comes can still be read then. */
  public boolean isSilentFor(Duration time) throws IOException {
    in.mark(1);
    socket.setSoTimeout((int) time.toMillis());
    try {
      int first = in.read();
      in.reset();
      return first < 0;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  /** Sends nothing more, but goes on reading. */
  public Peer endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Ends with a reset. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** The address of this end. */
  public InetSocketAddress localAddress() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
