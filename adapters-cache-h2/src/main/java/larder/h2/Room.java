package larder.h2;

import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/**
 * Accounts for the bounds of the store. Appended bytes are pending; a commit queues them; once they
 * are written, they are stored. The writer evicts stored responses so that a reserve stays free for
 * new ones. Nobody waits here: without room, storing is refused.
 */
final class Room {
  /** One part in this many is kept free. */
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
   * @param taken bytes on disk in all, with dead records and the store's own files
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

  /** Takes room for bytes that are appended. */
  synchronized void takePending(long bytes) throws TransferException {
    if (holding.taken + queued + pending + bytes > maxBytes) {
      throw overloaded("The store has not made room for more yet");
    }
    pending += bytes;
  }

  /** Takes room in the heap for bytes until they are written. */
  synchronized void takeHeap(long bytes) throws TransferException {
    if (heap + bytes > maxHeapBytes) {
      throw overloaded("Too much waits for the disk already");
    }
    heap += bytes;
  }

  /** Takes room in the heap for dispensable bytes, if there is some; returns whether there was. */
  synchronized boolean tryHeap(long bytes) {
    if (heap + bytes > maxHeapBytes) {
      return false;
    }
    heap += bytes;
    return true;
  }

  /** Takes room in the heap even beyond the bound. */
  synchronized void forceHeap(long bytes) {
    heap += bytes;
  }

  /** Whether the heap taken is more than twice what may wait for the disk. */
  synchronized boolean isOverdrawn() {
    return heap > 2 * maxHeapBytes;
  }

  synchronized void giveBackHeap(long bytes) {
    heap -= bytes;
  }

  synchronized void giveBackPending(long bytes) {
    pending -= bytes;
  }

  /** Announces that many bytes: eviction may begin. */
  synchronized void announce(long bytes) {
    announced += bytes;
  }

  /** Announced bytes have come, or will not. */
  synchronized void withdraw(long bytes) {
    announced -= bytes;
  }

  /** Commits a response: its pending content becomes a queued response of that size. */
  synchronized void queue(long content, long size) throws TransferException {
    if (holding.taken + queued + pending - content + size > maxBytes) {
      throw overloaded("The store has not made room for more yet");
    }
    pending -= content;
    queued += size;
    queuedResponses++;
  }

  /** Queued responses were written or dropped; {@code now} is what is stored since. */
  synchronized void written(long responses, long size, Holding now) {
    queuedResponses -= responses;
    queued -= size;
    holding = now;
  }

  /** Sets what is stored now. */
  synchronized void holds(Holding now) {
    holding = now;
  }

  /**
   * How much of the disk may be taken so that the reserve stays free beside the bytes on their way.
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

  /** The bytes taken on disk in all, including queued ones. */
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
