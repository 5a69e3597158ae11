package larder.socket.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import larder.http.OpenFile;
import larder.http.TransferException;
import larder.socket.wire.ByteTarget;

/** Writes to one connection, and counts the bytes. */
public final class Output implements ByteTarget {
  private final TimedChannel channel;
  private final Transport transport;
  private final Failures failures;
  private volatile long written;
  private boolean readsNext;

  /**
   * Writes over a connection that belongs to the caller.
   *
   * @param pace at which the other side must take what is written
   */
  public Output(TimedChannel channel, Transport transport, Failures failures, Pace pace) {
    this.channel = channel;
    this.transport = transport;
    this.failures = failures;
    channel.taken(pace);
  }

  /** Drops the least pace from now on; each step keeps its time limit. */
  public void atAnyPace() {
    channel.taken(Pace.any());
  }

  /**
   * Takes an object to write from. In a rush, when all objects that the pool keeps are lent, first
   * lets other threads run, because they are about to give theirs back.
   */
  public <T> T take(Pool<T> pool) {
    T kept = pool.takeIfKept();
    if (kept != null) {
      return kept;
    }
    channel.makeWay();
    return pool.take();
  }

  /**
   * Sets whether the thread that writes a message, and no other, reads from the connection next:
   * then the last bytes may leave a little later. False at first.
   */
  public void readsNext(boolean whoWrites) {
    readsNext = whoWrites;
  }

  /** How many bytes have been passed to the transport. */
  public long written() {
    return written;
  }

  @Override
  public void write(ByteBuffer bytes) throws TransferException {
    int before = bytes.remaining();
    try {
      transport.write(bytes);
    } catch (IOException e) {
      throw failures.of(e);
    } finally {
      count(before - bytes.remaining());
    }
  }

  @Override
  public void writeLast(ByteBuffer bytes) throws TransferException {
    if (!readsNext) {
      write(bytes);
      return;
    }
    int before = bytes.remaining();
    try {
      transport.writeLast(bytes);
    } catch (IOException e) {
      throw failures.of(e);
    } finally {
      count(before - bytes.remaining());
    }
  }

  @Override
  public void write(ByteBuffer[] bytes) throws TransferException {
    long before = remaining(bytes);
    try {
      transport.write(bytes);
    } catch (IOException e) {
      throw failures.of(e);
    } finally {
      count(before - remaining(bytes));
    }
  }

  @Override
  public boolean takesUnread() {
    return transport.takesUnread();
  }

  @Override
  public long transfer(OpenFile file, long position, long count) {
    long taken = transport.transfer(file, position, count);
    count(taken);
    return taken;
  }

  /**
   * Counts bytes that were passed to the transport directly. Called in place of a write, never
   * beside one.
   */
  public void sentPast(int bytes) {
    count(bytes);
  }

  private static long remaining(ByteBuffer[] bytes) {
    long sum = 0;
    for (ByteBuffer one : bytes) {
      sum += one.remaining();
    }
    return sum;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only one thread writes at a time
  private void count(long bytes) {
    written += bytes;
  }
}
