package larder.socket.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import larder.http.TransferException;
import larder.socket.wire.ByteSource;
import org.jspecify.annotations.Nullable;

/**
 * What is read from one connection. A buffer is borrowed while messages come, a large one while
 * much does; between them there is none.
 */
public final class Input implements ByteSource {
  private final TimedChannel channel;
  private final Transport transport;
  private final Failures failures;
  private final Pace pace;
  private final InputBuffer buffer;
  private boolean readsOn;
  private long stepTimeout;
  private long received;

  /**
   * @param pace of content
   * @param first has what the first of a message is read into; null: it is one of the usual size
   */
  public Input(
      TimedChannel channel,
      Transport transport,
      ContentBuffers buffers,
      Failures failures,
      Pace pace,
      @Nullable Pool<ByteBuffer> first) {
    this.channel = channel;
    this.transport = transport;
    this.failures = failures;
    this.pace = pace;
    this.buffer = new InputBuffer(buffers, first);
  }

  @Override
  public ByteBuffer unread() {
    return buffer.current();
  }

  /** How many bytes of what was received have been taken. */
  public long taken() {
    return received - unread().remaining();
  }

  /** How many bytes were received. */
  public long received() {
    return received;
  }

  /** From now on each wait ends after that time; 0: no such bound. */
  public void eachWithin(long nanos) {
    stepTimeout = nanos;
  }

  /**
   * Whether what does not fit into a buffer is read at once, rather than with the next step. Only
   * while no other thread writes to the connection: it would be waited for.
   */
  public void readsOn(boolean whatDoesNotFit) {
    readsOn = whatDoesNotFit;
  }

  /** Gives the borrowed buffer back, if there is one, and nothing in it. */
  public void rest() {
    if (unread().hasRemaining()) {
      return;
    }
    buffer.rest();
    transport.rest();
  }

  @Override
  public boolean fill() throws TransferException {
    ByteBuffer into = buffer.forReading();
    int count = -1;
    try {
      if (stepTimeout > 0) {
        channel.readWithin(stepTimeout);
      }
      long start = channel.now();
      count = transport.read(into);
      if (stepTimeout > 0) {
        pace.step(channel.now() - start, count);
      }
    } catch (IOException e) {
      throw failures.of(e);
    } finally {
      buffer.wasRead();
      received += unread().remaining(); // if it came too slowly, too
      if (stepTimeout > 0) {
        channel.readAnyTime();
      }
    }
    if (count > 0 && (readsOn || buffer.isForFirst())) {
      readOn();
    }
    return count > 0;
  }

  /** What else has come with it. If that is the end, or a failure, the next read meets it again. */
  private void readOn() {
    int counted = unread().remaining();
    ByteBuffer larger = buffer.grown();
    if (larger != null) {
      transport.readNow(larger);
      buffer.wasRead();
      received += unread().remaining() - counted;
    }
  }

  /** Gives the borrowed buffer back, whatever is in it: what comes is for others to read. */
  public void leave() {
    unread().position(unread().limit());
    rest();
  }

  /** Gives all memory back. Only when no thread reads any more. */
  public void close() {
    leave();
    transport.free();
  }
}
