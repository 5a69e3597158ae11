package larder.forwarding;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import larder.caching.NoVarySearch;
import larder.caching.NoVarySearch.Significant;
import larder.store.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * Under which key a response was stored last that may be good for other queries, too. A hint: what
 * is found there has to say so itself. Knows the latest ones alone. Safe for all threads.
 */
final class KnownQueries {
  /** URIs longer than that are not remembered. */
  private static final int LONGEST_URI = 2048;

  private final int most;
  private volatile boolean empty = true;

  // Under this.
  private final SequencedMap<String, NoVarySearch> rules = new LinkedHashMap<>();
  private final SequencedMap<Significant, StoreKey> keys = new LinkedHashMap<>();

  /**
   * @param most how many URIs, and how many paths, are remembered
   */
  KnownQueries(int most) {
    this.most = most;
  }

  /** A response was stored under that key, and says this. */
  void stored(StoreKey key, NoVarySearch rule) {
    if (rule instanceof NoVarySearch.WholeQuery || key.uri().length() > LONGEST_URI) {
      return;
    }
    synchronized (this) {
      put(rules, withoutQuery(key), rule);
      put(keys, rule.of(key.uri()), key);
      empty = false;
    }
  }

  private <K, V> void put(SequencedMap<K, V> map, K key, V value) {
    map.putLast(key, value);
    if (map.size() > most) {
      map.pollFirstEntry();
    }
  }

  /** Where else to look; null for nowhere. */
  @Nullable StoreKey instead(StoreKey key) {
    if (empty) {
      return null;
    }
    String path = withoutQuery(key);
    NoVarySearch rule;
    synchronized (this) {
      rule = rules.get(path);
    }
    if (rule == null) {
      return null;
    }
    Significant significant = rule.of(key.uri());
    StoreKey known;
    synchronized (this) {
      known = keys.get(significant);
    }
    return key.equals(known) ? null : known;
  }

  static String withoutQuery(StoreKey key) {
    int question = key.uri().indexOf('?');
    return question < 0 ? key.uri() : key.uri().substring(0, question);
  }
}
