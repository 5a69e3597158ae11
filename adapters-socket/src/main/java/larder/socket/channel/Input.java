package larder.socket.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import larder.http.TransferException;
import larder.socket.wire.ByteSource;
import org.jspecify.annotations.Nullable;

/**
 * What is read from one connection. A large buffer is borrowed while messages come; between them
 * there is a small one, or none.
 */
public final class Input implements ByteSource {
  private static final ByteBuffer NO_BUFFER = ByteBuffer.allocate(0);

  private final TimedChannel channel;
  private final Transport transport;
  private final Pool<ByteBuffer> pool;
  private final Failures failures;
  private final @Nullable ByteBuffer small;
  private final Pace pace;
  private ByteBuffer buffer;
  private boolean borrowed;
  private boolean atRest;
  private long stepTimeout;
  private long received;

  /**
   * @param pace of content
   * @param small to wait with, empty; or null to wait with a large one
   */
  public Input(
      TimedChannel channel,
      Transport transport,
      Pool<ByteBuffer> pool,
      Failures failures,
      Pace pace,
      @Nullable ByteBuffer small) {
    this.channel = channel;
    this.transport = transport;
    this.pool = pool;
    this.failures = failures;
    this.pace = pace;
    this.small = small;
    this.buffer = NO_BUFFER;
    rest();
  }

  @Override
  public ByteBuffer unread() {
    return buffer;
  }

  /** How many bytes of what was received have been taken. */
  public long taken() {
    return received - buffer.remaining();
  }

  /** How many bytes were received. */
  public long received() {
    return received;
  }

  /** From now on each wait ends after that time; 0: no such bound. */
  public void eachWithin(long nanos) {
    stepTimeout = nanos;
  }

  /** Gives the large buffer back, if there is one, and nothing in it. */
  public void rest() {
    if (buffer.hasRemaining()) {
      return;
    }
    if (borrowed) {
      borrowed = false;
      pool.give(buffer);
    }
    buffer = small == null ? NO_BUFFER : small.clear().limit(0);
    atRest = true;
    transport.rest();
  }

  @Override
  public boolean fill() throws TransferException {
    if (!borrowed && (small == null || !atRest)) {
      buffer = pool.take();
      borrowed = true;
    }
    atRest = false;
    buffer.clear();
    int count = -1;
    try {
      if (stepTimeout > 0) {
        channel.readWithin(stepTimeout);
      }
      long start = channel.now();
      count = transport.read(buffer);
      if (stepTimeout > 0) {
        pace.step(channel.now() - start, count);
      }
    } catch (IOException e) {
      throw failures.of(e);
    } finally {
      buffer.flip();
      if (stepTimeout > 0) {
        channel.readAnyTime();
      }
    }
    received += Math.max(0, count);
    return count > 0;
  }

  /** Gives all memory back. Only when no thread reads any more. */
  public void close() {
    buffer.position(buffer.limit());
    rest();
    transport.free();
  }
}
