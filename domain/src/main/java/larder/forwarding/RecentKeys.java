package larder.forwarding;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import larder.store.StoreKey;

/**
 * Remembers keys for a while, only the latest ones. Stores them as numbers, because the keys
 * themselves would outlive their requests and burden the garbage collector. Two keys with the same
 * number are taken for one, at the cost of a fetch or another look into the store; a secret of the
 * process goes into each number, so that nobody can aim at one. For one thread at a time.
 */
final class RecentKeys {
  /** How many places each key may be in. */
  private static final int WAYS = 4;

  private static final long SEED = ThreadLocalRandom.current().nextLong();
  private static final long FACTOR = ThreadLocalRandom.current().nextLong() | 1;

  private final long remembered;

  // Set by set, the latest first in each.
  private final long[] numbers;
  private final long[] until;
  private final int ways;

  /**
   * @param most how many keys at most
   */
  RecentKeys(int most, Duration remembered) {
    this.remembered = remembered.toMillis();
    this.ways = Math.min(most, WAYS);
    int places = ways == 0 ? 0 : most - most % ways;
    this.numbers = new long[places];
    this.until = new long[places];
  }

  /**
   * @param number of the key
   * @param now in milliseconds
   */
  void add(long number, long now) {
    if (ways == 0) {
      return;
    }
    int first = first(number);
    int place = first;
    while (place < first + ways - 1 && numbers[place] != number) {
      place++;
    }
    for (int i = place; i > first; i--) {
      numbers[i] = numbers[i - 1];
      until[i] = until[i - 1];
    }
    numbers[first] = number;
    until[first] = now + remembered;
  }

  /**
   * Whether the key is remembered. A key added later than now, because the clock was set back, is
   * not.
   *
   * @param number of the key
   * @param now in milliseconds
   */
  boolean has(long number, long now) {
    if (ways == 0) {
      return false;
    }
    int first = first(number);
    for (int i = first; i < first + ways; i++) {
      if (numbers[i] == number) {
        return now < until[i] && until[i] - now <= remembered;
      }
    }
    return false;
  }

  private int first(long number) {
    int sets = numbers.length / ways;
    return (int) Math.unsignedMultiplyHigh(number, sets) * ways;
  }

  /** The number of a key; all its bits are equally well mixed. */
  static long number(StoreKey key) {
    return number(key, SEED, FACTOR);
  }

  static long number(StoreKey key, long seed, long factor) {
    String uri = key.uri();
    long number = seed;
    for (int i = 0; i < uri.length(); i++) {
      number = (Long.rotateLeft(number, 5) ^ uri.charAt(i)) * factor;
    }
    return mixed(number);
  }

  /** The last step of MurmurHash3, which spreads similar keys, whatever the factor. */
  private static long mixed(long number) {
    long mixed = (number ^ number >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
