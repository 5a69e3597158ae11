package larder.app.kills;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import larder.app.Answer;
import larder.test.origin.Peer;

/**
 * Clients that ask for new paths, and for those again, until the proxy is gone. Each whole answer
 * is compared octet by octet.
 */
final class Load {
  private final InetSocketAddress proxy;
  private final String origin;
  private final int round;
  private final AtomicInteger last = new AtomicInteger();

  /** When a path was first served as a hit, by {@link System#nanoTime}. */
  private final Map<String, Long> hits = new ConcurrentHashMap<>();

  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final List<Thread> clients;
  private long whole;

  private Load(InetSocketAddress proxy, String origin, int round, int count) {
    this.proxy = proxy;
    this.origin = origin;
    this.round = round;
    this.clients =
        IntStream.range(0, count)
            .mapToObj(each -> Thread.ofVirtual().unstarted(() -> run(each)))
            .toList();
  }

  static Load begin(InetSocketAddress proxy, String origin, int round, int clients) {
    Load load = new Load(proxy, origin, round, clients);
    load.clients.forEach(Thread::start);
    return load;
  }

  private void run(int client) {
    SplittableRandom random = new SplittableRandom(((long) round << 8) + client);
    try (Peer peer = Peer.connect(proxy)) {
      while (true) {
        int newest = last.incrementAndGet();
        ask(peer, newest);
        ask(peer, newest);
        ask(peer, 1 + random.nextInt(newest));
      }
    } catch (IOException e) {
      // It was killed.
    }
  }

  private void ask(Peer peer, int number) throws IOException {
    String path = "/" + round + "/" + number;
    Answer answer = ask(peer, origin, path);
    if (isWrong(answer, path)) {
      wrong.add(path + ": " + answer.head());
    } else if (isHit(answer)) {
      hits.putIfAbsent(path, System.nanoTime());
    }
    count();
  }

  static Answer ask(Peer peer, String origin, String path) throws IOException {
    peer.send("GET http://" + origin + path + " HTTP/1.1\r\nHost: " + origin + "\r\n\r\n");
    return Answer.read(peer, "GET");
  }

  static boolean isWrong(Answer answer, String path) {
    return answer.status() != 200 || !answer.content().equals(Content.of(path));
  }

  static boolean isHit(Answer answer) {
    String status = answer.field("Cache-Status");
    assertNotNull(status, answer::head);
    return status.contains("; hit");
  }

  /** Waits until all clients have noticed that the proxy is gone. */
  void join() throws InterruptedException {
    for (Thread client : clients) {
      client.join();
    }
  }

  private synchronized void count() {
    whole++;
    notifyAll();
  }

  /** Waits until so many answers have come whole. */
  synchronized void await(long answers) throws InterruptedException {
    while (whole < answers) {
      wait();
    }
  }

  /** How many answers have come whole. */
  synchronized long whole() {
    return whole;
  }

  Map<String, Long> hits() {
    return hits;
  }

  /** Answers that were whole and other than they should be. */
  List<String> wrong() {
    return wrong;
  }
}
