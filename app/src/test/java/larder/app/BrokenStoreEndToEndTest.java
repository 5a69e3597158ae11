package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import larder.forwarding.Conclusion;
import larder.forwarding.Conclusion.Result;
import larder.store.GuardedStore;
import larder.store.contract.FaultyStore;
import larder.store.contract.FaultyStore.Operation;
import larder.store.contract.MapStore;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A store that fails never fails the client. */
class BrokenStoreEndToEndTest {
  private static final String FIRST =
      Framing.CONTENT_LENGTH.answer("Cache-Control: max-age=60\r\nETag: \"v1\"\r\n", "hello");
  private static final String SECOND =
      Framing.CHUNKED.answer("Cache-Control: max-age=60\r\nETag: \"v1\"\r\n", "hello");

  private final FaultyStore store = new FaultyStore(new MapStore());

  private static String uri(FakeOrigin origin) {
    return origin.uri("/");
  }

  /** A content that breaks off in the middle is another matter: see below. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "READ")
  void whateverIsBrokenTheClientGetsItsAnswer(Operation operation) throws Exception {
    store.breakOn(operation);
    try (Running larder = new Running(new Setup(), store);
        FakeOrigin origin = FakeOrigin.answering(FIRST, SECOND)) {
      for (int i = 0; i < 3; i++) {
        larder.get(uri(origin)).is(200, "hello");
        larder.advance(Duration.ofSeconds(40)); // fresh and stale by turns
        larder.get(uri(origin)).is(200, "hello");
        larder.ask(Running.request("PUT", uri(origin), "Content-Length: 0")).is(200, "hello");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "READ")
  void whateverBreaksOnceSomethingIsStoredTheClientGetsItsAnswer(Operation operation)
      throws Exception {
    try (Running larder = new Running(new Setup(), store);
        FakeOrigin origin = validating()) {
      larder.get(uri(origin)).is(200, "hello");
      store.breakOn(operation);
      larder.get(uri(origin), "If-None-Match: \"v0\"").is(200, "hello");
      larder.advance(Duration.ofSeconds(70));
      larder.get(uri(origin)).is(200, "hello");
      store.mend();
      larder.get(uri(origin)).is(200, "hello");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "READ")
  void whateverThrowsTheClientGetsItsAnswer(Operation operation) throws Exception {
    try (Running larder = new Running(new Setup(), GuardedStore.over(store, fault -> {}));
        FakeOrigin origin = validating()) {
      larder.get(uri(origin)).is(200, "hello");
      store.throwOn(operation);
      larder.get(uri(origin)).is(200, "hello");
      larder.advance(Duration.ofSeconds(70));
      larder.get(uri(origin)).is(200, "hello");
      larder.ask(Running.request("PUT", uri(origin), "Content-Length: 0")).is(200, "hello");
      larder.get(uri(origin)).is(200, "hello");
    }
  }

  /** An origin that says 304 to those who have its one version. */
  private static FakeOrigin validating() throws IOException {
    return FakeOrigin.following(
        peer -> {
          while (true) {
            boolean has = peer.readMessage().contains("\r\nIf-None-Match: \"v1\"\r\n");
            peer.send(has ? "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n" : FIRST);
          }
        });
  }

  @Test
  void storedContentThatBreaksOffIsSeenToBreakOff() throws Exception {
    try (Running larder = new Running(new Setup(), store);
        FakeOrigin origin = FakeOrigin.answering(FIRST)) {
      larder.get(uri(origin)).is(200, "hello");
      store.breakOn(Operation.READ);
      try (Peer client = larder.connect()) {
        client.send(Running.request("GET", uri(origin)));
        assertTrue(client.readHead().contains("\r\nContent-Length: 5\r\n"));
        assertEquals("he", client.readToEnd());
      }
    }
  }

  /** Nobody guards this one. */
  @Test
  void aFaultOfOursIsOneExchangeInTheLog() throws Exception {
    store.throwOn(Operation.FIND);
    try (Running larder = new Running(new Setup(), store);
        FakeOrigin origin = FakeOrigin.answering(FIRST)) {
      String uri = uri(origin) + "tripping";
      assertEquals(500, larder.get(uri).status());
      Conclusion failed = larder.conclusion();
      assertEquals(Result.FAILED, failed.result());
      assertTrue(
          Objects.requireNonNull(failed.request()).target().toString().endsWith("/tripping"));
      store.mend();
      larder.get(uri(origin)).is(200, "hello");
      assertEquals(Result.MISS, larder.conclusion().result());
    }
  }
}
