package larder.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import larder.h2.H2Settings;
import larder.h2.H2Store;
import larder.memory.MemorySettings;
import larder.memory.MemoryStore;
import larder.store.ResponseStore;

/**
 * How many requests each way of evicting answers from the same room: the store on disk (S3-FIFO),
 * the one in memory (W-TinyLFU), and the least recently used first. A miss is stored.
 */
@SuppressWarnings("SystemOut")
final class HitRatios {
  private static final int KEYS = 100_000;
  private static final int REQUESTS = 1_000_000;
  private static final int SIZE = 1024;
  private static final long ROOM = 16 << 20;

  /** A scan asks for what nobody asks for again. */
  private static final int BETWEEN_SCANS = 20_000;

  private HitRatios() {}

  /** What is asked for, one after the other; negative numbers do not count. */
  private interface Trace {
    long next(int i);
  }

  /** Says whether it was there, and has it afterwards if it wants. */
  private interface Cache extends AutoCloseable {
    boolean ask(long number);

    int holds();

    @Override
    void close();
  }

  public static void main(String[] args) throws Exception {
    for (double power : new double[] {0.7, 0.9, 1.1}) {
      measure("Zipf " + power, () -> zipf(power));
      measure("Zipf " + power + " with scans", () -> scanned(power));
    }
    measure("Zipf 0.9, other keys halfway", HitRatios::shifted);
    measure("a loop over twice the room", () -> i -> i % (2L * (ROOM / 1312)));
  }

  private interface Traces {
    Trace begin();
  }

  private static Trace zipf(double power) {
    Zipf zipf = new Zipf(KEYS, power, 1);
    return i -> zipf.next();
  }

  private static Trace scanned(double power) {
    Zipf zipf = new Zipf(KEYS, power, 1);
    return i -> i / BETWEEN_SCANS % 2 == 0 ? zipf.next() : -1L - i;
  }

  private static Trace shifted() {
    Zipf zipf = new Zipf(KEYS, 0.9, 1);
    return i -> i < REQUESTS / 2 ? zipf.next() : KEYS + zipf.next();
  }

  private static void measure(String name, Traces traces) throws Exception {
    Path folder = Files.createTempDirectory("larder-hit-ratios");
    try {
      int room;
      double onDisk;
      try (Cache cache = stored(H2Store.open(H2Settings.of(folder, ROOM)))) {
        onDisk = ratio(cache, traces.begin());
        room = cache.holds();
      }
      double inMemory;
      try (Cache cache = stored(MemoryStore.open(memoryFor(room)))) {
        inMemory = ratio(cache, traces.begin());
      }
      double leastRecent;
      try (Cache cache = new LeastRecentlyUsed(room)) {
        leastRecent = ratio(cache, traces.begin());
      }
      System.out.printf(
          "%-30s room for %,d of them: disk %.1f %%, memory %.1f %%, LRU %.1f %%%n",
          name, room, 100 * onDisk, 100 * inMemory, 100 * leastRecent);
    } finally {
      delete(folder);
    }
  }

  /** As many bytes as that many responses take in memory. */
  private static MemorySettings memoryFor(int responses) {
    try (MemoryStore one = MemoryStore.open(MemorySettings.ofBytes(1 << 20))) {
      Responses.store(one, 12_345, new byte[SIZE]);
      return MemorySettings.ofBytes(one.size().bytes() * responses);
    }
  }

  /** The first tenth fills it, and does not count. */
  private static double ratio(Cache cache, Trace trace) {
    long asked = 0;
    long hits = 0;
    for (int i = 0; i < REQUESTS; i++) {
      long number = trace.next(i);
      boolean hit = cache.ask(number);
      if (number >= 0 && i >= REQUESTS / 10) {
        asked++;
        hits += hit ? 1 : 0;
      }
    }
    return (double) hits / asked;
  }

  private static Cache stored(ResponseStore store) {
    byte[] content = new byte[SIZE];
    return new Cache() {
      @Override
      public boolean ask(long number) {
        boolean there = !store.find(Responses.key(number)).isEmpty();
        if (!there) {
          Responses.store(store, number, content);
        }
        return there;
      }

      @Override
      public int holds() {
        return (int) store.size().responses();
      }

      @Override
      public void close() {
        store.close();
      }
    };
  }

  /** The way of most caches. */
  private static final class LeastRecentlyUsed implements Cache {
    private final Map<Long, Boolean> used;

    private LeastRecentlyUsed(int room) {
      used =
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
              return size() > room;
            }
          };
    }

    @Override
    public boolean ask(long number) {
      return used.put(number, true) != null;
    }

    @Override
    public int holds() {
      return used.size();
    }

    @Override
    public void close() {}
  }

  static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> paths = new ArrayList<>(all.toList());
      for (Path path : paths.reversed()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
