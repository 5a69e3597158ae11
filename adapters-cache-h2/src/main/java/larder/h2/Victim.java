package larder.h2;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A pack being taken apart: the records worth keeping are copied, and it is dropped. */
final class Victim {
  /** How often a new record must have been used to be kept. */
  static final int PROVEN = 1;

  private static final long AS_GOOD_AS_FRESH_SECONDS = 3600;
  private static final long[] NONE = {};

  private final Pack pack;
  private final Entries entries;
  private final Why why;
  private final long now;
  private long[] sortedHashes = NONE;
  private int next;
  private int accepted;

  /** Why a pack is taken apart; this decides which records are kept. */
  enum Why {
    /** Much of it is dead. */
    DEAD,
    /** There is no room, and much of it is dead or stale. */
    WORN,
    /** There is no room, and new records take more than their share. */
    OLDEST_NEW,
    /** There is no room. */
    OLDEST_MAIN
  }

  /**
   * @param now in seconds of the epoch
   */
  Victim(Pack pack, Entries entries, Why why, long now) {
    this.pack = pack;
    this.entries = entries;
    this.why = why;
    this.now = now;
  }

  Pack pack() {
    return pack;
  }

  Entries entries() {
    return entries;
  }

  boolean isDone() {
    return next == entries.count();
  }

  /** The number of the next record. */
  int next() {
    return next++;
  }

  /** What was done since the last call took effect. */
  void accept() {
    accepted = next;
  }

  /** What was done since the last {@link #accept} did not take effect. */
  void takeBack() {
    next = accepted;
  }

  /**
   * The places of records with that hash that were copied or removed: copied ones look alive in the
   * pack until it is dropped.
   */
  long[] passed(long hash) {
    if (accepted == 0 || Arrays.binarySearch(sortedHashes(), hash) < 0) {
      return NONE;
    }
    return IntStream.range(0, accepted)
        .filter(i -> entries.hash(i) == hash)
        .mapToLong(entries::place)
        .toArray();
  }

  private long[] sortedHashes() {
    if (sortedHashes.length == 0) {
      sortedHashes = IntStream.range(0, entries.count()).mapToLong(entries::hash).toArray();
      Arrays.sort(sortedHashes);
    }
    return sortedHashes;
  }

  /** Whether that record is kept. */
  boolean keeps(Entry record) {
    boolean fresh = isFresh(record);
    return switch (why) {
      case DEAD -> fresh || record.lasting();
      case WORN -> fresh || (record.lasting() && record.uses() > 0);
      case OLDEST_NEW -> record.uses() >= PROVEN && (fresh || record.lasting());
      case OLDEST_MAIN -> record.uses() > 0 && (fresh || record.lasting());
    };
  }

  private boolean isFresh(Entry record) {
    return Integer.toUnsignedLong(record.freshUntil()) >= now;
  }

  /**
   * The entry for the copy of a record that is kept. A stale record that is in use counts as fresh
   * for a while: it is validated again and again.
   */
  Entry after(Entry kept) {
    return switch (why) {
      case DEAD -> kept;
      case WORN ->
          isFresh(kept)
              ? kept
              : kept.withUses(kept.uses() - 1).withFreshUntil(now + AS_GOOD_AS_FRESH_SECONDS);
      case OLDEST_NEW -> kept.withUses(0);
      case OLDEST_MAIN -> kept.withUses(kept.uses() - 1);
    };
  }

  /** Whether the kept records go to a main pack. */
  boolean keepsInMain() {
    return pack.isMain() || why == Why.OLDEST_NEW;
  }

  /** Whether to remember the keys of the removed records. */
  boolean remembers() {
    return why == Why.OLDEST_NEW;
  }
}
