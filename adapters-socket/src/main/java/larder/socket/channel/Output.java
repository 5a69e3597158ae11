package larder.socket.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import larder.http.OpenFile;
import larder.http.TransferException;
import larder.socket.wire.ByteTarget;

/** What is written to one connection, and how much of it. */
public final class Output implements ByteTarget {
  private final TimedChannel channel;
  private final Transport transport;
  private final Failures failures;
  private volatile long written;
  private boolean readsNext;

  /**
   * Over a connection that is the caller's.
   *
   * @param pace at which the other side has to take what is written
   */
  public Output(TimedChannel channel, Transport transport, Failures failures, Pace pace) {
    this.channel = channel;
    this.transport = transport;
    this.failures = failures;
    channel.taken(pace);
  }

  /** What is written from now on may be taken as slowly as it likes, step by step in time. */
  public void atAnyPace() {
    channel.taken(Pace.any());
  }

  /**
   * Something that is to be written from. In a rush, when all that a pool keeps are lent, others go
   * first who wait for the processor, as they are about to give theirs back.
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
   * Whether the thread that writes a message, and nobody else, reads from the connection next: then
   * the last of it may leave a little later. Not at first.
   */
  public void readsNext(boolean whoWrites) {
    readsNext = whoWrites;
  }

  /** How many bytes were handed to the transport. */
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
  public long transfer(OpenFile file, long position, long count) {
    long taken = transport.transfer(file, position, count);
    count(taken);
    return taken;
  }

  /** So many bytes were handed to the transport past this. By whoever else would write. */
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

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes at a time
  private void count(long bytes) {
    written += bytes;
  }
}
