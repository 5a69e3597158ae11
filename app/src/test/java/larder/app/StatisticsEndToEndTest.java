package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import larder.app.admin.AdminClient;
import larder.app.admin.AdminToken;
import larder.app.command.Ran;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a running proxy says that it has counted. */
class StatisticsEndToEndTest {
  private static final String FRESH =
      Framing.CONTENT_LENGTH.answer("Cache-Control: max-age=600\r\n", "text");

  private static Running started() throws Exception {
    return new Setup().admin(new Settings.AdminAt(0, true)).start();
  }

  private static InetSocketAddress admin(Running larder) {
    return Objects.requireNonNull(larder.larder().admin().address());
  }

  private static String url(Running larder) {
    return "http://127.0.0.1:" + admin(larder).getPort();
  }

  private static void send(Running larder, String request) throws Exception {
    try (Peer client = Peer.connect(larder.address())) {
      client.send(request);
      Answer.read(client, "GET");
    }
  }

  /** What is answered is counted a moment later. */
  private static void awaitCounted(Running larder, int exchanges) throws InterruptedException {
    for (int i = 0; i < exchanges; i++) {
      larder.conclusion();
    }
  }

  @Test
  void whatWasAnsweredAndWhyIsCounted() throws Exception {
    try (Running larder = started();
        FakeOrigin origin = FakeOrigin.answering(FRESH)) {
      larder.get(origin.uri("/"));
      larder.get(origin.uri("/"));
      send(larder, "GET http://a.example/" + "a".repeat(9000) + " HTTP/1.1\r\n\r\n");
      send(larder, "GET http://a.example/ HTTP/1.1\r\nHost : a.example\r\n\r\n");
      awaitCounted(larder, 4);

      JsonNode counted = AdminClient.statistics(url(larder));
      assertEquals(4, counted.path("requests").asInt(), counted::toString);
      assertEquals(1, counted.path("hits").asInt());
      assertEquals(1, counted.path("missesByReason").path("uri-miss").asInt());
      assertEquals(1, counted.path("errors").path("414 http_request_error").asInt());
      assertEquals(1, counted.path("errors").path("400 http_request_error").asInt());
      assertEquals(1, counted.path("results").path("hit").asInt());
      assertEquals(1, counted.path("stored").path("responses").asInt());
      assertEquals(2, counted.path("refused").asInt());
    }
  }

  /** As a proxy leaves it behind that was killed, when another one has its admin port. */
  @Test
  void whatAFileSaysOfAFolderThatNobodyHoldsCountsForNothing(@TempDir Path folder)
      throws Exception {
    Map<String, String> environment = Map.of("LARDER_CACHE_DIR", folder.toString());
    try (Running larder =
        new Setup().admin(new Settings.AdminAt(0, true)).storing(StoreKind.H2.in(folder)).start()) {
      assertTrue(Files.readString(folder.resolve("admin")).startsWith(url(larder)));
      assertEquals(0, Ran.of(environment, "stats").exitCode());
    }
    try (Running other = started()) {
      Files.writeString(folder.resolve("admin"), url(other) + "\n");
      Ran asked = Ran.of(environment, "stats");
      assertEquals(69, asked.exitCode(), asked.out());
      assertTrue(
          asked.err().startsWith("larder: No proxy says that it uses " + folder), asked.err());
    }
  }

  /** Whoever took the port that a killed proxy had knows nothing of the token in its file. */
  @Test
  void whoCannotProveThatTheFileIsItsOwnIsNotBelieved(@TempDir Path folder) throws Exception {
    Map<String, String> environment = Map.of("LARDER_CACHE_DIR", folder.toString());
    try (Running _ = new Setup().storing(StoreKind.H2.in(folder)).start();
        Running stranger = started()) {
      String left = url(stranger) + "\n" + AdminToken.random().text() + "\n";
      Files.writeString(folder.resolve("admin"), left);
      assertNull(Admin.of(folder));
      assertEquals(69, Ran.of(environment, "stats").exitCode());
      assertEquals(69, Ran.of(environment, "explain", "http://example.org/").exitCode());

      Files.writeString(folder.resolve("admin"), url(stranger) + "\n");
      assertNull(Admin.of(folder));
    }
  }

  /** It was written by one that was killed. */
  @Test
  void whoHasNoAdminPortRemovesTheFileOfAnother(@TempDir Path folder) throws Exception {
    try (Running other = started()) {
      for (Settings.Admin none :
          List.of(new Settings.NoAdmin(), new Settings.AdminAt(admin(other).getPort(), false))) {
        Files.writeString(folder.resolve("admin"), url(other) + "\n");
        try (Running _ = new Setup().admin(none).storing(StoreKind.H2.in(folder)).start()) {
          assertFalse(Files.exists(folder.resolve("admin")), none::toString);
        }
      }
    }
  }

