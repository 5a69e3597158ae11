package larder.socket.channel;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import larder.http.OpenFile;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TimedChannel} writes: each step in its time, and the last message of an exchange
 * late, where that is of use. For one thread at a time, unless a method says otherwise.
 */
final class TimedOutput {
  private static final long NEVER = Long.MAX_VALUE;

  /** The JDK copies what lies on the heap, at each attempt, all of it: give it little at a time. */
  private static final int HEAP_PORTION = 128 << 10;

  private final SocketChannel channel;
  private final Readiness readiness;
  private final Sweeper sweeper;
  private long timeout;
  private final Courtesy courtesy = Courtesy.beforeWrites();
  private boolean madeWay;

  /** Whether a message was to leave late since the last step. For who wrote it. */
  private boolean leftLate;

  // What became of it, if it did not leave whole.
  private @Nullable ByteBuffer lateRest;
  private @Nullable IOException lateFailure;

  private volatile Pace taking = Pace.any();
  private volatile long deadline = NEVER;
  private volatile boolean timedOut;

  /**
   * @param timeout for each step, in which some byte must be taken
   */
  TimedOutput(SocketChannel channel, Readiness readiness, Sweeper sweeper, Duration timeout) {
    this.channel = channel;
    this.readiness = readiness;
    this.sweeper = sweeper;
    this.timeout = timeout.toNanos();
  }

  /**
   * From now on the other side has to take what is written at that pace. It is looked at after each
   * step, however much is written at once.
   */
  void taken(Pace atLeast) {
    taking = atLeast;
  }

  /** From now on each step has that time. */
  void eachWithin(Duration stepTimeout) {
    timeout = stepTimeout.toNanos();
  }

  /** Lets others go first now, in the place of at the next write. */
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

  /** Whether a message was to leave late since the last step. */
  boolean leftLate() {
    return leftLate;
  }

  /** Whether it has not left yet. */
  boolean hasLate() {
    Carried carried = leftLate ? Carried.ofThisThread() : null;
    return carried != null && carried.hasLateFor(this);
  }

  /**
   * Where others are about to write, too, a small message is copied, and leaves with theirs once
   * this thread waits, but before it goes on with this channel. A failure is met by the next step.
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

  /** A late message leaves: as much of it as there is room for, without waiting. Never throws. */
  void writeLate(ByteBuffer message) {
    try {
      offer(message);
      if (!message.hasRemaining()) {
        return;
      }
      lateRest = ByteBuffer.allocate(message.remaining()).put(message).flip(); // see Pin
    } catch (IOException e) {
      lateFailure = e;
    } catch (RuntimeException | Error e) { // it is met by who wrote it, not by the carrier
      lateFailure = new IOException("A message could not leave", e);
    }
    readiness.wakeInVain();
  }

  /** A late message leaves before anything else happens here. By who wrote it. */
  void sendLate() {
    Carried carried = leftLate ? Carried.ofThisThread() : null;
    if (carried != null) {
      carried.leaveNow();
    }
  }

  /** The same, and blocks until it is gone to its last byte. */
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

  /** Blocks until all of it is written. */
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

  /** Writes as much as there is room for, without waiting; how much that is. */
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

  /** Blocks until all of them are written, in their order. */
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
   * If this waits, it is for the disk, which does not count for the pace. It has no deadline: until
   * the disk answers, a channel that is written to cannot be closed.
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

  /** The other side has to make room for something in the time of a step. */
  void awaitsRoom() {
    deadline = sweeper.deadline(timeout);
  }

  /** It has made room. */
  void awaitsNoRoom() {
    deadline = NEVER;
  }

  /** Whether a step has taken too long by then; the channel has to be closed. By anybody. */
  boolean isTooLate(long now) {
    if (deadline < now) {
      timedOut = true;
    }
    return timedOut;
  }

  /** What a failure means: that a step took too long, if one did. By anybody. */
  IOException timedOutOr(IOException e) {
    if (timedOut && !(e instanceof SocketTimeoutException)) {
      SocketTimeoutException timeout = new SocketTimeoutException();
      timeout.initCause(e);
      return timeout;
    }
    return e;
  }
}
