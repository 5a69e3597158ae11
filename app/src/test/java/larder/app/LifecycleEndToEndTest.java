package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import larder.forwarding.Conclusion;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, being full, stopping, and starting again. */
class LifecycleEndToEndTest {
  private static final String FRESH = "Cache-Control: max-age=60\r\n";

  @TempDir private Path folder;

  private Setup onDisk() {
    return new Setup().storing(StoreKind.H2.in(folder));
  }

  private static String uri(FakeOrigin origin) {
    return origin.uri("/");
  }

  @Test
  void whatIsFreshIsServedAfterARestartWithoutTheOrigin() throws Exception {
    String large = "0123456789abcdef".repeat(100_000);
    String smallUri;
    String largeUri;
    try (Running larder = onDisk().start();
        FakeOrigin small = Framing.CHUNKED.origin(FRESH + "X-Colour: red\r\n", "hello");
        FakeOrigin second = Framing.CLOSE.origin(FRESH, large)) {
      assertEquals(0, larder.larder().found().responses());
      smallUri = uri(small);
      largeUri = uri(second);
      larder.get(smallUri);
      larder.get(largeUri);
    }
    Setup later = onDisk();
    later.clock().advance(Duration.ofSeconds(50));
    try (Running larder = later.start()) {
      assertEquals(2, larder.larder().found().responses());
      for (int i = 0; i < 2; i++) { // from the disk, and then from the memory in front of it
        Answer hit = larder.get(smallUri).is(200, "hello").says("larder; hit; ttl=10");
        assertEquals("red", hit.field("X-Colour"));
        assertEquals("50", hit.field("Age"));
        assertEquals(large, larder.get(largeUri).content());
      }
      larder.advance(Duration.ofSeconds(10));
      assertEquals(502, larder.get(smallUri).status(), "stale, and the origin is gone");
    }
  }

  @Test
  void whatWasInvalidatedOrFreshenedStaysSoAfterARestart() throws Exception {
    String tagged = FRESH + "ETag: \"v1\"\r\n";
    String uri;
    String goneUri;
    try (FakeOrigin gone = Framing.CONTENT_LENGTH.origin(FRESH, "old");
        FakeOrigin origin =
            FakeOrigin.answering(
                Framing.CONTENT_LENGTH.answer(tagged, "hello"),
                "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\nCache-Control: max-age=600\r\n\r\n");
        Running larder = onDisk().start()) {
      uri = uri(origin);
      goneUri = uri(gone);
      larder.get(uri);
      larder.get(goneUri);
      larder.advance(Duration.ofSeconds(60));
      larder.get(uri).is(200, "hello");
      larder.ask(Running.request("DELETE", goneUri));
    }
    Setup later = onDisk();
    later.clock().advance(Duration.ofSeconds(60));
    try (Running larder = later.start()) {
      larder.get(uri).is(200, "hello").says("larder; hit; ttl=600");
      assertEquals(502, larder.get(goneUri).status());
    }
  }

  @Test
  void oneConnectionTooManyIsTurnedAway() throws Exception {
    try (Running larder = new Setup().maxConnections(1).start();
        FakeOrigin origin = Framing.CONTENT_LENGTH.origin("", "hello")) {
      try (Peer first = larder.connect()) {
        first.send(Running.request("GET", uri(origin)));
        Answer.read(first, "GET").is(200, "hello");
        try (Peer second = larder.connect()) {
          Answer refused = Answer.read(second, "GET");
          assertEquals(503, refused.status());
          assertEquals("close", refused.field("Connection"));
          assertTrue(
              String.valueOf(refused.field("Proxy-Status")).startsWith("larder; error="),
              refused::head);
          assertTrue(second.hasEnded());
        }
        first.send(Running.request("GET", uri(origin)));
        Answer.read(first, "GET").is(200, "hello");
      }
      larder.getUntil(uri(origin), answer -> answer.status() == 200); // its place is free again
    }
  }

  @Test
  void drainingLetsAnExchangeEndAndTakesNoMore() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (Running larder = new Setup().start();
        FakeOrigin origin =
            FakeOrigin.following(
                peer -> {
                  peer.readMessage();
                  asked.countDown();
                  mayAnswer.await();
                  peer.send(Framing.CONTENT_LENGTH.answer("", "hello"));
                });
        Peer idle = larder.connect()) {
      CompletableFuture<Boolean> drained;
      try (Peer client = larder.connect()) {
        client.send(Running.request("GET", uri(origin)));
        asked.await();
        drained =
            CompletableFuture.supplyAsync(() -> larder.larder().drain(Duration.ofSeconds(30)));
        assertTrue(idle.hasEnded());
        Peer.awaitRefusal(larder.address());
        assertFalse(drained.isDone());

        mayAnswer.countDown();
        assertEquals("close", Answer.read(client, "GET").is(200, "hello").field("Connection"));
        assertTrue(client.hasEnded());
      }
      assertTrue(drained.get());
    }
  }

  @Test
  void drainingGivesUpInTheEnd() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (Running larder = new Setup().start();
        FakeOrigin origin =
            FakeOrigin.following(
                peer -> {
                  peer.readMessage();
                  asked.countDown();
                  peer.hasEnded();
                });
        Peer client = larder.connect()) {
      client.send(Running.request("GET", uri(origin)));
      asked.await();
      assertFalse(larder.larder().drain(Duration.ofMillis(1)));
      larder.larder().close();
      assertThrows(IOException.class, client::readHead);
      assertEquals(Conclusion.Result.FAILED, larder.conclusion().result());
    }
  }

  @Test
  void closingTwiceIsClosingOnce() throws Exception {
    Running larder = onDisk().start();
    larder.close();
    larder.close();
    onDisk().start().close();
  }

  @Test
  void aPortInUseIsSaidInOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Setup setup = onDisk().listening("127.0.0.1", taken.getLocalPort());
      StartException refused = assertThrows(StartException.class, setup::start);
      assertEquals(StartException.Cause.IN_USE, refused.why());
      assertEquals(
          "127.0.0.1 port "
              + taken.getLocalPort()
              + " is in use by another process: choose another with --port or --listen, or stop"
              + " what has it",
          refused.getMessage());
    }
    onDisk().start().close(); // the folder was given back
  }

  @Test
  void aFolderInUseIsSaidInOneSentence() throws Exception {
    try (Running larder = onDisk().start()) {
      assertEquals(0, larder.larder().found().responses());
      StartException refused = assertThrows(StartException.class, onDisk()::start);
      assertEquals(StartException.Cause.IN_USE, refused.why());
      assertTrue(
          String.valueOf(refused.getMessage())
              .endsWith(": stop that one, or choose another folder with --cache-dir"),
          refused::getMessage);
    }
  }

  @Test
  void anAddressThatIsNoneIsSaidInOneSentence() {
    Setup setup = onDisk().listening("host name with spaces", 0);
    StartException refused = assertThrows(StartException.class, setup::start);
    assertEquals(StartException.Cause.SETTINGS, refused.why());
  }
}
