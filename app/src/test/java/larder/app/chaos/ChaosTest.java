package larder.app.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import larder.app.ChildLarder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many clients, some of which leave, stall or talk nonsense, over an origin that resets, stalls,
 * cuts short and lies: what is whole is right, no answer is somebody else's, and nothing is left
 * behind. A few seconds by itself; {@code -Dlarder.chaos.seconds=600} for long.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ChaosTest {
  private static final Duration TIME = Duration.ofSeconds(Long.getLong("larder.chaos.seconds", 4L));
  private static final boolean LONG = TIME.toSeconds() >= 60;
  private static final long SEED = Long.getLong("larder.chaos.seed", 1L);
  private static final int CLIENTS = Integer.getInteger("larder.chaos.clients", 32);

  /** As many connections to one origin as are kept for later. */
  private static final int KEPT_CONNECTIONS = 128;

  /** For what the JVM opens and starts as it goes along. */
  private static final int OWN = 12;

  private static final int HEAP_KIB = 64 << 10;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"memory", "h2"})
  void whatIsWholeIsRightAndNothingIsLeftBehind(String store) throws Exception {
    Outcomes outcomes = new Outcomes();
    try (ChildLarder larder = start(store);
        ChaosOrigin origin = new ChaosOrigin(SEED, 800);
        EchoServer echo = new EchoServer()) {
      InetSocketAddress proxy = larder.address();
      run(proxy, origin, echo, System.nanoTime() + TIME.toNanos() / 4, outcomes);
      Vitals before = atRest(larder, OWN, KEPT_CONNECTIONS * 2);
      run(proxy, origin, echo, System.nanoTime() + TIME.toNanos(), outcomes);
      assertEquals(List.of(), outcomes.wrong());
      assertTrue(outcomes.count("whole") > 0, () -> outcomes.all().toString());
      Vitals after = atRest(larder, OWN, before.descriptors() + KEPT_CONNECTIONS + OWN);
      if (LONG) {
        tell(store, origin, outcomes, before, after);
      }
      larder.terminate();
      assertEquals(143, larder.exitCode());
      String said = larder.output();
      assertFalse(said.contains("fault of ours") || said.contains("Exception"), said);
    }
  }

  private ChildLarder start(String store) throws Exception {
    return new ChildLarder(
        ChildLarder.carrying("-Xmx96m"),
        List.of(
            "--cache=" + store,
            "--cache-dir=" + folder.resolve("store"),
            "--port=0",
            "--memory-size=8m",
            "--cache-size=64m",
            "--max-object-size=2m",
            "--connect-ports=1-65535",
            "--origin-timeout=500ms",
            "--header-timeout=2s",
            "--idle-timeout=2s",
            "--tunnel-idle-timeout=5s"));
  }

  private static void run(
      InetSocketAddress proxy, ChaosOrigin origin, EchoServer echo, long end, Outcomes outcomes)
      throws InterruptedException {
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      ChaosClient client =
          new ChaosClient(
              proxy,
              "127.0.0.1:" + origin.port(),
              "127.0.0.1:" + echo.port(),
              SEED * 1_000_000 + end % 1_000_000 + i,
              end,
              outcomes);
      clients.add(Thread.ofVirtual().start(client));
    }
    for (Thread client : clients) {
      client.join();
    }
  }

  /** What it holds once its clients are gone, and it has come to rest. */
  private Vitals atRest(ChildLarder larder, int mostThreads, int mostDescriptors) throws Exception {
    long start = System.nanoTime();
    Vitals vitals = Vitals.of(larder.pid(), folder);
    while (vitals.virtualThreads() > mostThreads
        || vitals.descriptors() > mostDescriptors
        || vitals.heapKib() > HEAP_KIB) {
      Vitals last = vitals;
      assertTrue(System.nanoTime() - start < Duration.ofMinutes(1).toNanos(), last::toString);
      TimeUnit.MILLISECONDS.sleep(200);
      vitals = Vitals.of(larder.pid(), folder);
    }
    return vitals;
  }

  @SuppressWarnings("SystemOut")
  private static void tell(
      String store, ChaosOrigin origin, Outcomes outcomes, Vitals before, Vitals after) {
    System.out.printf(
        "%s, %d s: %s%n  origin: %s%n  before: %s%n  after: %s%n",
        store, TIME.toSeconds(), outcomes.all(), origin.met(), before, after);
  }
}
