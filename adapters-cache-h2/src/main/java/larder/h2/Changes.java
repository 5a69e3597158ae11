package larder.h2;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/**
 * Accepts changes to the stored responses. They wait in the overlay for the writer, and take room
 * meanwhile. Safe for all threads; none of them waits for the disk.
 */
final class Changes {
  private final Overlay overlay;
  private final Writer writer;
  private final Room room;

  /** Held for reading while a change is added; closing waits for these. */
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

  /** Takes room for bytes that are appended. */
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
   * Stores a pending response.
   *
   * @param pending the bytes of its content
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

  /** Makes a change even if there is no room for it. */
  void force(Change change) {
    room.forceHeap(change.heapBytes());
    add(change);
  }

  /** Makes a change if there is room for it. */
  void makeIfPossible(Change change) {
    if (room.tryHeap(change.heapBytes())) {
      add(change);
    }
  }

  /** Returns whether the store was open. */
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

  /** Accepts no more changes; returns whether it did until now. */
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
