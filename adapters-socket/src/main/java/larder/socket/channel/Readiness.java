package larder.socket.channel;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a non-blocking channel is ready: for one thread at a time that reads or accepts, and
 * one that writes. Once a thread has waited to read, the selector keeps watching the channel, so
 * waiting again costs no system call as long as the thread always takes all that has come.
 */
public final class Readiness implements Lookout.Told {
  private static final int READ = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
  private static final int WRITE = SelectionKey.OP_WRITE;

  private final SelectableChannel channel;

  /** The carriers that have a key of the channel, as bits by their numbers modulo 64. */
  private volatile long watching;

  /** The key with which a thread last waited to read. */
  private @Nullable SelectionKey reading;

  private volatile @Nullable Thread reader;
  private volatile @Nullable Thread writer;

  /** Whether the reader has something else to do first; may be set before it waits. */
  private volatile boolean wokenInVain;

  /**
   * The lookout of the carrier that will soon run the reader's next step: it keeps watching until
   * then.
   */
  private volatile @Nullable Lookout goesOnAt;

  /**
   * @param channel in non-blocking mode
   */
  public Readiness(SelectableChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits until there may be something to read or accept, the end, or a failure, which the next
   * read meets.
   *
   * @throws ClosedByInterruptException if this thread is interrupted; the channel is then closed
   */
  public void awaitReadable() throws IOException {
    beginToWait();
    try {
      want(channel.validOps() & READ);
      while (!isWoken() && goesOn()) {
        LockSupport.park();
      }
    } finally {
      endWaiting();
    }
  }

  /**
   * The same with a time limit.
   *
   * @return false if the time has passed
   */
  boolean awaitReadable(long nanos) throws IOException {
    long end = System.nanoTime() + nanos;
    beginToWait();
    try {
      want(channel.validOps() & READ);
      while (!isWoken() && goesOn()) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        LockSupport.parkNanos(left);
      }
      return true;
    } finally {
      endWaiting();
    }
  }

  private void beginToWait() {
    goesOnAt = hereIfCarried();
    reader = Thread.currentThread();
  }

  private void endWaiting() {
    reader = null;
    goesOnAt = null;
  }

  /** Null where the JDK's scheduler runs the threads: the next step may then be far off. */
  private static @Nullable Lookout hereIfCarried() {
    Carried carried = Carriers.carry() ? Carried.ofThisThread() : null;
    return carried == null ? null : carried.carrier().lookout();
  }

  private boolean isWoken() {
    if (wokenInVain) {
      wokenInVain = false;
      return true;
    }
    return reader == null;
  }

  /** Waits until there may be room to write, or a failure, which the next write meets. */
  void awaitWritable() throws IOException {
    writer = Thread.currentThread();
    try {
      want(WRITE);
      while (writer != null && goesOn()) {
        LockSupport.park();
      }
    } finally {
      writer = null;
    }
  }

  /**
   * Lets other threads run first; this thread reads right after them. Only for a thread that a
   * carrier runs.
   */
  void letGoFirst(Runnable others) {
    goesOnAt = hereIfCarried();
    try {
      others.run();
    } finally {
      goesOnAt = null;
    }
  }

  private boolean goesOn() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      try (Pin _ = Pin.hold()) {
        channel.close();
      }
      throw new ClosedByInterruptException();
    }
    return channel.isOpen();
  }

  private void want(int operation) throws IOException {
    Carrier carrier = Carriers.here();
    try (Pin _ = Pin.hold()) {
      SelectionKey key = carrier.lookout().key(channel);
      if (key == null || (key.interestOps() & operation) == 0) {
        key = watch(carrier, operation);
        carrier.lookout().lookAnew();
      }
      if (operation != WRITE) {
        readOnlyBy(key);
      }
    } catch (CancelledKeyException e) {
      ClosedChannelException closed = new ClosedChannelException();
      closed.initCause(e);
      throw closed;
    }
  }

  /** Synchronized, because a reader and a writer may both wait for the first time. */
  private synchronized SelectionKey watch(Carrier carrier, int operation) throws IOException {
    SelectionKey key = carrier.lookout().key(channel);
    if (key == null) {
      watching |= bit(carrier);
      return carrier.lookout().watch(channel, operation, this);
    }
    key.interestOpsOr(operation);
    return key;
  }

  /** The reader may have moved to another carrier; the old one must not wake it. */
  private void readOnlyBy(SelectionKey key) {
    SelectionKey before = reading;
    if (!key.equals(before)) {
      reading = key;
      if (before != null) {
        before.interestOpsAnd(~READ);
      }
    }
  }

  /**
   * Whether nothing has come unawaited, as the carrier saw it within that time. Only if everything
   * that came before was read, and only for the thread that would read next.
   */
  boolean isQuiet(long nanos) {
    SelectionKey key = reading;
    if (key == null || !Carriers.carry()) {
      return false;
    }
    Lookout lookout = Carriers.here().lookout();
    try {
      return key.equals(lookout.key(channel))
          && (key.interestOps() & READ) != 0
          && lookout.hasLookedWithin(nanos);
    } catch (CancelledKeyException e) {
      return false;
    }
  }

  /** Makes the thread that waits to read, or is about to, go on, though nothing may have come. */
  void wakeInVain() {
    wokenInVain = true;
    wakeReader();
  }

  private static long bit(Carrier carrier) {
    return 1L << carrier.number();
  }

  @Override
  public void ready(SelectionKey key) {
    try {
      int operations = key.readyOps();
      if ((operations & READ) != 0 && !wakeReader() && !isReadNext(key)) {
        key.interestOpsAnd(~READ); // no thread reads for now
        wakeReader();
      }
      if ((operations & WRITE) != 0) {
        key.interestOpsAnd(~WRITE);
        wakeWriter();
      }
    } catch (CancelledKeyException e) {
      wakeAll();
    }
  }

  /**
   * Whether the reader is ready anyway, so that the carrier does not wait in its selector before it
   * has read.
   */
  private boolean isReadNext(SelectionKey key) {
    Lookout there = goesOnAt;
    return there != null && there.has(key);
  }

  private boolean wakeReader() {
    Thread waiting = reader;
    if (waiting == null) {
      return false;
    }
    reader = null;
    LockSupport.unpark(waiting);
    return true;
  }

  private void wakeWriter() {
    Thread waiting = writer;
    if (waiting != null) {
      writer = null;
      LockSupport.unpark(waiting);
    }
  }

  private void wakeAll() {
    wakeReader();
    wakeWriter();
  }

  /**
   * Called when the channel was closed: waiting threads go on, and the descriptor is returned to
   * the system soon.
   */
  void closed() {
    wakeAll();
    watching().forEach(Lookout::lookAnew);
  }

  /** The same, but waits until the descriptor was returned, or that takes too long. */
  public void closedForGood() {
    wakeAll();
    watching().forEach(Lookout::letGo);
  }

  private List<Lookout> watching() {
    long watched = watching;
    return watched == 0
        ? List.of()
        : Carriers.all().stream()
            .filter(one -> (watched & bit(one)) != 0)
            .map(Carrier::lookout)
            .toList();
  }
}
