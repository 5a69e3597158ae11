package larder.socket.channel;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import larder.http.OpenFile;
import org.jspecify.annotations.Nullable;

/**
 * The writing half of a {@link TimedChannel}: each step has a time limit, and the last message of
 * an exchange may leave late. For one thread at a time, unless a method states otherwise.
 */
final class TimedOutput {
  private static final long NEVER = Long.MAX_VALUE;

  /** The JDK copies all of a heap buffer at each attempt, so write only this much at a time. */
  private static final int HEAP_PORTION = 128 << 10;

  private final SocketChannel channel;
  private final Readiness readiness;
  private final Sweeper sweeper;
  private long timeout;
  private final Courtesy courtesy = Courtesy.beforeWrites();
  private boolean madeWay;

  /** Whether a message was made late since the last step. For the thread that wrote it. */
  private boolean leftLate;

  // What remains of the late message, if it did not leave whole.
  private @Nullable ByteBuffer lateRest;
  private @Nullable IOException lateFailure;

  private volatile Pace taking = Pace.any();
  private volatile long deadline = NEVER;
  private volatile boolean timedOut;

  /**
   * @param timeout for each step, in which at least one byte must be taken
   */
  TimedOutput(SocketChannel channel, Readiness readiness, Sweeper sweeper, Duration timeout) {
    this.channel = channel;
    this.readiness = readiness;
    this.sweeper = sweeper;
    this.timeout = timeout.toNanos();
  }

  /**
   * Sets the pace at which the other side must take what is written from now on. Checked after each
   * step, however much a call writes.
   */
  void taken(Pace atLeast) {
    taking = atLeast;
  }

  /** Sets the time limit of each step from now on. */
  void eachWithin(Duration stepTimeout) {
    timeout = stepTimeout.toNanos();
  }

  /** Lets other threads run first now, instead of at the next write. */
  void makeWay() {
    courtesy.step(0);
    madeWay = true;
  }

  private void beginWriting(long bytes) {
    if (!madeWay) {
      courtesy.step(bytes);
    }
    madeWay = false;
  }

  /** Whether a message was made late since the last step. */
  boolean leftLate() {
    return leftLate;
  }

  /** Whether that message has not left yet. */
  boolean hasLate() {
    Carried carried = leftLate ? Carried.ofThisThread() : null;
    return carried != null && carried.hasLateFor(this);
  }

  /**
   * Copies a small message if other threads are about to write as well; it leaves with theirs once
   * this thread waits, but before it uses this channel again. The next step meets a failure.
   */
  void writeLast(ByteBuffer from) throws IOException {
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

  /** Sends a late message, as much of it as there is room for, without waiting. Never throws. */
  void writeLate(ByteBuffer message) {
    try {
      offer(message);
      if (!message.hasRemaining()) {
        return;
      }
      lateRest = ByteBuffer.allocate(message.remaining()).put(message).flip(); // see Pin
    } catch (IOException e) {
      lateFailure = e;
    } catch (RuntimeException | Error e) {
      // The thread that wrote the message meets it, not the carrier.
      lateFailure = new IOException("A message could not leave", e);
    }
    readiness.wakeInVain();
  }

  /** Sends a late message before anything else happens here. Only for the thread that wrote it. */
  void sendLate() {
    Carried carried = leftLate ? Carried.ofThisThread() : null;
    if (carried != null) {
      carried.leaveNow();
    }
  }

  /** The same, but blocks until its last byte has left. */
  void endLate() throws IOException {
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
      deadline = NEVER;
    }
  }

  /** Writes all of the buffer. Blocks. */
  void write(ByteBuffer from) throws IOException {
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
      deadline = NEVER;
    }
  }

  private void writeWhole(ByteBuffer from) throws IOException {
    do {
      writeSome(from);
    } while (from.hasRemaining());
  }

  private void writeSome(ByteBuffer from) throws IOException {
    deadline = sweeper.deadline(timeout);
    long start = sweeper.now();
    int count = offer(from);
    while (count == 0 && from.hasRemaining()) {
      readiness.awaitWritable();
      count = offer(from);
    }
    taking.step(sweeper.now() - start, count);
  }

  /** Writes as much as there is room for, without waiting; returns how much. */
  int offer(ByteBuffer from) throws IOException {
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

  /** Writes all of the buffers, in order. Blocks. */
  void write(ByteBuffer[] from) throws IOException {
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
        deadline = sweeper.deadline(timeout);
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
      deadline = NEVER;
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
   * May wait only for the disk, which does not count for the pace. It has no deadline: until the
   * disk answers, the channel being written to cannot be closed.
   */
  long transfer(OpenFile file, long position, long count) {
    if (leftLate) {
      return 0;
    }
    beginWriting(count);
    long taken = file.transferTo(channel, position, count);
    taking.moved(taken);
    return taken;
  }

  /** Starts the time limit of a step in which the other side must make room. */
  void awaitsRoom() {
    deadline = sweeper.deadline(timeout);
  }

  /** Called when the other side has made room. */
  void awaitsNoRoom() {
    deadline = NEVER;
  }

  /**
   * Whether a step has passed its deadline by then; the channel must then be closed. On any thread.
   */
  boolean isTooLate(long now) {
    if (deadline < now) {
      timedOut = true;
    }
    return timedOut;
  }

  /** Returns a time-out if a step took too long, otherwise the failure. On any thread. */
  IOException timedOutOr(IOException e) {
    if (timedOut && !(e instanceof SocketTimeoutException)) {
      SocketTimeoutException timeout = new SocketTimeoutException();
      timeout.initCause(e);
      return timeout;
    }
    return e;
  }
}
