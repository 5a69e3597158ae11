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
 * Waits until a channel that does not block is ready: one thread at a time until something can be
 * read or accepted, and one until something can be written. What a thread waited for once is waited
 * for on: as long as it always takes what came, that costs no call of the system.
 */
public final class Readiness implements Lookout.Told {
  private static final int READ = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
  private static final int WRITE = SelectionKey.OP_WRITE;

  private final SelectableChannel channel;

  /** Which carriers have a key of the channel, by their numbers modulo 64. */
  private volatile long watching;

  /** What was waited with for something to read last. */
  private @Nullable SelectionKey reading;

  private volatile @Nullable Thread reader;
  private volatile @Nullable Thread writer;

  /** Whether whoever reads has something else to do first, even if it did not wait yet. */
  private volatile boolean wokenInVain;

  /** Where a step comes with which somebody goes on to read: it need not be told of it again. */
  private volatile @Nullable Lookout goesOnAt;

  /**
   * @param channel does not block
   */
  public Readiness(SelectableChannel channel) {
    this.channel = channel;
  }

  /**
   * Returns when there may be something to read or to accept, or the end, or a failure: whoever
   * reads meets it.
   *
   * @throws ClosedByInterruptException if this thread is interrupted: then the channel is closed
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
   * The same, for so long at most.
   *
   * @return false when that time is over
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

  /** Where the JDK takes the steps, it may be long until one comes. */
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

  /** Returns when there may be room to write, or a failure: whoever writes meets it. */
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

  /** Lets others go first, after whom this thread reads. By one that is carried. */
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

  /** Reading and writing may be awaited for the first time at once. */
  private synchronized SelectionKey watch(Carrier carrier, int operation) throws IOException {
    SelectionKey key = carrier.lookout().key(channel);
    if (key == null) {
      watching |= bit(carrier);
      return carrier.lookout().watch(channel, operation, this);
    }
    key.interestOpsOr(operation);
    return key;
  }

  /** Who read from it before may have been carried elsewhere: nobody is to be woken there. */
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
   * Whether nothing came for a while that nobody awaited, as its carrier saw it lately. Only if all
   * was read that had come before, and only the thread that would read next may ask.
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

  /** Whoever waits to read, or is about to, goes on, though nothing may have come. */
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
        key.interestOpsAnd(~READ); // nobody takes what came for now
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

  /** As whoever goes on is ready, nobody waits for the selector until then. */
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

  /** The channel was closed: whoever waits goes on, and its descriptor is given back soon. */
  void closed() {
    wakeAll();
    watching().forEach(Lookout::lookAnew);
  }

  /** The same, and returns when the descriptor was given back, or it takes too long. */
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
