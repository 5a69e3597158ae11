package larder.socket.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import larder.forwarding.TunnelEnd;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/**
 * One end of a tunnel, on either side. Bytes that arrived right after the message that began the
 * tunnel are read first.
 */
public final class ChannelEnd implements TunnelEnd {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Transport transport;
  private final Failures failures;
  private final ByteBuffer ahead;

  /** Takes the connection over. If another object owns and closes it, only cut this end. */
  public ChannelEnd(Transport transport, Failures failures) {
    this(transport, failures, NOTHING);
  }

  private ChannelEnd(Transport transport, Failures failures, ByteBuffer ahead) {
    this.transport = transport;
    this.failures = failures;
    this.ahead = ahead;
  }

  /**
   * Takes over a connection on which a message has arrived.
   *
   * @param message what the message was read from; its unread bytes are copied
   */
  public static ChannelEnd after(Input message, Transport transport, Failures failures) {
    ByteBuffer unread = message.unread();
    ByteBuffer ahead = ByteBuffer.allocate(unread.remaining()).put(unread).flip();
    return new ChannelEnd(transport, failures, ahead);
  }

  /** Whether no bytes arrived right after the message. */
  public boolean isQuiet() {
    return !ahead.hasRemaining();
  }

  /** The bytes to be read first. */
  ByteBuffer ahead() {
    return ahead;
  }

  /** The connection, if it has no TLS; else null. */
  @Nullable TimedChannel inTheClear() {
    return transport instanceof TimedChannel channel ? channel : null;
  }

  /** Translates a failure of this end. */
  TransferException failure(IOException e) {
    return failures.of(e);
  }

  @Override
  public int read(ByteBuffer into) throws TransferException {
    if (ahead.hasRemaining()) {
      int count = Math.min(ahead.remaining(), into.remaining());
      into.put(ahead.slice(ahead.position(), count));
      ahead.position(ahead.position() + count);
      return count;
    }
    try {
      return transport.read(into);
    } catch (IOException e) {
      throw failures.of(e);
    }
  }

  @Override
  public void write(ByteBuffer from) throws TransferException {
    try {
      transport.write(from);
    } catch (IOException e) {
      throw failures.of(e);
    }
  }

  @Override
  public void endOutput() throws TransferException {
    try {
      transport.endOutput();
    } catch (IOException e) {
      throw failures.of(e);
    }
  }

  @Override
  public void cut() {
    transport.close();
  }

  @Override
  public void close() {
    transport.close();
    transport.free();
  }
}
