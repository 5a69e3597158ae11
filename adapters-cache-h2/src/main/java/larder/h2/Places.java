package larder.h2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.StampedLock;

/**
 * Where the records of each key lie, for all that is stored: 17 bytes for a slot, in tables of open
 * addressing that readers look into without a lock. What it says is a hint: whoever reads there
 * looks whether it is the record that he wanted.
 *
 * <p>Beside each place it counts how often it was asked for, up to {@link #MOST_USES}; a count may
 * be lost when the table is changed at that moment.
 *
 * <p>Any thread may look and count; one thread at a time changes it.
 */
final class Places {
  static final int MOST_USES = 3;

  /** Tells records apart that have a file of their own. */
  private static final int FILE = 0x80;

  private static final int USES = 0x7f;
  private static final int SHARD_BITS = 6;
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

  /** All places under that hash, in no order; each of them is asked for once more. */
  long[] use(long hash) {
    return shard(hash).find(hash, true);
  }

  /** All places under that hash, in no order. */
  long[] find(long hash) {
    return shard(hash).find(hash, false);
  }

  /** How often it was asked for; -1 if it is not there. */
  int uses(long hash, long place) {
    return shard(hash).uses(hash, place);
  }

  boolean has(long hash, long place) {
    return uses(hash, place) >= 0;
  }

  void put(long hash, long place, int uses, boolean file) {
    shard(hash).put(hash, place, (byte) (Math.min(MOST_USES, uses) | (file ? FILE : 0)));
    size.incrementAndGet();
  }

  /** Says whether it was there. */
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

  /** The places of records that have a file of their own; what changes meanwhile may be missed. */
  long[] files() {
    return Arrays.stream(shards).flatMapToLong(shard -> Arrays.stream(shard.files())).toArray();
  }

  /** In so many parts it gives all that there is. */
  int parts() {
    return shards.length;
  }

  /** One place. */
  record Slot(long hash, long place) {}

  /**
   * All places of a part, in the order in which the records lie; those of one hash are of one part.
   */
  List<Slot> part(int number) {
    return shards[number].slots();
  }

  /** Arrays that change together. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Slots(long[] hashes, long[] places, byte[] notes) {
    private Slots(int count) {
      this(new long[count], new long[count], new byte[count]);
    }

    private int mask() {
      return places.length - 1;
    }
  }

  /** The table of those hashes that begin with the same bits. */
  private static final class Shard {
    private static final long DELETED = -1;

    private final StampedLock lock = new StampedLock();
    private Slots slots = new Slots(FIRST_SLOTS);
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
      Slots in = slots;
      long[] found = NONE;
      int mask = in.mask();
      int i = (int) hash & mask;
      // A table that is changed meanwhile may have no end.
      for (int left = mask; in.places[i] != 0 && left > 0; left--, i = (i + 1) & mask) {
        if (in.hashes[i] == hash && in.places[i] != DELETED) {
          found = Arrays.copyOf(found, found.length + 1);
          found[found.length - 1] = in.places[i];
          byte note = in.notes[i];
          if (use && (note & USES) < MOST_USES) {
            in.notes[i] = (byte) (note + 1);
          }
        }
      }
      return found;
    }

    private int uses(long hash, long place) {
      long stamp = lock.readLock();
      try {
        int i = slot(hash, place);
        return i < 0 ? -1 : slots.notes[i] & USES;
      } finally {
        lock.unlockRead(stamp);
      }
    }

    /** -1 if it is not there. */
    private int slot(long hash, long place) {
      int mask = slots.mask();
      for (int i = (int) hash & mask; slots.places[i] != 0; i = (i + 1) & mask) {
        if (slots.places[i] == place && slots.hashes[i] == hash) {
          return i;
        }
      }
      return -1;
    }

    private void put(long hash, long place, byte note) {
      long stamp = lock.writeLock();
      try {
        if (taken >= slots.places.length / 4 * 3) {
          rehash();
        }
        insert(slots, hash, place, note);
        live++;
        taken++;
      } finally {
        lock.unlockWrite(stamp);
      }
    }

    private void rehash() {
      Slots before = slots;
      Slots after = new Slots(Math.max(FIRST_SLOTS, 2 * Integer.highestOneBit(2 * live + 1)));
      for (int i = 0; i < before.places.length; i++) {
        if (before.places[i] != 0 && before.places[i] != DELETED) {
          insert(after, before.hashes[i], before.places[i], before.notes[i]);
        }
      }
      taken = live;
      slots = after;
    }

    private static void insert(Slots into, long hash, long place, byte note) {
      int mask = into.mask();
      int i = (int) hash & mask;
      while (into.places[i] != 0) {
        i = (i + 1) & mask;
      }
      into.hashes[i] = hash;
      into.places[i] = place;
      into.notes[i] = note;
    }

    private boolean remove(long hash, long place) {
      long stamp = lock.writeLock();
      try {
        int i = slot(hash, place);
        if (i < 0) {
          return false;
        }
        slots.places[i] = DELETED;
        live--;
        return true;
      } finally {
        lock.unlockWrite(stamp);
      }
    }

    private List<Slot> slots() {
      List<Slot> all = new ArrayList<>();
      long stamp = lock.readLock();
      try {
        for (int i = 0; i < slots.places.length; i++) {
          if (slots.places[i] != 0 && slots.places[i] != DELETED) {
            all.add(new Slot(slots.hashes[i], slots.places[i]));
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
        for (int i = 0; i < slots.places.length; i++) {
          if (slots.places[i] != 0 && slots.places[i] != DELETED && (slots.notes[i] & FILE) != 0) {
            found[count++] = slots.places[i];
          }
        }
        return Arrays.copyOf(found, count);
      } finally {
        lock.unlockRead(stamp);
      }
    }
  }
}