  @Test
  void whereItCannotBeSaidWhoHoldsTheFolderNothingIsLeftOfIt(@TempDir Path folder)
      throws Exception {
    Files.createDirectories(folder.resolve("admin/full"));
    try (Running larder =
        new Setup().admin(new Settings.AdminAt(0, true)).storing(StoreKind.H2.in(folder)).start()) {
      AdminClient.statistics(url(larder));
      try (Stream<Path> all = Files.list(folder)) {
        List<String> left =
            all.map(each -> each.getFileName().toString())
                .filter(name -> name.endsWith(".new"))
                .toList();
        assertEquals(List.of(), left);
      }
    }
  }

  @Test
  void whatIsNotStoredIsCountedByReason() throws Exception {
    try (Running larder = started();
        FakeOrigin origin =
            FakeOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
      larder.get(origin.uri("/"));
      larder.get(origin.uri("/"));
      send(larder, "POST " + origin.uri("/") + " HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
      awaitCounted(larder, 3);
      JsonNode counted = AdminClient.statistics(url(larder));
      assertEquals(2, counted.path("notStoredByReason").path("no-lifetime").asInt());
      assertEquals(1, counted.path("notStoredByReason").size(), counted::toString);
      Ran ran = Ran.of(Map.of(), "stats", "--admin=" + url(larder));
      assertTrue(ran.out().matches("(?s).*\\nnot stored +2\\n  no-lifetime +2\\n.*"), ran::out);
    }
  }

  /** Whoever is on this machine may ask for them. */
  @Test
  void theFiguresNameNoHosts() throws Exception {
    try (Running larder = started();
        FakeOrigin far = FakeOrigin.following(peer -> peer.send("done"))) {
      try (Peer client = Peer.connect(larder.address())) {
        client.send("CONNECT " + far.authority() + " HTTP/1.1\r\nHost: a\r\n\r\n");
        client.readHead();
        assertEquals("done", client.readToEnd());
      }
      JsonNode counted = AdminClient.statistics(url(larder));
      assertFalse(counted.has("tunnelled"), counted::toString);
      assertFalse(counted.has("bypassed"), counted::toString);
    }
  }

  @Test
  void theSameIsThereForMachines() throws Exception {
    try (Running larder = started()) {
      send(larder, "GET http://a.example/ HTTP/1.1\r\nHost : a.example\r\n\r\n");
      awaitCounted(larder, 1);
      try (Peer client = Peer.connect(admin(larder))) {
        client.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Answer metrics = Answer.read(client, "GET");
        assertEquals("text/plain; version=0.0.4; charset=utf-8", metrics.field("Content-Type"));
        assertTrue(
            metrics
                .content()
                .contains(
                    "# TYPE larder_errors_total counter\n"
                        + "larder_errors_total{status=\"400\",cause=\"http_request_error\"} 1\n"),
            metrics::content);
        assertTrue(
            metrics.content().contains("# TYPE larder_cache_not_stored_total counter\n"),
            metrics::content);
        assertTrue(metrics.content().contains("larder_cache_requests_total{result=\"hit\"} 0\n"));
        assertTrue(metrics.content().endsWith("larder_cache_size_bytes 0\n"));
      }
    }
  }

  @Test
  void openConnectionsAreCounted() throws Exception {
    try (Running larder = started();
        Peer client = larder.connect()) {
      client.send("OPTIONS * HTTP/1.1\r\nHost: larder\r\n\r\n").readMessage();
      assertEquals(1, AdminClient.statistics(url(larder)).path("connections").asInt());
    }
  }

  @Test
  void theCommandAsksTheRunningProxy() throws Exception {
    try (Running larder = started()) {
      send(larder, "GET http://a.example/ HTTP/1.1\r\nHost : a.example\r\n\r\n");
      awaitCounted(larder, 1);
      Ran ran = Ran.of(Map.of(), "stats", "--admin=" + url(larder));
      assertEquals(0, ran.exitCode());
      assertTrue(ran.out().matches("(?s).*\\n  400 http_request_error +1\\n.*"), ran::out);
    }
  }

  @Test
  void whereNoneRunsThatIsSaid() throws Exception {
    assertEquals(69, Ran.of(Map.of("XDG_CACHE_HOME", "/nowhere"), "stats").exitCode());
  }
}
