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
 * A connected channel whose steps have deadlines. A read that is too late ends alone, so that an
 * answer can still be written (408); a write that is too late ends the connection.
 */
public final class TimedChannel implements Transport, Watched {
  private static final long NEVER = Long.MAX_VALUE;
  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  /** What came since then may not be known; what is under way is not known either. */
  private static final long KNOWN_LATELY_NANOS = 1_000_000;

  private final SocketChannel channel;
  private final Readiness readiness;
  private final InetSocketAddress remote;
  private final Sweeper sweeper;
  private final TimedOutput output;
  private final Courtesy courtesy;

  /**
   * What may be read next without waiting: much, if the last read took all that it had room for.
   */
  private long likely;

  /** Whether something to read was awaited that was not read yet. */
  private boolean awaited;

  private volatile @Nullable Runnable toldWhenClosed;

  private volatile long readDeadline = NEVER;
  private volatile boolean readTimedOut;
  private volatile boolean readsGivenUp;

  /**
   * Takes the channel over.
   *
   * @param writeTimeout for each step of writing, in which some byte must be taken, at first
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
    channel.read(NOTHING); // on a virtual thread it does not block from then on: two calls for all
    channel.configureBlocking(false);
    sweeper.watch(this);
  }

  /** What is read from now on has to come within that time, all steps together. */
  public void readWithin(long nanos) {
    readDeadline = sweeper.deadline(nanos);
  }

  /** Nanoseconds, as the sweeper tells the time. */
  long now() {
    return sweeper.now();
  }

  /** Reads take as long as they like, as at first. */
  public void readAnyTime() {
    readDeadline = NEVER;
  }

  /** From now on the other side has to take what is written at that pace. */
  void taken(Pace atLeast) {
    output.taken(atLeast);
  }

  /** From now on some byte must be taken in that time in each step of writing. By who writes. */
  public void writeEachWithin(Duration timeout) {
    output.eachWithin(timeout);
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Whether a read outlived its time; nothing more can be read then. */
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
      readiness.awaitReadable(); // it leaves as soon as this thread waits
    } else if (!output.leftLate() && !awaited) {
      courtesy.step(likely);
    }
    awaited = false;
    output.endLate();
  }

  @Override
  public void awaitReadable() throws IOException {
    if (!Carriers.carry()) {
      return; // who waits there is dear to wake: others go first, and a read finds what came
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

  /** Lets others go first now, in the place of at the next write. */
  void makeWay() {
    output.makeWay();
  }

  /** Whether a message that this thread wrote here has not left yet. */
  boolean hasLate() {
    return output.hasLate();
  }

  /**
   * Where others are about to write, too, a small message is copied, and leaves with theirs once
   * this thread waits, but before it goes on with this channel. A failure is met by the next step.
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

  /** If this waits, it is for the disk, which has no deadline here and does not count. */
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
   * A read that waits in another thread fails, as do those that follow. Nothing of what comes is
   * lost: it can be read again later.
   */
  public void giveUpReads() {
    readsGivenUp = true;
    readiness.wakeInVain();
  }

  /** Reads are made again. */
  public void readAgain() {
    readsGivenUp = false;
  }

  /** Nothing more is read: a read that waits in another thread ends as if the sender had. */
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
   * From now on that is told what it is ready for, first to read, and no step of it waits: besides
   * ending and closing it only the methods that say so may be used, all of them by the carrier.
   */
  SelectionKey watchedBy(Lookout lookout, Lookout.Told told) throws IOException {
    return lookout.watch(channel, SelectionKey.OP_READ, told);
  }

  /** Reads what is there once a selector watches it: 0 is nothing, -1 the end. */
  int readWatched(ByteBuffer into) throws IOException {
    return readSome(into);
  }

  /** Writes as much as there is room for once a selector watches it; how much that is. */
  int writeWatched(ByteBuffer from) throws IOException {
    return output.offer(from);
  }

  /** The other side has to make room for something in the time of a step of writing. */
  void awaitsRoom() {
    output.awaitsRoom();
  }

  /** It has made room. */
  void awaitsNoRoom() {
    output.awaitsNoRoom();
  }

  /** Has that called when it is closed, by whoever closes it; null: nothing any more. */
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

  /** What a failure means: that a step took too long, if one did. */
  IOException timedOutOr(IOException e) {
    return output.timedOutOr(e);
  }

  /** Closes so that the other side cannot take what came for the whole (a reset). */
  public void abort() {
    try (Pin _ = Pin.hold()) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // It is closed already, or reset by the other side.
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
      // There is nothing left to do about it.
    }
    readiness.closed();
    Runnable told = toldWhenClosed;
    if (told != null) {
      told.run();
    }
  }
}
