package larder.socket.channel;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import larder.http.IpAddress;
import larder.http.OpenFile;
import org.jspecify.annotations.Nullable;

/**
 * A connected channel whose steps have deadlines. A late read only ends reading, so that a 408 can
 * still be written; a late write ends the connection.
 */
public final class TimedChannel implements Transport, Watched {
  private static final long NEVER = Long.MAX_VALUE;
  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  /** Bytes that came within this time, or are under way, may not be known. */
  private static final long KNOWN_LATELY_NANOS = 1_000_000;

  private final SocketChannel channel;
  private final Readiness readiness;
  private final InetSocketAddress remote;
  private final Sweeper sweeper;
  private final TimedOutput output;
  private final Courtesy courtesy;

  /**
   * How much can probably be read next without waiting: much, if the last read filled its buffer.
   */
  private long likely;

  /** Whether a wait for bytes to read has ended that were not read yet. */
  private boolean awaited;

  private volatile @Nullable Runnable toldWhenClosed;

  private volatile long readDeadline = NEVER;
  private volatile boolean readTimedOut;
  private volatile boolean readsGivenUp;

  /**
   * Takes the channel over.
   *
   * @param writeTimeout the first time limit for each step of writing, in which at least one byte
   *     must be taken
   */
  public TimedChannel(SocketChannel channel, Sweeper sweeper, Duration writeTimeout)
      throws IOException {
    this.channel = channel;
    this.readiness = new Readiness(channel);
    this.courtesy = Courtesy.beforeReads(readiness);
    this.remote = (InetSocketAddress) channel.getRemoteAddress();
    this.sweeper = sweeper;
    this.output = new TimedOutput(channel, readiness, sweeper, writeTimeout);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    // On a virtual thread the socket is non-blocking from then on; costs two system calls, once.
    channel.read(NOTHING);
    channel.configureBlocking(false);
    sweeper.watch(this);
  }

  /** Sets a time limit for all reads from now on together. */
  public void readWithin(long nanos) {
    readDeadline = sweeper.deadline(nanos);
  }

  /** The time in nanoseconds, by the sweeper's clock. */
  long now() {
    return sweeper.now();
  }

  /** Removes the time limit for reads; there is none at first. */
  public void readAnyTime() {
    readDeadline = NEVER;
  }

  /** Sets the pace at which the other side must take what is written from now on. */
  void taken(Pace atLeast) {
    output.taken(atLeast);
  }

