package larder.h2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.StampedLock;

/**
 * Where the records of each key lie, for all that is stored. The open-addressing tables have slots
 * of 16 bytes outside the heap, and are read without a lock. A place is a hint: whoever reads the
 * record there checks whether it is the right one.
 *
 * <p>Each place has a count of its uses, up to {@link #MOST_USES}; a count may be lost while the
 * table is being changed.
 *
 * <p>Any thread may read and count; one thread at a time changes it.
 */
final class Places {
  static final int MOST_USES = PlaceTable.MOST_USES;

  private static final int SHARD_BITS = PlaceTable.SPARE_BITS;
  private static final int FIRST_SLOTS = 64;
  private static final long[] NONE = {};

  private final Shard[] shards = new Shard[1 << SHARD_BITS];
  private final AtomicInteger size = new AtomicInteger();

  Places() {
    Arrays.setAll(shards, i -> new Shard());
  }

  private Shard shard(long hash) {
    return shards[(int) (hash >>> (Long.SIZE - SHARD_BITS))];
  }

  /** All places under that hash, in no order. Counts a use for each of them. */
  long[] use(long hash) {
    return shard(hash).find(hash, true);
  }

  /** All places under that hash, in no order. */
  long[] find(long hash) {
    return shard(hash).find(hash, false);
  }

  /** How often it was used; -1 if it is not there. */
  int uses(long hash, long place) {
    return shard(hash).uses(hash, place);
  }

  boolean has(long hash, long place) {
    return uses(hash, place) >= 0;
  }

  /** Whether there is any under that hash. */
  boolean hasAny(long hash) {
    return find(hash).length > 0;
  }

  void put(long hash, long place, int uses, boolean file) {
    Shard shard = shard(hash);
    long stamp = shard.lock.writeLock();
    try {
      shard.put(hash, place, notes(uses, file));
    } finally {
      shard.lock.unlockWrite(stamp);
    }
    size.incrementAndGet();
  }

  /** Adds all of them; searches wait meanwhile. */
  void putAll(Entries entries) {
    long[] stamps = Arrays.stream(shards).mapToLong(shard -> shard.lock.writeLock()).toArray();
    try {
      for (int i = 0; i < entries.count(); i++) {
        long hash = entries.hash(i);
        shard(hash).put(hash, entries.place(i), notes(entries.uses(i), entries.isFile(i)));
      }
    } finally {
      for (int i = 0; i < stamps.length; i++) {
        shards[i].lock.unlockWrite(stamps[i]);
      }
    }
    size.addAndGet(entries.count());
  }

  private static int notes(int uses, boolean file) {
    return PlaceTable.notes(Math.min(MOST_USES, uses), file);
  }

  /** Returns whether it was there. */
  boolean remove(long hash, long place) {
    boolean removed = shard(hash).remove(hash, place);
    if (removed) {
      size.decrementAndGet();
    }
    return removed;
  }

  int size() {
    return size.get();
  }

  /** The places of records with a content file; places that change meanwhile may be missing. */
  long[] files() {
    return Arrays.stream(shards).flatMapToLong(shard -> Arrays.stream(shard.files())).toArray();
  }

  /** The number of parts for {@link #part}. */
  int parts() {
    return shards.length;
  }

  record Slot(long hash, long place) {}

  /** All places of a part, in the order of the records; equal hashes are in the same part. */
  List<Slot> part(int number) {
    return shards[number].slots((long) number << (Long.SIZE - SHARD_BITS));
  }

  /** The table of the hashes that begin with the same bits. */
  private static final class Shard {
    private final StampedLock lock = new StampedLock();
    private PlaceTable table = new PlaceTable(FIRST_SLOTS);
    private int live;
    private int taken;

    private long[] find(long hash, boolean use) {
      long stamp = lock.tryOptimisticRead();
      if (stamp != 0) {
        long[] found = probe(hash, use);
        if (lock.validate(stamp)) {
          return found;
        }
      }
      stamp = lock.readLock();
      try {
        return probe(hash, use);
      } finally {
        lock.unlockRead(stamp);
      }
    }

    private long[] probe(long hash, boolean use) {
      PlaceTable in = table;
      long[] found = NONE;
      int i = in.first(hash);
      // A table that is changed meanwhile may have no end.
      for (int left = in.slots(); left > 0; left--, i = in.next(i)) {
        long place = in.place(i);
        if (place == PlaceTable.FREE) {
          break;
        }
        if (place != PlaceTable.DELETED && in.isOf(hash, i)) {
          found = Arrays.copyOf(found, found.length + 1);
          found[found.length - 1] = place;
          if (use) {
            in.use(i);
          }
        }
      }
      return found;
    }

    private int uses(long hash, long place) {
      long stamp = lock.readLock();
      try {
        int i = slot(hash, place);
        return i < 0 ? -1 : table.uses(i);
      } finally {
        lock.unlockRead(stamp);
      }
    }

    /** -1 if it is not there. */
    private int slot(long hash, long place) {
      int i = table.first(hash);
      for (; table.place(i) != PlaceTable.FREE; i = table.next(i)) {
        if (table.place(i) == place && table.isOf(hash, i)) {
          return i;
        }
      }
      return -1;
    }

    /** The caller holds the lock. */
    private void put(long hash, long place, int notes) {
      if (taken >= table.slots() / 4 * 3) {
        table = table.copy(Math.max(FIRST_SLOTS, 2 * Integer.highestOneBit(2 * live + 1)));
        taken = live;
      }
      table.insert(hash, place, notes);
      live++;
      taken++;
    }

    private boolean remove(long hash, long place) {
      long stamp = lock.writeLock();
      try {
        int i = slot(hash, place);
        if (i < 0) {
          return false;
        }
        table.delete(i);
        live--;
        return true;
      } finally {
        lock.unlockWrite(stamp);
      }
    }

    /**
     * @param first the bits that all hashes of the shard begin with
     */
    private List<Slot> slots(long first) {
      List<Slot> all = new ArrayList<>();
      long stamp = lock.readLock();
      try {
        for (int i = 0; i < table.slots(); i++) {
          if (table.isTaken(i)) {
            all.add(new Slot(first | table.hash(i), table.place(i)));
          }
        }
      } finally {
        lock.unlockRead(stamp);
      }
      all.sort(Comparator.comparingLong(Slot::place));
      return all;
    }

    private long[] files() {
      long stamp = lock.readLock();
      try {
        long[] found = new long[live];
        int count = 0;
        for (int i = 0; i < table.slots(); i++) {
          if (table.isTaken(i) && table.isFile(i)) {
            found[count++] = table.place(i);
          }
        }
        return Arrays.copyOf(found, count);
      } finally {
        lock.unlockRead(stamp);
      }
    }
  }
}
