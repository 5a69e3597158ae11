package larder.socket.origin;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import larder.socket.channel.Transport;

/**
 * A tunnel through a parent proxy, below TLS with the origin. Its own failures can be told from
 * those of that TLS. A timeout or an orderly end may be due to either of the two, and stays what it
 * is.
 */
final class Tunnelled implements Transport {
  private final Transport parent;

  /**
   * @param parent the connection to the parent, on which it has opened the tunnel
   */
  Tunnelled(Transport parent) {
    this.parent = parent;
  }

  /** The connection to the parent has failed. */
  private static final class BrokenException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenException(IOException cause) {
      super("The tunnel broke", cause);
    }
  }

  /** Whether a handshake of TLS inside the tunnel failed because the tunnel broke. */
  static boolean isBroken(IOException handshake) {
    return handshake instanceof BrokenException;
  }

  private static IOException broken(IOException e) {
    return e instanceof SocketTimeoutException ? e : new BrokenException(e);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    try {
      return parent.read(into);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public void awaitReadable() throws IOException {
    try {
      parent.awaitReadable();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public int readNow(ByteBuffer into) {
    return parent.readNow(into);
  }

  @Override
  public int readSoon(ByteBuffer into, Duration most) throws IOException {
    try {
      return parent.readSoon(into, most);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    try {
      parent.write(from);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public void write(ByteBuffer[] from) throws IOException {
    try {
      parent.write(from);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public void endOutput() throws IOException {
    try {
      parent.endOutput();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public void rest() {
    parent.rest();
  }

  @Override
  public void free() {
    parent.free();
  }

  @Override
  public void close() {
    parent.close();
  }
}
