package larder.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ServerSocketFactory;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that nobody here wrote; it asks for HTTP/2 on the way, which must not get through. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class JdkClientEndToEndTest extends EachStoreFixture {
  private static final String FRESH = "Cache-Control: max-age=60\r\n";

  private HttpClient client;

  @BeforeEach
  void startClient() {
    client = HttpClient.newBuilder().proxy(ProxySelector.of(larder.address())).build();
  }

  @AfterEach
  void stopClient() {
    client.shutdownNow();
  }

  private static HttpRequest.Builder request(FakeOrigin origin, String path) {
    return HttpRequest.newBuilder(URI.create(origin.uri(path)));
  }

  @Test
  void fetchesAMissAndThenAHit() throws Exception {
    try (FakeOrigin origin = Framing.CHUNKED.origin(FRESH, "hello")) {
      for (String expected :
          List.of("larder; fwd=uri-miss; fwd-status=200; stored", "larder; hit; ttl=60")) {
        HttpResponse<String> response =
            client.send(request(origin, "/").build(), BodyHandlers.ofString());
        assertEquals(200, response.statusCode());
        assertEquals("hello", response.body());
        assertEquals(expected, response.headers().firstValue("Cache-Status").orElseThrow());
      }
      assertEquals(1, origin.requests().size());
      assertTrue(new Answer(origin.requests().getFirst(), "", "").all("Upgrade").isEmpty());
    }
  }

  @Test
  void sendsContentOfUnknownLength() throws Exception {
    byte[] content = "0123456789".repeat(20_000).getBytes(US_ASCII);
    try (FakeOrigin origin = FakeOrigin.answering(Framing.CONTENT_LENGTH.answer(FRESH, "done"))) {
      HttpResponse<String> response =
          client.send(
              request(origin, "/")
                  .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)))
                  .build(),
              BodyHandlers.ofString());
      assertEquals("done", response.body());
      assertTrue(origin.requests().getFirst().length() > content.length);
    }
  }

  @Test
  void manyAtATimeGetWhatTheyAskedFor() throws Exception {
    try (FakeOrigin origin = echoingPaths()) {
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        HttpRequest request = request(origin, "/" + i % 20).build();
        answers.add(client.sendAsync(request, BodyHandlers.ofString()));
      }
      for (int i = 0; i < 200; i++) {
        assertEquals("/" + i % 20, answers.get(i).get().body());
      }
    }
  }

  private static FakeOrigin echoingPaths() throws Exception {
    return FakeOrigin.on(
        ServerSocketFactory.getDefault(),
        InetAddress.ofLiteral("127.0.0.1"),
        peer -> {
          while (true) {
            String path = peer.readMessage().split(" ", 3)[1];
            peer.send(Framing.CONTENT_LENGTH.answer(FRESH, path));
          }
        });
  }

  @Test
  void readsALargeAnswerPieceByPiece() throws Exception {
    String content = "0123456789abcdef".repeat(200_000);
    try (FakeOrigin origin = Framing.CLOSE.origin(FRESH, content)) {
      for (int i = 0; i < 2; i++) {
        HttpResponse<InputStream> response =
            client.send(request(origin, "/").build(), BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
          assertArrayEquals(content.getBytes(US_ASCII), in.readAllBytes());
        }
      }
      assertEquals(1, origin.requests().size());
    }
  }
}
