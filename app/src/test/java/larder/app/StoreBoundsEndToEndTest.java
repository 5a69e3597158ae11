package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Bounds of what is stored of one thing and at a time: beyond them answers are still given. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class StoreBoundsEndToEndTest {
  private static final String FRESH = "Cache-Control: max-age=60\r\n";
  private static final int SIZE = 60_000;

  @Parameter StoreKind kind;
  @TempDir Path folder;

  private Setup setup() {
    return new Setup().storing(kind.in(folder));
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertTrue(latch.await(30, TimeUnit.SECONDS), "It did not come to that");
  }

  @Test
  void ofMoreVariantsTheOldestGoes() throws Exception {
    Settings.StoreBounds two = new Settings.StoreBounds(null, null, 2);
    String answer = Framing.CONTENT_LENGTH.answer(FRESH + "Vary: Wish\r\n", "granted");
    try (FakeOrigin origin = FakeOrigin.answering(answer);
        Running proxy = setup().storingWithin(two).start()) {
      String uri = origin.uri("/");
      for (int i = 1; i <= 3; i++) {
        proxy.get(uri, "Wish: " + i).is(200, "granted");
        proxy.advance(Duration.ofSeconds(1));
      }
      proxy.get(uri, "Wish: 3").says("larder; hit; ttl=59");
      proxy.get(uri, "Wish: 2").says("larder; hit; ttl=58");
      proxy.get(uri, "Wish: 1").says("larder; fwd=vary-miss; fwd-status=200; stored");
    }
  }

  @Test
  void moreThanMayBePendingIsPassedOnAndNotStored() throws Exception {
    Settings.StoreBounds narrow = new Settings.StoreBounds(null, 64L << 10, 32);
    String content = "x".repeat(SIZE);
    String head = "HTTP/1.1 200 OK\r\n" + FRESH + "Content-Length: " + SIZE + "\r\n\r\n";
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    try (FakeOrigin origin =
            FakeOrigin.following(
                peer -> {
                  peer.readMessage();
                  peer.send(head + content.substring(1));
                  begun.incrementAndGet();
                  await(go);
                  peer.send("x");
                });
        Running proxy = setup().storingWithin(narrow).start();
        Peer first = proxy.connect();
        Peer second = proxy.connect()) {
      first.send(Running.request("GET", origin.uri("/1")));
      second.send(Running.request("GET", origin.uri("/2")));
      String firstHead = first.readHead() + first.read(SIZE - 1);
      String secondHead = second.readHead() + second.read(SIZE - 1);
      go.countDown();
      assertEquals("x", first.read(1));
      assertEquals("x", second.read(1));
      assertTrue(firstHead.startsWith("HTTP/1.1 200 ") && secondHead.startsWith("HTTP/1.1 200 "));
      proxy.get(origin.uri("/1")).is(200, content);
      proxy.get(origin.uri("/2")).is(200, content);
      assertEquals(3, begun.get(), "There was room for one of them");
    }
  }

  @Test
  void moreThanMayWaitAskForThemselves() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    String answer = Framing.CONTENT_LENGTH.answer(FRESH, "shared");
    try (FakeOrigin origin =
            FakeOrigin.following(
                peer -> {
                  peer.readMessage();
                  both.countDown();
                  await(both);
                  peer.send(answer);
                });
        Running proxy = setup().maxWaiters(0).start();
        Peer first = proxy.connect();
        Peer second = proxy.connect()) {
      String request = Running.request("GET", origin.uri("/"));
      first.send(request);
      second.send(request);
      Answer.read(first, "GET").is(200, "shared");
      Answer.read(second, "GET").is(200, "shared");
    }
  }
}
