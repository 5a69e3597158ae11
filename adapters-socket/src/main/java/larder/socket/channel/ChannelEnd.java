package larder.socket.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import larder.forwarding.TunnelEnd;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/**
 * One end of a tunnel, on whichever side. What came right behind the message that it began with is
 * read first.
 */
public final class ChannelEnd implements TunnelEnd {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Transport transport;
  private final Failures failures;
  private final ByteBuffer ahead;

  /** Takes the connection over; or it stays another's, who closes it: then this is only cut. */
  public ChannelEnd(Transport transport, Failures failures) {
    this(transport, failures, NOTHING);
  }

  private ChannelEnd(Transport transport, Failures failures, ByteBuffer ahead) {
    this.transport = transport;
    this.failures = failures;
    this.ahead = ahead;
  }

  /**
   * Takes a connection over on which a message came.
   *
   * @param message what the message was read from; what is unread in it is taken over
   */
  public static ChannelEnd after(Input message, Transport transport, Failures failures) {
    ByteBuffer unread = message.unread();
    ByteBuffer ahead = ByteBuffer.allocate(unread.remaining()).put(unread).flip();
    return new ChannelEnd(transport, failures, ahead);
  }

  /** Whether nothing came right behind the message. */
  public boolean isQuiet() {
    return !ahead.hasRemaining();
  }

  /** What is to be read first. */
  ByteBuffer ahead() {
    return ahead;
  }

  /** The connection, if it is in the clear; null if bytes are not carried as they are. */
  @Nullable TimedChannel inTheClear() {
    return transport instanceof TimedChannel channel ? channel : null;
  }

  /** What a failure of this end means. */
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
