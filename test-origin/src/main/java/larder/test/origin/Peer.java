package larder.test.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;

/**
 * One end of a connection. Text is Latin-1, so each character is one byte. A read fails after half
 * a minute.
 */
public final class Peer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;

  /** Takes over the connection. */
  public Peer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects as a client. */
  public static Peer connect(InetSocketAddress address) throws IOException {
    return new Peer(new Socket(address.getAddress(), address.getPort()));
  }

  /**
   * Waits until the system takes no connections at the address any more. It may for a moment after
   * the listening socket was closed: until the last accept has ended, and as long as a process that
   * has just been started holds a copy of the socket.
   */
  public static void awaitRefusal(InetSocketAddress address) throws IOException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE_MILLIS * 1_000_000L) {
      try {
        connect(address).close();
      } catch (ConnectException e) {
        return;
      } catch (SocketException e) {
        // Reset: it came after the last accept. The next is refused.
      }
    }
    throw new AssertionError("Connections are still taken: " + address);
  }

  /** Sends the text as it is. */
  public Peer send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  public Peer send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends the text byte by byte, each in a packet of its own. */
  public Peer sendInOctets(String text) throws IOException {
    for (byte octet : text.getBytes(ISO_8859_1)) {
      send(new byte[] {octet});
    }
    return this;
  }

  /** Reads up to and including the empty line that ends a head. */
  public String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append(readByte());
    }
    return head.toString();
  }

  /** Reads up to and including the next line end. */
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

  /** Reads a head, and its content by length or in chunks; returns all as it came. */
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

  /** Reads all bytes until the peer closes the connection normally. */
  public String readToEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.transferTo(all);
    return all.toString(ISO_8859_1);
  }

  /** Waits for the next byte; returns whether the peer closed the connection instead. */
  public boolean hasEnded() throws IOException {
    return in.read() < 0;
  }

  /** Whether nothing comes within that time. A byte that comes can still be read. */
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

  /** Sends no more, but can still read. */
  public Peer endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Resets the connection. */
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
