package larder.socket.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import larder.forwarding.OriginPort.OriginRequest;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.Method;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.test.origin.Conversation;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memory runs out during an exchange with an origin: its connection ends, and others go on. */
@Timeout(20)
class BrokenExchangeTest {
  private static final String EARLY = "HTTP/1.1 103 Early Hints\r\n\r\n";
  private static final Conversation OTHERS =
      peer -> {
        peer.readHead();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
      };

  @AutoClose private final Origins origins = Origins.over(OriginSettings.defaults());
  private final CompletableFuture<String> behind = new CompletableFuture<>();

  private static OutOfMemoryError noMemory() {
    return new OutOfMemoryError("on purpose");
  }

  private void assertOthersGoOn(FakeOrigin origin) throws Exception {
    assertEquals(0, origins.idleConnections());
    assertEquals("hello", Fetch.get(origins, origin.uri("/")).content());
    assertEquals(1, origins.idleConnections());
  }

  private Conversation afterHead(String answer) {
    return peer -> {
      peer.readHead();
      peer.send(answer);
      behind.complete(peer.readToEnd());
    };
  }

  @Test
  void anAnswerThatCannotBePassedOnEndsTheConnection() throws Exception {
    try (FakeOrigin origin = FakeOrigin.following(afterHead(EARLY), OTHERS)) {
      OriginRequest request = Fetch.request(Method.GET, origin.uri("/"), Body.empty());
      assertThrows(
          OutOfMemoryError.class,
          () ->
              origins.fetch(
                  request,
                  interim -> {
                    throw noMemory();
                  }));
      assertEquals("", behind.get(10, TimeUnit.SECONDS), "the connection has ended");
      assertOthersGoOn(origin);
    }
  }

  /** A content that breaks after its first byte. */
  private static final class Breaking implements Body {
    @Override
    public OptionalLong length() {
      return OptionalLong.of(5);
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      sink.write(ByteBuffer.wrap(new byte[] {'x'}));
      throw noMemory();
    }

    @Override
    public Fields trailers() {
      return Fields.EMPTY;
    }

    @Override
    public void close() {}
  }

  @Test
  void contentThatCannotBeSentEndsTheExchange() throws Exception {
    try (FakeOrigin origin = FakeOrigin.following(afterHead(""), OTHERS)) {
      OriginRequest request = Fetch.request(Method.POST, origin.uri("/"), new Breaking());
      TransferException failed =
          assertThrows(TransferException.class, () -> origins.fetch(request, interim -> {}));
      assertEquals(Side.CLIENT, failed.side());
      assertEquals(Kind.FAILED, failed.kind());
      assertTrue("x".startsWith(behind.get(10, TimeUnit.SECONDS)), "the connection has ended");
      assertOthersGoOn(origin);
    }
  }
}
