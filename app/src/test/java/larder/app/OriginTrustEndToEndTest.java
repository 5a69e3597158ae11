package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import larder.test.log.Overheard;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that say who vouches for origins, and when it shows what is wrong with them. */
class OriginTrustEndToEndTest {
  private static final String DAMAGED =
      "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

  @TempDir private Path folder;

  private static FakeOrigin origin(OriginAuthority authority) throws Exception {
    return FakeOrigin.on(
        authority.vouchingFor("127.0.0.1").getServerSocketFactory(),
        InetAddress.ofLiteral("127.0.0.1"),
        peer -> {
          while (true) {
            peer.readMessage();
            peer.send(Framing.CONTENT_LENGTH.answer("", "secret"));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void thoseThatAreNamedVouch(boolean insteadOfJavas) throws Exception {
    OriginAuthority authority = new OriginAuthority();
    Path file = authority.file(folder);
    Setup setup = new Setup();
    try (FakeOrigin origin = origin(authority);
        Running larder =
            (insteadOfJavas ? setup.trustingInsteadOfJavas(file) : setup.trusting(file)).start()) {
      larder.get("https://" + origin.authority() + "/").is(200, "secret");
    }
  }

  @Test
  void whatALookAtAFileShowsIsSaidAtTheStart() throws Exception {
    Path file = folder.resolve("authorities.pem");
    Setup setup = new Setup().trustingInsteadOfJavas(file);
    assertTrue(refusal(setup).startsWith(file + " is not there"), refusal(setup));
    Files.writeString(file, "-----BEGIN CERTIFICATE-----\nMIIB\n");
    assertEquals(file + " holds no certificate: a PEM file is expected", refusal(setup));
  }

  @Test
  void fewAreReadAtTheStart() throws Exception {
    Path file = Files.writeString(folder.resolve("mine.pem"), DAMAGED);
    Setup setup = new Setup().trusting(file);
    assertEquals(file + " holds a certificate that cannot be read", refusal(setup));
  }

  private static String refusal(Setup setup) {
    return String.valueOf(assertThrows(StartException.class, setup::start).getMessage());
  }

  @Test
  void manyAreReadWhenTheyAreNeededAndDamageIsSaidThen() throws Exception {
    OriginAuthority authority = new OriginAuthority();
    Path file = Files.writeString(folder.resolve("origins.pem"), DAMAGED);
    try (Overheard log = Overheard.of("larder.tls", folder.toString());
        FakeOrigin origin = origin(authority);
        Running larder = new Setup().trustingInsteadOfJavas(file).start()) {
      String uri = "https://" + origin.authority() + "/";
      assertEquals(List.of(), log.said());
      for (int i = 0; i < 2; i++) {
        Answer refused = larder.get(uri);
        assertEquals(502, refused.status());
        assertTrue(
            String.valueOf(refused.field("Proxy-Status"))
                .startsWith("larder; error=proxy_configuration_error; details="));
        assertTrue(refused.content().contains("whom it is to trust"), refused::content);
        assertTrue(refused.content().contains("its log says more"), refused::content);
        assertFalse(refused.content().contains(file.toString()), refused::content);
      }
      assertEquals(
          "No origin is reached inside TLS: " + file + " holds a certificate that cannot be read",
          String.join("; ", log.said()));
      authority.file(folder);
      larder.get(uri).is(200, "secret");
    }
  }
}