  /**
   * Sets the time limit for each step of writing from now on; the other side must take at least one
   * byte in it. Only for the thread that writes.
   */
  public void writeEachWithin(Duration timeout) {
    output.eachWithin(timeout);
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Whether a read has passed its deadline; nothing more can be read then. */
  public boolean readTimedOut() {
    return readTimedOut;
  }

  /** The address at the other end. */
  public IpAddress remoteAddress() {
    return IpAddress.of(remote.getAddress().getAddress());
  }

  /** The port at the other end. */
  public int remotePort() {
    return remote.getPort();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    try {
      beginReading();
      int count = readUnlessGivenUp(into);
      while (count == 0 && into.hasRemaining()) {
        readiness.awaitReadable();
        count = readUnlessGivenUp(into);
      }
      noteLikely(into, count);
      if (count < 0 && readTimedOut) {
        throw new SocketTimeoutException();
      }
      return count;
    } catch (IOException e) {
      throw timedOutOr(e);
    }
  }

  private void beginReading() throws IOException {
    if (output.hasLate()) {
      readiness.awaitReadable(); // the late message leaves as soon as this thread waits
    } else if (!output.leftLate() && !awaited) {
      courtesy.step(likely);
    }
    awaited = false;
    output.endLate();
  }

  @Override
  public void awaitReadable() throws IOException {
    if (!Carriers.carry()) {
      // A waiting thread is expensive to wake: others run first, and the read finds what has come.
      return;
    }
    try {
      readiness.awaitReadable();
      awaited = true;
    } catch (IOException e) {
      throw timedOutOr(e);
    }
  }

  private int readUnlessGivenUp(ByteBuffer into) throws IOException {
    if (readsGivenUp) {
      throw new InterruptedIOException("Not to be read for now");
    }
    return readSome(into);
  }

  private int readSome(ByteBuffer into) throws IOException {
    try (Pin _ = Pin.hold()) {
      return channel.read(into);
    }
  }

  private void noteLikely(ByteBuffer into, int count) {
    likely = into.hasRemaining() ? 0 : Math.max(Courtesy.LARGE, count);
  }

  @Override
  public int readSoon(ByteBuffer into, Duration most) throws IOException {
    try {
      output.endLate();
      long end = System.nanoTime() + most.toNanos();
      int count = readSome(into);
      while (count == 0 && into.hasRemaining()) {
        if (!readiness.awaitReadable(end - System.nanoTime())) {
          return 0;
        }
        count = readSome(into);
      }
      return count;
    } catch (IOException e) {
      throw timedOutOr(e);
    }
  }

  /** Lets other threads run first now, instead of at the next write. */
  void makeWay() {
    output.makeWay();
  }

  /** Whether a message that this thread wrote here has not left yet. */
  boolean hasLate() {
    return output.hasLate();
  }

  /**
   * Copies a small message if other threads are about to write as well; it leaves with theirs once
   * this thread waits, but before it uses this channel again. The next step meets a failure.
   */
  @Override
  public void writeLast(ByteBuffer from) throws IOException {
    output.writeLast(from);
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    output.write(from);
  }

  @Override
  public void write(ByteBuffer[] from) throws IOException {
    output.write(from);
  }

  @Override
  public boolean takesUnread() {
    return true;
  }

  /** May wait only for the disk, which has no deadline here and does not count. */
  @Override
  public long transfer(OpenFile file, long position, long count) {
    return output.transfer(file, position, count);
  }

  @Override
  public void endOutput() throws IOException {
    output.endLate();
    try (Pin _ = Pin.hold()) {
      channel.shutdownOutput();
    }
  }

  /**
   * Makes a read that waits on another thread fail, and all that follow. No bytes are lost: they
   * can be read later.
   */
  public void giveUpReads() {
    readsGivenUp = true;
    readiness.wakeInVain();
  }

  /** Allows reads again. */
  public void readAgain() {
    readsGivenUp = false;
  }

  /** Ends reading: a read that waits on another thread ends as if the sender had ended. */
  public void endInput() {
    try (Pin _ = Pin.hold()) {
      channel.shutdownInput();
    } catch (IOException e) {
      close();
    }
  }

  @Override
  public void takeLeave() throws IOException {
    output.endLate();
  }

  @Override
  public boolean isQuiet() {
    return (likely == 0 && readiness.isQuiet(KNOWN_LATELY_NANOS)) || isQuietNow();
  }

  @Override
  public int readNow(ByteBuffer into) {
    try {
      int count = readSome(into);
      noteLikely(into, count);
      return count;
    } catch (IOException e) {
      return -1;
    }
  }

  /**
   * Makes the lookout notify that object when this channel is ready, first to read. From now on
   * steps never wait: apart from ending and closing, only the methods that say so may be used, and
   * only by the carrier.
   */
  SelectionKey watchedBy(Lookout lookout, Lookout.Told told) throws IOException {
    return lookout.watch(channel, SelectionKey.OP_READ, told);
  }

  /** Reads what is there, once a lookout watches this channel; 0 for nothing, -1 at the end. */
  int readWatched(ByteBuffer into) throws IOException {
    return readSome(into);
  }

  /** Writes as much as there is room for, once a lookout watches this channel; returns how much. */
  int writeWatched(ByteBuffer from) throws IOException {
    return output.offer(from);
  }

  /** Starts the time limit in which the other side must make room. */
  void awaitsRoom() {
    output.awaitsRoom();
  }

  /** Called when the other side has made room. */
  void awaitsNoRoom() {
    output.awaitsNoRoom();
  }

  /**
   * Sets what to run when the channel is closed, on the thread that closes it; null for nothing.
   */
  void tellWhenClosed(@Nullable Runnable told) {
    toldWhenClosed = told;
  }

  @Override
  public void sweep(long now) {
    if (output.isTooLate(now)) {
      close();
    } else if (readDeadline < now) {
      readDeadline = NEVER;
      readTimedOut = true;
      endInput();
    }
  }

  @Override
  public void cut() {
    close();
  }

  /** Returns a time-out if a step took too long, otherwise the failure. */
  IOException timedOutOr(IOException e) {
    return output.timedOutOr(e);
  }

  /**
   * Closes the connection with a reset, so that the other side does not mistake the received bytes
   * for the whole message.
   */
  public void abort() {
    try (Pin _ = Pin.hold()) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // It is already closed, or reset by the other side.
    }
    close();
  }

  @Override
  public void close() {
    sweeper.forget(this);
    output.sendLate();
    try (Pin _ = Pin.hold()) {
      channel.close();
    } catch (IOException e) {
      // Nothing can be done about it.
    }
    readiness.closed();
    Runnable told = toldWhenClosed;
    if (told != null) {
      told.run();
    }
  }
}
