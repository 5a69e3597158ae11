package larder.socket.channel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
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

  /** The JDK copies what lies on the heap, at each attempt, all of it: give it little at a time. */
  private static final int HEAP_PORTION = 128 << 10;

  /** What came since then may not be known; what is under way is not known either. */
  private static final long KNOWN_LATELY_NANOS = 1_000_000;

  private final SocketChannel channel;
  private final Readiness readiness;
  private final InetSocketAddress remote;
  private final Sweeper sweeper;
  private final long writeTimeout;
  private final Courtesy reading = Courtesy.beforeReads();
  private final Courtesy writing = Courtesy.beforeWrites();

  /**
   * What may be read next without waiting: much, if the last read took all that it had room for.
   */
  private long likely;

  private boolean madeWay;

  /** Whether a message was to leave late since the last step. For who wrote it. */
  private boolean leftLate;

  // What became of it, if it did not leave whole.
  private @Nullable ByteBuffer lateRest;
  private @Nullable IOException lateFailure;

  private volatile @Nullable Runnable toldWhenClosed;

  private volatile Pace taking = Pace.any();
  private volatile long readDeadline = NEVER;
  private volatile long writeDeadline = NEVER;
  private volatile boolean readTimedOut;
  private volatile boolean writeTimedOut;

  /**
   * Takes the channel over.
   *
   * @param writeTimeout for each step of writing, in which some byte must be taken
   */
  public TimedChannel(SocketChannel channel, Sweeper sweeper, Duration writeTimeout)
      throws IOException {
    this.channel = channel;
    this.readiness = new Readiness(channel);
    this.remote = (InetSocketAddress) channel.getRemoteAddress();
    this.sweeper = sweeper;
    this.writeTimeout = writeTimeout.toNanos();
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
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

  /**
   * From now on the other side has to take what is written at that pace. It is looked at after each
   * step, however much is written at once.
   */
  void taken(Pace atLeast) {
    taking = atLeast;
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
      int count = readSome(into);
      while (count == 0 && into.hasRemaining()) {
        readiness.awaitReadable();
        count = readSome(into);
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
    if (!leftLate) {
      reading.step(likely);
      return;
    }
    Carried carried = Carried.ofThisThread();
    if (carried != null && carried.hasLateFor(this)) {
      readiness.awaitReadable(); // it leaves as soon as this thread waits
    }
    endLate();
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
    endLate();
    long end = System.nanoTime() + most.toNanos();
    int count = readSome(into);
    while (count == 0 && into.hasRemaining()) {
      if (!readiness.awaitReadable(end - System.nanoTime())) {
        return 0;
      }
      count = readSome(into);
    }
    return count;
  }

  /** Lets others go first now, in the place of at the next write. */
  void makeWay() {
    writing.step(0);
    madeWay = true;
  }

  private void beginWriting(long bytes) {
    if (!madeWay) {
      writing.step(bytes);
    }
    madeWay = false;
  }

  /**
   * Where others are about to write, too, a small message is copied, and leaves with theirs once
   * this thread waits, but before it goes on with this channel. A failure is met by the next step.
   */
  @Override
  public void writeLast(ByteBuffer from) throws IOException {
    endLate();
    int count = from.remaining();
    Carried carried = Carried.ofThisThread();
    if (carried != null && carried.leaveLater(this, from)) {
      leftLate = true;
      taking.moved(count);
    } else {
      write(from);
    }
  }

  /** A late message leaves: as much of it as there is room for, without waiting. Never throws. */
  void writeLate(ByteBuffer message) {
    try {
      offer(message);
      if (!message.hasRemaining()) {
        return;
      }
      lateRest = ByteBuffer.allocateDirect(message.remaining()).put(message).flip();
    } catch (IOException e) {
      lateFailure = e;
    } catch (RuntimeException | Error e) { // it is met by who wrote it, not by the carrier
      lateFailure = new IOException("A message could not leave", e);
    }
    readiness.wakeInVain();
  }

  /** A late message leaves before anything else happens here. By who wrote it. */
  private void sendLate() {
    Carried carried = leftLate ? Carried.ofThisThread() : null;
    if (carried != null) {
      carried.leaveNow();
    }
  }

  /** The same, and blocks until it is gone to its last byte. */
  private void endLate() throws IOException {
    if (!leftLate) {
      return;
    }
    sendLate();
    try {
      IOException failure = lateFailure;
      if (failure != null) {
        throw failure;
      }
      leftLate = false;
      writeLateRest();
    } catch (IOException e) {
      throw timedOutOr(e);
    }
  }

  private void writeLateRest() throws IOException {
    ByteBuffer rest = lateRest;
    if (rest == null) {
      return;
    }
    lateRest = null;
    try {
      writeWhole(rest);
    } finally {
      writeDeadline = NEVER;
    }
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    try {
      endLate();
      beginWriting(from.remaining());
      if (from.isDirect() || from.remaining() <= HEAP_PORTION) {
        writeWhole(from);
      } else {
        writeInPortions(from);
      }
    } catch (IOException e) {
      throw timedOutOr(e);
    } finally {
      writeDeadline = NEVER;
    }
  }

  private void writeWhole(ByteBuffer from) throws IOException {
    do {
      writeSome(from);
    } while (from.hasRemaining());
  }

  private void writeSome(ByteBuffer from) throws IOException {
    writeDeadline = sweeper.deadline(writeTimeout);
    long start = sweeper.now();
    int count = offer(from);
    while (count == 0 && from.hasRemaining()) {
      readiness.awaitWritable();
      count = offer(from);
    }
    taking.step(sweeper.now() - start, count);
  }

  private int offer(ByteBuffer from) throws IOException {
    try (Pin _ = Pin.hold()) {
      return channel.write(from);
    }
  }

  private void writeInPortions(ByteBuffer from) throws IOException {
    int end = from.limit();
    try {
      while (from.position() < end) {
        from.limit(Math.min(end, from.position() + HEAP_PORTION));
        writeSome(from);
      }
    } finally {
      from.limit(end);
    }
  }

  @Override
  public void write(ByteBuffer[] from) throws IOException {
    long remaining = 0;
    for (ByteBuffer one : from) {
      if (!one.isDirect() && one.remaining() > HEAP_PORTION) {
        writeOneByOne(from);
        return;
      }
      remaining += one.remaining();
    }
    try {
      endLate();
      beginWriting(remaining);
      int first = 0;
      while (first < from.length) {
        writeDeadline = sweeper.deadline(writeTimeout);
        long start = sweeper.now();
        long count = offer(from, first);
        while (count == 0 && from[first].hasRemaining()) {
          readiness.awaitWritable();
          count = offer(from, first);
        }
        taking.step(sweeper.now() - start, count);
        while (first < from.length && !from[first].hasRemaining()) {
          first++;
        }
      }
    } catch (IOException e) {
      throw timedOutOr(e);
    } finally {
      writeDeadline = NEVER;
    }
  }

  private long offer(ByteBuffer[] from, int first) throws IOException {
    try (Pin _ = Pin.hold()) {
      return channel.write(from, first, from.length - first);
    }
  }

  private void writeOneByOne(ByteBuffer[] from) throws IOException {
    for (ByteBuffer one : from) {
      write(one);
    }
  }

  /**
   * If this waits, it is for the disk, which does not count for the pace. It has the time of a step
   * of writing all the same.
   */
  @Override
  public long transfer(OpenFile file, long position, long count) {
    if (leftLate) {
      return 0;
    }
    beginWriting(count);
    writeDeadline = sweeper.deadline(writeTimeout);
    try {
      long taken = file.transferTo(channel, position, count);
      taking.moved(taken);
      return taken;
    } finally {
      writeDeadline = NEVER;
    }
  }

  @Override
  public void endOutput() throws IOException {
    endLate();
    try (Pin _ = Pin.hold()) {
      channel.shutdownOutput();
    }
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
    endLate();
  }

  @Override
  public boolean isQuiet() {
    return (likely == 0 && readiness.isQuiet(KNOWN_LATELY_NANOS)) || Transport.super.isQuiet();
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
   * From now on a selector says what it is ready for, and no step of it waits: besides ending and
   * closing it only the methods that say so may be used.
   *
   * @param attached to the key
   */
  SelectionKey watchedBy(Selector selector, Object attached) throws IOException {
    endLate();
    return channel.register(selector, SelectionKey.OP_READ, attached);
  }

  /** Reads what is there once a selector watches it: 0 is nothing, -1 the end. */
  int readWatched(ByteBuffer into) throws IOException {
    return readSome(into);
  }

  /** Writes as much as there is room for once a selector watches it; how much that is. */
  int writeWatched(ByteBuffer from) throws IOException {
    return offer(from);
  }

  /** The other side has to make room for something in the time of a step of writing. */
  void awaitsRoom() {
    writeDeadline = sweeper.deadline(writeTimeout);
  }

  /** It has made room. */
  void awaitsNoRoom() {
    writeDeadline = NEVER;
  }

  /** Has that called when it is closed, by whoever closes it; null: nothing any more. */
  void tellWhenClosed(@Nullable Runnable told) {
    toldWhenClosed = told;
  }

  @Override
  public void sweep(long now) {
    if (writeDeadline < now) {
      writeTimedOut = true;
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
    if (writeTimedOut && !(e instanceof SocketTimeoutException)) {
      SocketTimeoutException timeout = new SocketTimeoutException();
      timeout.initCause(e);
      return timeout;
    }
    return e;
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
    sendLate();
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
