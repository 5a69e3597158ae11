package larder.socket.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import larder.http.Body;
import larder.http.Method;
import larder.test.origin.Conversation;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that an origin binds to one user. */
class ConnectionLoginTest {
  private final Origins origins = Origins.over(OriginSettings.defaults());

  @AfterEach
  void close() {
    origins.close();
  }

  private int status(FakeOrigin origin, Method method, Body body, String... fields)
      throws Exception {
    return Fetch.of(origins, Fetch.request(method, origin.uri("/"), body, fields)).head().status();
  }

  /** Like servers that authenticate once for each connection: the third message is the login. */
  private static Conversation knowsWhoAsks() {
    return peer -> {
      boolean known = false;
      while (true) {
        known |= peer.readMessage().contains("Authorization: NTLM three");
        peer.send(
            known
                ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nAlice"
                : "HTTP/1.1 401 Who\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n");
      }
    };
  }

  @Test
  void aConnectionThatIsOneUsersIsNoneForOthers() throws Exception {
    try (FakeOrigin origin = FakeOrigin.following(knowsWhoAsks())) {
      status(origin, Method.GET, Body.empty(), "Authorization", "NTLM one");
      status(origin, Method.GET, Body.empty(), "Authorization", "NTLM three");
      assertEquals(401, status(origin, Method.GET, Body.empty()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NTLM TlRM, false",
    "ntlm TlRM, false",
    "Negotiate YII=, false",
    "NEGOTIATE, false",
    "Kerberos YII=, false",
    "Basic YTpi, true",
    "Bearer NTLM, true",
    "NTLM2 x, true"
  })
  void itIsKeptOnlyIfItsCredentialsAreTheRequests(String credentials, boolean kept)
      throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    for (Body body : List.of(Body.empty(), Body.of(new byte[3]), Body.of(new byte[20_000]))) {
      try (FakeOrigin origin = FakeOrigin.answering(answer)) {
        int before = origins.idleConnections();
        status(origin, Method.POST, body, "Authorization", credentials);
        assertEquals(kept ? 1 : 0, origins.idleConnections() - before);
      }
    }
  }
}
