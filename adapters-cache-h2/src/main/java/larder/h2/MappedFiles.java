package larder.h2;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The files that are hit most, mapped: a hit then neither opens, reads nor closes anything. They
 * lie in the page cache anyhow; here they take address space, and room on disk as long as a mapping
 * outlives its file. A file takes the place of another one only if nobody has asked for that for a
 * while. Safe for all threads, without a lock.
 */
final class MappedFiles implements AutoCloseable {
  /** At this length a mapping gains little. */
  static final long LONGEST = 1L << 20;

  static final long MOST_BYTES = 128L << 20;

  /** Identities are consecutive, so this many have places of their own. */
  static final int PLACES = 1 << 12;

  /** A file that was not asked for in this time may have to make room. */
  static final Duration IDLE = Duration.ofSeconds(1);

  /** How long the result of a look at a file holds. */
  static final Duration LOOK = Duration.ofMillis(100);

  /** Mapping a file costs more than a single hit saves, so not many are mapped at once. */
  static final Duration BETWEEN = Duration.ofMillis(1);

  /** The pause after a mapping was given up for another one: all threads have to notice that. */
  static final Duration AFTER_EXCHANGE = Duration.ofMillis(25);

  /**
   * The pause after a file could not be mapped. The JDK collects all garbage and waits for 100 ms
   * before it says so.
   */
  static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  /** How many places are looked at to find room for one more. */
  private static final int LOOKS = 32;

  private final AtomicReferenceArray<@Nullable Mapped> places = new AtomicReferenceArray<>(PLACES);
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong nextAt;
  private final AtomicInteger hand = new AtomicInteger();
  private final LongSupplier nanoTime;
  private volatile boolean closed;

  MappedFiles(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.nextAt = new AtomicLong(nanoTime.getAsLong());
  }

  /** A mapped file, which ends when neither a place nor a reader holds it. */
  final class Mapped {
    private final long id;
    private final long modified;
    private final long length;
    private final MappedFile file;
    private final AtomicInteger holders = new AtomicInteger(1);
    private volatile long usedAt = nanoTime.getAsLong();
    private volatile long seenAt = usedAt - LOOK.toNanos();

    private Mapped(long id, long modified, long length, MappedFile file) {
      this.id = id;
      this.modified = modified;
      this.length = length;
      this.file = file;
    }

    private boolean take() {
      int now = holders.get();
      while (now > 0) {
        if (holders.compareAndSet(now, now + 1)) {
          return true;
        }
        now = holders.get();
      }
      return false;
    }

    /** To be used until this is given back. */
    MappedFile file() {
      return file;
    }

    /** Of the content. */
    long id() {
      return id;
    }

    /** When it was last written to. */
    long modified() {
      return modified;
    }

    /** Whether a look found a moment ago that it is unchanged and in memory. */
    boolean isSeen() {
      return nanoTime.getAsLong() - seenAt < LOOK.toNanos();
    }

    /** Notes that a look found it unchanged and in memory. */
    void seen() {
      seenAt = nanoTime.getAsLong();
    }

    void giveBack() {
      if (holders.decrementAndGet() == 0) {
        file.close();
        bytes.addAndGet(-length);
      }
    }

    /** Whether a reader holds it, so that giving it up frees nothing yet. */
    private boolean isHeld() {
      return holders.get() > 1;
    }

    private boolean isIdle() {
      return nanoTime.getAsLong() - usedAt >= IDLE.toNanos();
    }
  }

  /** A file, to be given back. */
  @Nullable Mapped take(long id) {
    Mapped mapped = places.get(place(id));
    if (mapped == null || mapped.id != id || !mapped.take()) {
      return null;
    }
    mapped.usedAt = nanoTime.getAsLong();
    return mapped;
  }

  /**
   * Maps a file, if there is a place and room for it and none was mapped just now.
   *
   * @param modified the time of its last change
   * @return whether it did; a caller must then make sure that the file still exists
   */
  boolean add(long id, long modified, long length, DiskFile file) {
    Mapped before = places.get(place(id));
    if (length > LONGEST || (before != null && (before.id == id || !before.isIdle()))) {
      return false;
    }
    long next = nextAt.get();
    long now = nanoTime.getAsLong();
    return now - next >= 0
        && nextAt.compareAndSet(next, now + BETWEEN.toNanos())
        && makeRoom(length)
        && map(id, modified, length, file, before);
  }

  /** Reserves that much. */
  private boolean makeRoom(long length) {
    for (int looks = 0; bytes.addAndGet(length) > MOST_BYTES; looks++) {
      bytes.addAndGet(-length);
      if (looks == LOOKS) {
        return false;
      }
      Mapped other = places.get(hand.getAndIncrement() & (PLACES - 1));
      if (other != null && other.isIdle() && !other.isHeld()) {
        drop(other);
        waitFor(AFTER_EXCHANGE);
      }
    }
    return true;
  }

  private void waitFor(Duration pause) {
    nextAt.addAndGet(pause.toNanos());
  }

  private boolean map(long id, long modified, long length, DiskFile file, @Nullable Mapped before) {
    Mapped mapped = mapped(id, modified, length, file);
    if (mapped == null) {
      return false;
    }
    if (!places.compareAndSet(place(id), before, mapped)) {
      mapped.giveBack();
      return false;
    }
    if (before != null) {
      before.giveBack();
      waitFor(AFTER_EXCHANGE);
    }
    if (closed) {
      drop(mapped);
    }
    return true;
  }

  /** Null if the system maps no more. */
  private @Nullable Mapped mapped(long id, long modified, long length, DiskFile file) {
    MappedFile bytesOfFile = null;
    Mapped mapped = null;
    waitFor(AFTER_FAILURE); // from now on, so that no other thread tries meanwhile
    try {
      bytesOfFile = file.map(length);
      mapped = new Mapped(id, modified, length, bytesOfFile);
    } catch (IOException e) {
      return null;
    } finally {
      if (mapped != null) {
        waitFor(AFTER_FAILURE.negated());
      } else {
        bytes.addAndGet(-length);
        if (bytesOfFile != null) {
          bytesOfFile.close();
        }
      }
    }
    return mapped;
  }

  /** Gives up the mapping of a file that is deleted, or was changed. */
  void forget(long id) {
    Mapped mapped = places.get(place(id));
    if (mapped != null && mapped.id == id) {
      drop(mapped);
    }
  }

  private void drop(Mapped mapped) {
    if (places.compareAndSet(place(mapped.id), mapped, null)) {
      mapped.giveBack();
    }
  }

  /** How many bytes are mapped. */
  long bytes() {
    return bytes.get();
  }

  private static int place(long id) {
    return (int) (id & (PLACES - 1));
  }

  /** Gives up all mappings, each once its last reader has gone; none is kept from now on. */
  @Override
  public void close() {
    closed = true;
    for (int i = 0; i < PLACES; i++) {
      Mapped mapped = places.get(i);
      if (mapped != null) {
        drop(mapped);
      }
    }
  }
}
