package larder.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import larder.h2.H2Settings;
import larder.h2.H2Store;

/**
 * Asks a store on disk for four times as much as it may have, stores what it has not, replaces and
 * removes, for so long; and says whether its files, journals included, stayed within its bound, and
 * how large they are for what is stored: {@code FOLDER SECONDS [SIZE [MEBIBYTES]]}. Ends with an
 * exception if they did not, or are too large. What it answers is looked at by other exercises.
 */
@SuppressWarnings("SystemOut")
final class Churn {
  private static final double MOST_OF_BOUND = 1.05;
  private static final double MOST_OF_SMALL = 1.5;
  private static final double MOST_OF_LARGE = 1.1;
  private static final int LARGE = 64 * 1024;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final long BETWEEN_REPORTS = Duration.ofMinutes(1).toNanos();

  private final Path folder;
  private final int size;
  private final long bound;
  private final AtomicLong most = new AtomicLong();
  private long asked;
  private long hits;
  private long stored;
  private long late;

  private Churn(Path folder, int size, long bound) {
    this.folder = folder;
    this.size = size;
    this.bound = bound;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    long nanos = Duration.ofSeconds(Long.parseLong(args[1])).toNanos();
    int size = args.length > 2 ? Integer.parseInt(args[2]) : 1024;
    long bound = (args.length > 3 ? Long.parseLong(args[3]) : 256) << 20;
    new Churn(folder, size, bound).run(nanos);
  }

  private void run(long nanos) throws Exception {
    Thread watch = Thread.ofPlatform().name("watch").daemon().start(this::watch);
    try (H2Store store = H2Store.open(H2Settings.of(folder, bound))) {
      Zipf zipf = new Zipf((int) Math.min(Integer.MAX_VALUE / 4, 4 * bound / size), 0.8, 1);
      SplittableRandom random = new SplittableRandom(2);
      long start = System.nanoTime();
      long reported = start;
      for (long now = start; now - start < nanos; now = System.nanoTime()) {
        if (now - reported > BETWEEN_REPORTS) {
          reported = now;
          report(store);
        }
        step(store, zipf.next(), random.nextInt(100));
      }
      store.settle();
      report(store);
      judge(store);
    } finally {
      watch.interrupt();
    }
  }

  private void step(H2Store store, int number, int chance) {
    if (chance == 0) {
      store.invalidate(Responses.key(number));
      return;
    }
    asked++;
    boolean there = Responses.read(store, number) == size;
    if (there) {
      hits++;
    }
    if (there && chance > 5) {
      return;
    }
    if (Responses.tryStore(store, number, Responses.content(number, size))) {
      stored++;
    } else {
      late++;
    }
  }

  private void watch() {
    try {
      while (true) {
        look();
        Thread.sleep(BETWEEN_LOOKS);
      }
    } catch (InterruptedException e) {
      // enough
    }
  }

  private long look() {
    try {
      long now = DiskUse.of(folder);
      most.accumulateAndGet(now, Math::max);
      return now;
    } catch (IOException | UncheckedIOException e) {
      return most.get(); // a folder went while it was looked at; the next look is soon
    }
  }

  private double overhead(H2Store store) {
    return (double) look() / (store.size().responses() * size);
  }

  private void report(H2Store store) {
    System.out.printf(
        "%,d asked for, %.1f %% there; %,d stored, %,d not as the disk was late; %,d stored now;"
            + " the files had %.1f %% of the bound at most, and have %.2f times the content%n",
        asked,
        100.0 * hits / asked,
        stored,
        late,
        store.size().responses(),
        100.0 * most.get() / bound,
        overhead(store));
  }

  private void judge(H2Store store) {
    double mostOverhead = size < LARGE ? MOST_OF_SMALL : MOST_OF_LARGE;
    if (most.get() > MOST_OF_BOUND * bound || overhead(store) > mostOverhead) {
      throw new IllegalStateException(
          "More than " + MOST_OF_BOUND + " times the bound or " + mostOverhead + " the content");
    }
  }
}
