package larder.h2;

import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/**
 * Who takes how much of the store's bounds. Bytes come as pending, are queued by a commit, and are
 * stored once they are written; the writer evicts what is stored so that a reserve stays free for
 * what comes. Nobody waits here: without room, storing is refused.
 */
final class Room {
  /** One part of so many is kept free. */
  private static final int RESERVE = 16;

  private final long maxBytes;
  private final long maxHeapBytes;
  private Holding holding = new Holding(0, 0, 0);
  private long queuedResponses;
  private long queued;
  private long pending;
  private long announced;
  private long heap;

  /**
   * What is stored.
   *
   * @param bytes that count as stored
   * @param taken what all of it takes of the disk, with what is dead and what belongs to the store
   */
  record Holding(long responses, long bytes, long taken) {}

  /**
   * @param maxBytes on disk
   * @param maxHeapBytes of what waits for the disk
   */
  Room(long maxBytes, long maxHeapBytes) {
    this.maxBytes = maxBytes;
    this.maxHeapBytes = maxHeapBytes;
  }

  /** For bytes that are appended. */
  synchronized void takePending(long bytes) throws TransferException {
    if (holding.taken + queued + pending + bytes > maxBytes) {
      throw overloaded("The store has not made room for more yet");
    }
    pending += bytes;
  }

  /** For bytes in the heap until they are written. */
  synchronized void takeHeap(long bytes) throws TransferException {
    if (heap + bytes > maxHeapBytes) {
      throw overloaded("Too much waits for the disk already");
    }
    heap += bytes;
  }

  /** Whether bytes that may be done without have a place in the heap; if so, they take it. */
  synchronized boolean tryHeap(long bytes) {
    if (heap + bytes > maxHeapBytes) {
      return false;
    }
    heap += bytes;
    return true;
  }

  /** For what must be kept in the heap, bound or not. */
  synchronized void forceHeap(long bytes) {
    heap += bytes;
  }

  /** Whether what had to be kept takes as much again as all that may wait for the disk. */
  synchronized boolean isOverdrawn() {
    return heap > 2 * maxHeapBytes;
  }

  synchronized void giveBackHeap(long bytes) {
    heap -= bytes;
  }

  synchronized void giveBackPending(long bytes) {
    pending -= bytes;
  }

  /** So much is expected to come: eviction may begin. */
  synchronized void announce(long bytes) {
    announced += bytes;
  }

  /** What was announced has come, or will not. */
  synchronized void withdraw(long bytes) {
    announced -= bytes;
  }

  /** A commit: its pending content becomes a queued response of that size. */
  synchronized void queue(long content, long size) throws TransferException {
    if (holding.taken + queued + pending - content + size > maxBytes) {
      throw overloaded("The store has not made room for more yet");
    }
    pending -= content;
    queued += size;
    queuedResponses++;
  }

  /** Queued responses were written or dropped, and this is what is there now. */
  synchronized void written(long responses, long size, Holding now) {
    queuedResponses -= responses;
    queued -= size;
    holding = now;
  }

  /** What is there now. */
  synchronized void holds(Holding now) {
    holding = now;
  }

  /**
   * How much of the disk may be taken, so that the reserve stays free beside what is on its way.
   */
  synchronized long target() {
    long expected = Math.max(pending, Math.min(announced, maxBytes / 4));
    return Math.max(0, maxBytes - maxBytes / RESERVE - queued - expected);
  }

  /** Whether the writer should evict without waiting for more to write. */
  synchronized boolean isScarce() {
    return holding.taken > target();
  }

  synchronized long responses() {
    return holding.responses + queuedResponses;
  }

  /** What all of it takes of the disk. */
  synchronized long taken() {
    return holding.taken + queued;
  }

  synchronized long bytes() {
    return holding.bytes + queued;
  }

  private static TransferException overloaded(String explanation) {
    return new TransferException(Side.STORE, Kind.OVERLOADED, explanation);
  }
}
