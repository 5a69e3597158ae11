package larder.app;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import larder.forwarding.Conclusion;
import larder.store.InventoryPort;
import larder.store.ResponseStore;
import larder.test.origin.Peer;

/** A proxy that runs, and what a test does with it. */
final class Running implements AutoCloseable {
  /** Held on to: a logger that nobody holds forgets its level. */
  private static final Logger POOL = Logger.getLogger("com.zaxxer.hikari");

  static {
    POOL.setLevel(Level.WARNING);
  }

  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

  private final BlockingQueue<Conclusion> conclusions = new LinkedBlockingQueue<>();
  private final SettableClock clock;
  private final Larder larder;

  Running(Setup setup) throws StartException {
    clock = setup.clock();
    larder = Larder.start(setup.settings(), conclusions::add, setup.surroundings());
  }

  /** With a store that no setting chooses. */
  <S extends ResponseStore & InventoryPort> Running(Setup setup, S store) throws StartException {
    clock = setup.clock();
    larder =
        Larder.start(
            setup.settings(),
            conclusions::add,
            setup.surroundings(),
            Stores.Opened.of(store),
            null);
  }

  Larder larder() {
    return larder;
  }

  InetSocketAddress address() {
    return larder.addresses().getFirst();
  }

  void advance(Duration time) {
    clock.advance(time);
  }

  Peer connect() throws IOException {
    return Peer.connect(address());
  }

  /** One request on a connection of its own. */
  Answer ask(String request) throws IOException {
    try (Peer client = connect()) {
      client.send(request);
      return Answer.read(client, request.substring(0, request.indexOf(' ')));
    }
  }

  Answer get(String uri, String... lines) throws IOException {
    return ask(request("GET", uri, lines));
  }

  /** A request without content, as HTTP/1.1 has it. */
  static String request(String method, String uri, String... lines) {
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(uri).append(" HTTP/1.1\r\nHost: given.example\r\n");
    for (String line : lines) {
      request.append(line).append("\r\n");
    }
    return request.append("\r\n").toString();
  }

  /** How the next exchange ended that nobody has asked about yet; waits for it. */
  Conclusion conclusion() throws InterruptedException {
    Conclusion next = conclusions.poll(30, TimeUnit.SECONDS);
    assertNotNull(next, "No exchange has ended");
    return next;
  }

  /** The next that ended like that; those before it are not asked about any more. */
  Conclusion conclusion(Conclusion.Result result) throws InterruptedException {
    Conclusion next = conclusion();
    while (next.result() != result) {
      next = conclusion();
    }
    return next;
  }

  /** Asks until that is the answer; what is awaited happens behind other answers' backs. */
  Answer getUntil(String uri, Predicate<Answer> expected) throws IOException {
    long start = System.nanoTime();
    Answer answer = get(uri);
    while (!expected.test(answer)) {
      assertTrue(System.nanoTime() - start < PATIENCE_NANOS, answer::toString);
      answer = get(uri);
    }
    return answer;
  }

  @Override
  public void close() {
    larder.close();
  }
}
