package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.Stream;
import larder.test.attacks.AttackTable;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that pass, byte for byte as the origin gets them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PassedRequestsEndToEndTest {
  private Running proxy;
  private FakeOrigin origin;

  @BeforeAll
  void start() throws Exception {
    origin =
        FakeOrigin.answering(
            "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 0\r\n\r\n");
    proxy = new Setup().start();
  }

  @AfterAll
  void stop() throws Exception {
    proxy.close();
    origin.close();
  }

  static Stream<Arguments> passed() {
    return AttackTable.rows("passed", 3).stream().map(Arguments::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passed")
  void isWrittenAnew(String why, String request, String got) throws Exception {
    isWrittenAnew(Peer::send, why, request, got);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passed")
  void octetByOctetToo(String why, String request, String got) throws Exception {
    isWrittenAnew(Peer::sendInOctets, why, request, got);
  }

  @FunctionalInterface
  private interface Sending {
    void send(Peer client, String bytes) throws IOException;
  }

  private void isWrittenAnew(Sending sending, String why, String request, String got)
      throws Exception {
    int before = origin.requests().size();
    try (Peer client = proxy.connect()) {
      sending.send(client, AttackTable.bytes(request, origin.authority()));
      assertEquals(200, Answer.read(client, "GET").status(), why);
      assertGoesOn(client, request);
    }
    String received = origin.requests().get(before).replaceAll("larder-[0-9a-f]{8}", "larder");
    assertEquals(AttackTable.bytes(got, origin.authority()), joined(received), why);
  }

  /** Chunks may be cut anew, wherever the pieces came in. */
  private static String joined(String message) {
    int content = message.indexOf("\r\n\r\n") + 4;
    if (!message.substring(0, content).contains("\r\nTransfer-Encoding: chunked\r\n")) {
      return message;
    }
    StringBuilder all = new StringBuilder();
    int at = content;
    while (true) {
      int end = message.indexOf("\r\n", at);
      int size = Integer.parseInt(message.substring(at, end), 16);
      if (size == 0) {
        String head = message.substring(0, content);
        return head + Framing.chunk(all.toString()) + message.substring(at);
      }
      all.append(message, end + 2, end + 2 + size);
      at = end + 2 + size + 2;
    }
  }

  /** What is behind it on the connection is the next request, or nobody's. */
  private void assertGoesOn(Peer client, String request) throws IOException {
    if (request.contains("HTTP/1.0") || request.contains("close ")) {
      assertTrue(client.hasEnded());
      return;
    }
    client.send(Running.request("GET", origin.uri("/next")));
    assertEquals(200, Answer.read(client, "GET").status());
  }
}
