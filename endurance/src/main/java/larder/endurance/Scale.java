package larder.endurance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import larder.h2.H2Settings;
import larder.h2.H2Store;
import larder.store.ResponseStore;

/**
 * Fills a store on disk with so many responses, and says what a look-up costs then, and what the
 * disk has: {@code FOLDER COUNT [SIZE]}. The folder is left as it is, for a proxy to be started on,
 * and one that is there already is not filled again.
 */
@SuppressWarnings("SystemOut")
final class Scale {
  private static final int LOOK_UPS = 200_000;
  private static final int ROUNDS = 5;

  private Scale() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int count = Integer.parseInt(args[1]);
    int size = args.length > 2 ? Integer.parseInt(args[2]) : 1024;
    long bound = Math.max(1L << 30, 2L * count * (size + 1024));
    if (!Files.isDirectory(folder)) {
      fill(folder, bound, count, size);
    }
    long start = System.nanoTime();
    try (ResponseStore store = H2Store.open(H2Settings.of(folder, bound))) {
      System.out.printf("opened in %.0f ms%n", (System.nanoTime() - start) / 1e6);
      double best = Double.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        best = Math.min(best, lookUp(store, count, size, round));
      }
      System.out.printf("looked up and read in %.2f µs, the best of %d rounds%n", best, ROUNDS);
    }
  }

  private static void fill(Path folder, long bound, int count, int size) throws Exception {
    long start = System.nanoTime();
    try (ResponseStore store = H2Store.open(H2Settings.of(folder, bound))) {
      for (int number = 0; number < count; number++) {
        Responses.store(store, number, Responses.content(number, size));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%,d responses of %,d bytes: stored in %.1f s (%.1f µs each), %.2f times the content on"
            + " disk%n",
        count, size, seconds, 1e6 * seconds / count, (double) DiskUse.of(folder) / count / size);
  }

  private static double lookUp(ResponseStore store, int count, int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long start = System.nanoTime();
    for (int i = 0; i < LOOK_UPS; i++) {
      long number = random.nextInt(count);
      if (Responses.read(store, number) != size) {
        throw new IllegalStateException("Not there: " + number);
      }
    }
    return (System.nanoTime() - start) / 1e3 / LOOK_UPS;
  }
}
