package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import larder.test.origin.Certificate;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Origins inside TLS: fetched for the client, or reached by the client itself through a tunnel. */
class TlsEndToEndTest {
  private static final String ANSWER =
      Framing.CHUNKED.answer("Cache-Control: max-age=60\r\n", "secret");

  @TempDir private static Path folder;
  private static SSLContext context;

  @BeforeAll
  static void makeCertificate() throws Exception {
    context = Certificate.madeFor("ip:127.0.0.1", folder);
  }

  private static FakeOrigin origin() throws IOException {
    return FakeOrigin.on(
        context.getServerSocketFactory(),
        InetAddress.ofLiteral("127.0.0.1"),
        peer -> {
          while (true) {
            peer.readMessage();
            peer.send(ANSWER);
          }
        });
  }

  @Test
  void anHttpsTargetIsFetchedInsideTlsAndStored() throws Exception {
    try (Running larder = new Setup().trusting(context).start();
        FakeOrigin origin = origin()) {
      String uri = "https://" + origin.authority() + "/";
      larder.get(uri).is(200, "secret").says("larder; fwd=uri-miss; fwd-status=200; stored");
      larder.get(uri).is(200, "secret").says("larder; hit; ttl=60");
      assertEquals(1, origin.connections());
    }
  }

  @Test
  void aCertificateThatNobodyTrustedVouchesForIsTheOriginsSide() throws Exception {
    try (Running larder = new Setup().start();
        FakeOrigin origin = origin()) {
      assertRefused(larder.get("https://" + origin.authority() + "/"));
    }
  }

  @Test
  void aCertificateForAnotherHostIsTheOriginsSide() throws Exception {
    try (Running larder = new Setup().trusting(context).start();
        FakeOrigin origin = origin()) {
      assertRefused(larder.get("https://localhost:" + origin.port() + "/"));
    }
  }

  private static void assertRefused(Answer failed) {
    assertEquals(502, failed.status());
    String status = String.valueOf(failed.field("Proxy-Status"));
    assertTrue(status.startsWith("larder; error=tls_certificate_error; details="), status);
    assertTrue(failed.content().contains("origin's side"), failed::content);
  }

  @Test
  void anOriginThatDoesNotSpeakTlsIsTheOriginsSide() throws Exception {
    try (Running larder = new Setup().trusting(context).start();
        FakeOrigin origin = FakeOrigin.following(peer -> peer.send(ANSWER))) {
      Answer failed = larder.get("https://" + origin.authority() + "/");
      assertEquals(502, failed.status());
      String status = String.valueOf(failed.field("Proxy-Status"));
      assertTrue(status.startsWith("larder; error=tls_protocol_error; details="), status);
    }
  }

  @Test
  void aClientsOwnTlsGoesThroughATunnelUntouched() throws Exception {
    try (Running larder = new Setup().start();
        FakeOrigin origin = origin();
        HttpClient client =
            HttpClient.newBuilder()
                .proxy(ProxySelector.of(larder.address()))
                .sslContext(context)
                .build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("https://" + origin.authority() + "/")).build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertEquals("secret", response.body());
      assertTrue(response.headers().firstValue("Via").isEmpty());
    }
  }
}
