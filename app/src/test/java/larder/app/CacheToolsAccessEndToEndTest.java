package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import larder.app.upkeep.Question.Verb;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may ask a proxy about what is stored, and how. */
class CacheToolsAccessEndToEndTest extends CacheToolsFixture {
  private Answer send(String request) throws Exception {
    InetSocketAddress admin = Objects.requireNonNull(larder.larder().admin().address());
    try (Peer client = Peer.connect(admin)) {
      client.send(request);
      return Answer.read(client, request.substring(0, request.indexOf(' ')));
    }
  }

  private String request(String method, Verb verb, String... lines) {
    StringBuilder request = new StringBuilder();
    request.append(method).append(" /cache/").append(verb.word()).append(" HTTP/1.1\r\n");
    for (String line : lines) {
      request.append(line).append("\r\n");
    }
    return request.append("Content-Length: 0\r\n\r\n").toString();
  }

  private String token() {
    return "Authorization: Bearer " + Objects.requireNonNull(admin().token()).text();
  }

  private static String method(Verb verb) {
    return verb.changes() ? "POST" : "GET";
  }

  @ParameterizedTest
  @EnumSource
  void withoutTheTokenNothingIsTold(Verb verb) throws Exception {
    String method = method(verb);
    assertEquals(401, send(request(method, verb, "Host: localhost")).status());
    Answer wrong = send(request(method, verb, "Host: localhost", token() + "x"));
    assertEquals(401, wrong.status());
    assertEquals("Bearer", wrong.field("WWW-Authenticate"));
  }

  @ParameterizedTest
  @EnumSource
  void noPageInABrowserMayAsk(Verb verb) throws Exception {
    String method = method(verb);
    for (String line : List.of("Origin: http://localhost", "Sec-Fetch-Site: cross-site")) {
      assertEquals(403, send(request(method, verb, "Host: localhost", token(), line)).status());
    }
    assertEquals(403, send(request(method, verb, "Host: evil.example", token())).status());
  }

  @ParameterizedTest
  @EnumSource
  void whatChangesSomethingIsPostedAndTheRestIsNot(Verb verb) throws Exception {
    String other = verb.changes() ? "GET" : "POST";
    Answer refused = send(request(other, verb, "Host: localhost", token()));
    assertEquals(405, refused.status());
    assertEquals(method(verb), refused.field("Allow"));
  }

  @Test
  void theTokenIsForTheOwnerOfTheFolderAlone() throws Exception {
    Path file = folder.resolve("admin");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertNotNull(admin().token());
    assertEquals("(a token)", String.valueOf(admin().token()));
    String old = token();
    larder.close();
    larder = setup.start();
    assertEquals(401, send(request("GET", Verb.LS, "Host: localhost", old)).status());
    assertEquals(200, send(request("GET", Verb.LS, "Host: localhost", token())).status());
  }

  @Test
  void onlyItsOwnPathsAreThere() throws Exception {
    assertEquals(
        404,
        send("GET /cache/ls/x HTTP/1.1\r\nHost: localhost\r\n" + token() + "\r\n\r\n").status());
  }
}
