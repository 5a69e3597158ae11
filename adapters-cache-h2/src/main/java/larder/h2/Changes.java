package larder.h2;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/**
 * Takes changes to what is stored, which wait for the writer in the overlay, and the room that they
 * need meanwhile. Safe for all threads; none of them waits for the disk.
 */
final class Changes {
  private final Overlay overlay;
  private final Writer writer;
  private final Room room;

  /** Changes pass while the store is open; the close waits for those on their way. */
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

  private volatile boolean closed;

  Changes(Overlay overlay, Writer writer, Room room) {
    this.overlay = overlay;
    this.writer = writer;
    this.room = room;
  }

  static TransferException failure(Kind kind, String explanation) {
    return new TransferException(Side.STORE, kind, explanation);
  }

  /** For bytes that are appended. */
  void takeRoom(long bytes) throws TransferException {
    try {
      room.takePending(bytes);
    } finally {
      hurryIfScarce();
    }
  }

  void hurryIfScarce() {
    if (room.isScarce()) {
      writer.hurry();
    }
  }

  void refuseIfBehind() throws TransferException {
    if (writer.isBehind()) {
      throw failure(Kind.OVERLOADED, "The disk is behind with what was stored before");
    }
  }

  /**
   * Stores what was pending.
   *
   * @param pending how many bytes of it were
   */
  void commit(Change.Commit commit, long pending) throws TransferException {
    room.takeHeap(commit.heapBytes());
    try {
      room.queue(pending, commit.size());
    } catch (TransferException e) {
      room.giveBackHeap(commit.heapBytes());
      writer.hurry();
      throw e;
    }
    if (!add(commit)) {
      throw failure(Kind.FAILED, "The store is closed");
    }
  }

  /** A change that is made whatever room there is. */
  void force(Change change) {
    room.forceHeap(change.heapBytes());
    add(change);
  }

  /** A change that may be left out when there is no room for it. */
  void makeIfPossible(Change change) {
    if (room.tryHeap(change.heapBytes())) {
      add(change);
    }
  }

  /** Says whether the store was open. */
  private boolean add(Change change) {
    gate.readLock().lock();
    try {
      if (closed) {
        return false;
      }
      overlay.add(change);
      writer.wake();
      return true;
    } finally {
      gate.readLock().unlock();
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** No more of them; says whether there could be until now. */
  boolean close() {
    gate.writeLock().lock();
    try {
      boolean open = !closed;
      closed = true;
      return open;
    } finally {
      gate.writeLock().unlock();
    }
  }
}
