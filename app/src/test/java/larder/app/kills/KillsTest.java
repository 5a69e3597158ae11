package larder.app.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import larder.app.Answer;
import larder.app.ChildLarder;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the program again and again: under load, while it starts, and while it stops. It always
 * serves again, never a wrong octet, and what was on disk is still there. Four times by itself;
 * {@code -Dlarder.kills=1000} for long, and then no more than the last second may be lost, too;
 * {@code -Dlarder.kills.size=12m} for a store that has to evict what may be looked for.
 */
@Timeout(value = 5, unit = TimeUnit.HOURS)
class KillsTest {
  private static final int KILLS = Integer.getInteger("larder.kills", 4);

  /** What is lost is a matter of time, and time is only to be had on a machine that is free. */
  private static final boolean LONG = KILLS >= 50;

  /** Holds whatever comes. */
  private static final String LARGE = "1g";

  private static final String SIZE = System.getProperty("larder.kills.size", LARGE);
  private static final boolean KEEPS_ALL = LONG && SIZE.equals(LARGE);

  private static final long SEED = Long.getLong("larder.kills.seed", 1L);
  private static final int CLIENTS = 4;
  private static final int ANSWERS = LONG ? 2500 : 400;
  private static final int MOST_KEPT = 300;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** Of a start and of a stop. */
  private static final int LONGEST_MILLIS = 900;

  private final Random random = new Random(SEED);

  /** Paths that were found on disk after a kill, so that they have to be after the next. */
  private List<String> onDisk = new ArrayList<>();

  private int lost;
  private int hits;
  private long answers;

  @TempDir private Path folder;

  @Test
  void itAlwaysServesAgainAndNeverAWrongOctet() throws Exception {
    try (FakeOrigin origin = Content.origin()) {
      Map<String, Long> seen = Map.of();
      long killed = 0;
      for (int round = 0; round < KILLS; round++) {
        if (round % 4 == 3) {
          killAtStart();
        }
        try (ChildLarder larder = start()) {
          InetSocketAddress proxy = larder.address();
          check(proxy, origin.authority(), seen, killed);
          Load load = Load.begin(proxy, origin.authority(), round, CLIENTS);
          load.await(1 + random.nextInt(ANSWERS));
          if (round % 4 == 2) {
            larder.terminate();
            larder.endsWithin(random.nextInt(LONGEST_MILLIS));
          }
          killed = System.nanoTime();
          larder.kill();
          load.join();
          assertEquals(List.of(), load.wrong(), () -> "seed " + SEED);
          seen = load.hits();
          answers += load.whole();
          String said = larder.output();
          assertFalse(said.contains("amaged") || said.contains("Exception"), said);
        }
        tell(round);
      }
      try (ChildLarder larder = start()) {
        check(larder.address(), origin.authority(), seen, killed);
      }
    }
  }

  private ChildLarder start() throws Exception {
    return ChildLarder.serving(folder, "--cache-size=" + SIZE, "--memory-size=0");
  }

  private void killAtStart() throws Exception {
    try (ChildLarder larder = start()) {
      larder.endsWithin(random.nextInt(LONGEST_MILLIS));
      larder.kill();
    }
  }

  /** Asks for what was there before the kill. */
  private void check(InetSocketAddress proxy, String origin, Map<String, Long> seen, long killed)
      throws Exception {
    List<String> found = new ArrayList<>();
    try (Peer peer = Peer.connect(proxy)) {
      for (String path : onDisk) {
        boolean hit = isServed(peer, origin, path);
        assertTrue(
            hit || !KEEPS_ALL, () -> "lost, though on disk: " + path); // it may be slow to answer
        if (hit) {
          found.add(path);
        }
      }
      for (Map.Entry<String, Long> each : seen.entrySet()) {
        boolean hit = isServed(peer, origin, each.getKey());
        boolean old = killed - each.getValue() > SECOND;
        assertTrue(
            hit || !old || !KEEPS_ALL,
            () -> each.getKey() + ", " + (killed - each.getValue()) / 1e9 + " s before the kill");
        hits++;
        lost += hit ? 0 : 1;
        if (hit) {
          found.add(each.getKey());
        }
      }
    }
    Collections.shuffle(found, random);
    onDisk = found.subList(0, Math.min(MOST_KEPT, found.size()));
  }

  /** Says whether it came from the store. */
  private static boolean isServed(Peer peer, String origin, String path) throws Exception {
    Answer answer = Load.ask(peer, origin, path);
    assertFalse(Load.isWrong(answer, path), () -> path + ": " + answer.head());
    return Load.isHit(answer);
  }

  @SuppressWarnings("SystemOut")
  private void tell(int round) {
    if (LONG && round % 10 == 9) {
      System.out.printf(
          "%d kills: %,d answers compared; of %,d hits %,d were lost, all in the last second%n",
          round + 1 + (round + 1) / 4, answers, hits, lost);
    }
  }
}
