package larder.socket.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import larder.http.Authority;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Many names at once, each of which takes a while. */
class ResolverTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final int AT_A_TIME = 32;
  private static final int WAITING = 512;
  private static final int ADDRESSES = 32;

  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final CountDownLatch busy = new CountDownLatch(AT_A_TIME);
  private final CountDownLatch answers = new CountDownLatch(1);
  private final AtomicInteger found = new AtomicInteger();
  @AutoClose private final Resolver resolver = new Resolver(this::lookUp, LONG, System::nanoTime);

  private InetAddress[] lookUp(String host) throws UnknownHostException {
    asked.add(host);
    busy.countDown();
    try {
      answers.await();
    } catch (InterruptedException e) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {HERE};
  }

  @AfterEach
  void answer() {
    answers.countDown();
  }

  private List<InetAddress> resolve(String host) throws TransferException {
    return resolver.resolve(new Authority(host, 443));
  }

  /** Resolves that many names, each on a thread of its own. */
  private List<Thread> ask(int names) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < names; i++) {
      String host = "x" + i + ".example";
      threads.add(Thread.ofVirtual().start(() -> note(host)));
    }
    return threads;
  }

  private void note(String host) {
    try {
      found.addAndGet(resolve(host).size());
    } catch (TransferException e) {
      // The lookup was cancelled.
    }
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void namesThatNobodyWaitsForAnyMoreAreNotLookedUp() throws Exception {
    List<Thread> threads = ask(100);
    busy.await();
    threads.forEach(Thread::interrupt);
    join(threads);
    answers.countDown();
    assertEquals(List.of(HERE), resolve("fresh.example"));
    assertEquals(AT_A_TIME + 1, asked.size(), asked::toString);
    assertEquals(List.of(HERE), resolve("x99.example"));
  }

  @Test
  void aNameThatSomebodyStillWaitsForIsLookedUpThoughAnotherGaveUp() throws Exception {
    List<Thread> first = ask(AT_A_TIME);
    busy.await();
    Thread staying = Thread.ofVirtual().start(() -> note("shared.example"));
    Thread leaving = Thread.ofVirtual().start(() -> note("shared.example"));
    awaitAllWaiting(List.of(staying, leaving));
    leaving.interrupt();
    leaving.join();
    answers.countDown();
    join(first);
    staying.join();
    assertEquals(AT_A_TIME + 1, found.get());
  }

  @Test
  void moreNamesThanMayWaitAreRefused() throws Exception {
    List<Thread> threads = ask(AT_A_TIME + WAITING);
    awaitAllWaiting(threads);
    busy.await();
    assertEquals(AT_A_TIME, asked.size());
    TransferException refused =
        assertThrows(TransferException.class, () -> resolve("one.more.example"));
    assertEquals(Kind.OVERLOADED, refused.kind());
    answers.countDown();
    join(threads);
    assertEquals(AT_A_TIME + WAITING, found.get());
  }

  @Test
  void ofManyAddressesThoseAreKeptThatAreTriedFirst() throws Exception {
    List<InetAddress> four = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      four.add(InetAddress.ofLiteral("10.0.0." + i));
    }
    InetAddress six = InetAddress.ofLiteral("fd00::1");
    List<InetAddress> all = new ArrayList<>(four);
    all.add(six);
    List<InetAddress> first = new ArrayList<>(List.of(six));
    first.addAll(four.subList(0, ADDRESSES - 1));
    NameLookup many = host -> all.toArray(InetAddress[]::new);
    try (Resolver resolving = new Resolver(many, LONG, System::nanoTime)) {
      Authority there = new Authority("many.example", 443);
      assertEquals(first, resolving.resolve(there));
      assertEquals(first, resolving.resolve(there), "from memory");
    }
  }

  private static void awaitAllWaiting(List<Thread> threads) {
    long start = System.nanoTime();
    while (!threads.stream().allMatch(each -> each.getState() == Thread.State.TIMED_WAITING)) {
      assertTrue(System.nanoTime() - start < LONG.toNanos(), "They do not wait");
      Thread.onSpinWait();
    }
  }
}
