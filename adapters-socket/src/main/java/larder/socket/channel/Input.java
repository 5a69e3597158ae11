package larder.socket.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import larder.http.TransferException;
import larder.socket.wire.ByteSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads from one connection. Borrows a buffer while messages arrive, a large one while much
 * arrives; holds none between messages.
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
   * @param pace the least pace of content
   * @param first lends the buffers for the first bytes of a message; null: usual ones
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

  /** How many of the received bytes have been taken. */
  public long taken() {
    return received - unread().remaining();
  }

  /** How many bytes have been received. */
  public long received() {
    return received;
  }

  /** Limits each wait from now on; 0: no limit. */
  public void eachWithin(long nanos) {
    stepTimeout = nanos;
  }

  /**
   * Sets whether bytes that do not fit into a buffer are read at once, instead of in the next step.
   * Only while no other thread writes to the connection, because reading would wait for it.
   */
  public void readsOn(boolean whatDoesNotFit) {
    readsOn = whatDoesNotFit;
  }

  /** Gives the borrowed buffer back, if there is one without unread bytes. */
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
      received += unread().remaining(); // even if they came too slowly
      if (stepTimeout > 0) {
        channel.readAnyTime();
      }
    }
    if (count > 0 && (readsOn || buffer.isForFirst())) {
      readOn();
    }
    return count > 0;
  }

  /** Reads what else has come. If that is the end or a failure, the next read meets it again. */
  private void readOn() {
    int counted = unread().remaining();
    ByteBuffer larger = buffer.grown();
    if (larger != null) {
      transport.readNow(larger);
      buffer.wasRead();
      received += unread().remaining() - counted;
    }
  }

  /** Gives the borrowed buffer back and discards its bytes: this object reads no more. */
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
