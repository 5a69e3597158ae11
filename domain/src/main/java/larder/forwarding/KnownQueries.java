package larder.forwarding;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import larder.caching.NoVarySearch;
import larder.caching.NoVarySearch.Parameter;
import larder.caching.NoVarySearch.Significant;
import larder.store.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * The key under which a response that also answers other queries was stored last. Only a hint: the
 * response found there must say so itself. Knows only the latest ones, and fewer if they are large,
 * because origins choose what they say. Safe for all threads.
 */
final class KnownQueries {
  /** URIs longer than this are not remembered. */
  private static final int LONGEST_URI = 2048;

  /** Roughly what a map entry takes on the heap with its objects, without the strings. */
  private static final int ENTRY = 192;

  /** The same for a name or a parameter, in a set or a list. */
  private static final int ITEM = 48;

  private volatile boolean empty = true;

  // Guarded by this.
  private final Latest<String, NoVarySearch> rules;
  private final Latest<Significant, StoreKey> keys;

  /**
   * @param most how many URIs, and how many paths, are remembered
   * @param mostBytes roughly how much the URIs, and the paths, may each take on the heap
   */
  KnownQueries(int most, long mostBytes) {
    rules = new Latest<>(most, mostBytes);
    keys = new Latest<>(most, mostBytes);
  }

  /** Notes that a response with this rule was stored under the key. */
  void stored(StoreKey key, NoVarySearch rule) {
    if (rule instanceof NoVarySearch.WholeQuery || key.uri().length() > LONGEST_URI) {
      return;
    }
    String path = withoutQuery(key);
    Significant significant = rule.of(key.uri());
    long ruleBytes = ENTRY + path.length() + heapBytes(rule);
    long keyBytes = ENTRY + key.uri().length() + heapBytes(significant);
    synchronized (this) {
      rules.put(path, rule, ruleBytes);
      keys.put(significant, key, keyBytes);
      empty = false;
    }
  }

  private static long heapBytes(NoVarySearch rule) {
    return switch (rule) {
      case NoVarySearch.WholeQuery _ -> 0;
      case NoVarySearch.AllBut(Set<String> names, boolean _) -> heapBytes(names);
      case NoVarySearch.Only(Set<String> names, boolean _) -> heapBytes(names);
    };
  }

  private static long heapBytes(Set<String> names) {
    long bytes = 0;
    for (String name : names) {
      bytes += ITEM + heapBytes(name);
    }
    return bytes;
  }

  private static long heapBytes(Significant significant) {
    long bytes = significant.uri().length();
    for (Parameter parameter : significant.parameters()) {
      bytes += 2 * ITEM + heapBytes(parameter.name()) + heapBytes(parameter.value());
    }
    return bytes;
  }

  /** Decoded text may hold any character, and then takes two bytes for each. */
  private static long heapBytes(String decoded) {
    return 2L * decoded.length();
  }

  /** The other key to look under; null if there is none. */
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

  /** Keeps the latest entries, bounded in number and bytes. For one thread at a time. */
  private static final class Latest<K, V> {
    private final int most;
    private final long mostBytes;
    private final SequencedMap<K, Kept<V>> map = new LinkedHashMap<>();
    private long bytes;

    private record Kept<V>(V value, long bytes) {}

    Latest(int most, long mostBytes) {
      this.most = most;
      this.mostBytes = mostBytes;
    }

    void put(K key, V value, long size) {
      Kept<V> before = map.putLast(key, new Kept<>(value, size));
      bytes += size - (before == null ? 0 : before.bytes);
      while (map.size() > most || bytes > mostBytes) {
        bytes -= map.pollFirstEntry().getValue().bytes;
      }
    }

    @Nullable V get(K key) {
      Kept<V> kept = map.get(key);
      return kept == null ? null : kept.value;
    }
  }
}
