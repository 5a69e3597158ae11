package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import larder.app.admin.AdminClient;
import larder.app.explain.ExplainQuery;
import larder.app.explain.ExplanationJson;
import larder.caching.Rfc9111Policy;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The admin port of a proxy that runs, and the store of one that has stopped. */
class ExplainEndToEndTest {
  private static final String FRESH =
      "HTTP/1.1 200 OK\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\nCache-Control: max-age=60\r\n"
          + "ETag: \"a\"\r\nContent-Length: 5\r\n\r\nhello";
  private static final String UNSTORED =
      "HTTP/1.1 200 OK\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\nCache-Control: no-store\r\n"
          + "Content-Length: 5\r\n\r\nhello";

  @TempDir Path folder;
  private Running larder;

  @BeforeEach
  void start() throws Exception {
    larder =
        new Setup().storing(StoreKind.H2.in(folder)).admin(new Settings.AdminAt(0, true)).start();
  }

  @AfterEach
  void stop() {
    larder.close();
  }

  private InetSocketAddress admin() {
    return Objects.requireNonNull(larder.larder().admin().address());
  }

  private String adminUrl() {
    return "http://127.0.0.1:" + admin().getPort();
  }

  private static ExplainQuery query(String url, String at) {
    return new ExplainQuery("GET", url, at, List.of());
  }

  private JsonNode explained(String url, String at) throws Exception {
    return AdminClient.ask(adminUrl(), query(url, at));
  }

  private Answer ask(String request) throws IOException {
    try (Peer client = Peer.connect(admin())) {
      client.send(request);
      return Answer.read(client, request.substring(0, request.indexOf(' ')));
    }
  }

  private String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + admin().getPort() + "\r\n\r\n";
  }

  @Test
  void aHitIsExplainedAndWhatItWillBeLater() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(FRESH)) {
      String url = origin.uri("/a");
      assertEquals("fetch", explained(url, "").path("decision").path("outcome").asString());
      larder.get(url);

      JsonNode now = explained(url, "");
      assertEquals("serve", now.path("decision").path("outcome").asString());
      assertEquals(60, now.path("decision").path("ttl").asInt());
      assertEquals("\"a\"", now.path("stored").path(0).path("etag").asString());
      assertFalse(now.path("steps").isEmpty());
      assertEquals("revalidate", explained(url, "+2m").path("decision").path("outcome").asString());
      assertEquals(1, origin.requests().size(), "Explaining asks nobody");
    }
  }

  /** Nobody is asked who they are here. */
  @Test
  void whatOthersWereKnownByIsNotShown() throws Exception {
    String keyed = FRESH.replace("ETag", "Vary: X-Api-Key, Accept\r\nETag");
    try (FakeOrigin origin = FakeOrigin.answering(keyed)) {
      String url = origin.uri("/a");
      larder.get(url, "X-Api-Key: s3cret", "Accept: text/plain");

      JsonNode explained = explained(url, "");
      JsonNode selectedBy = explained.path("stored").path(0).path("selectedBy");
      assertEquals("(not shown)", selectedBy.path("x-api-key").asString());
      assertEquals("text/plain", selectedBy.path("accept").asString());
      assertFalse(explained.toString().contains("s3cret"), explained::toString);
    }
  }

  @Test
  void whatWasNotStoredIsRemembered() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(UNSTORED)) {
      String url = origin.uri("/a");
      larder.get(url);

      JsonNode why = explained(url, "").path("notStored");
      assertEquals("no-store", why.path("reason").asString());
      assertEquals("RFC 9111, section 5.2.2.5", why.path("section").asString());
      assertTrue(explained(url + "b", "").path("notStored").isMissingNode());
    }
  }

  /** Nobody asks why the answer to a POST answers no GET; and what was stored is no riddle. */
  @Test
  void whatWasNotStoredIsTheLastAnswerThatCouldHaveBeen() throws Exception {
    try (FakeOrigin origin =
        FakeOrigin.answering(UNSTORED, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", FRESH)) {
      String url = origin.uri("/a");
      larder.get(url);
      larder.ask(Running.request("POST", url, "Content-Length: 0"));
      assertEquals("no-store", explained(url, "").path("notStored").path("reason").asString());

      larder.advance(Duration.ofSeconds(1));
      larder.get(url);
      assertTrue(explained(url, "").path("notStored").isMissingNode());
    }
  }

  @Test
  void aStoppedStoreExplainsTheSame() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(FRESH)) {
      String url = origin.uri("/a");
      larder.get(url);
      JsonNode running = explained(url, "2026-03-01T12:00:30Z");
      assertNotNull(Admin.of(folder));
      larder.close();

      ExplainQuery query = query(url, "2026-03-01T12:00:30Z");
      JsonNode stopped =
          ExplanationJson.of(
              StoppedStore.explain(
                  folder,
                  new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT),
                  query.request(),
                  query.target(),
                  query.instant(new SettableClock().instant())));
      assertEquals(running.toString(), stopped.toString());
      assertNull(Admin.of(folder));
    }
  }

  @Test
  void aFolderInUseOrWithoutAStoreIsSaidToBeSo() {
    ExplainQuery query = query("http://example.org/", "");
    Rfc9111Policy policy = new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT);
    StartException inUse =
        assertThrows(
            StartException.class,
            () ->
                StoppedStore.explain(
                    folder, policy, query.request(), query.target(), SettableClock.NOON));
    assertEquals(StartException.Cause.IN_USE, inUse.why());
    Path none = folder.resolve("none");
    StartException absent =
        assertThrows(
            StartException.class,
            () ->
                StoppedStore.explain(
                    none, policy, query.request(), query.target(), SettableClock.NOON));
    assertEquals(StartException.Cause.DISK, absent.why());
    assertFalse(Files.exists(none));
  }

  @Test
  void itIsNotReachedThroughTheProxy() throws Exception {
    assertEquals(404, larder.get(adminUrl() + "/healthz").status());
    assertEquals("ok\n", ask(get("/healthz")).content());
  }

  @Test
  void whoAsksSlowlyHoldsUpNobody() throws Exception {
    InetSocketAddress admin = Objects.requireNonNull(larder.larder().admin().address());
    List<Peer> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        slow.add(Peer.connect(admin).send("GET /healthz HTTP/1.1\r\nHo"));
      }
      assertEquals("ok\n", ask(get("/healthz")).content());
    } finally {
      for (Peer each : slow) {
        each.close();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:1, 200",
    "localhost, 200",
    "[::1]:5, 200",
    "127.1.2.3, 200",
    "evil.example, 403",
    "127.0.0.1.evil.example, 403",
    "10.0.0.1, 403"
  })
  void onlyWhoMeansThisMachineIsAnswered(String host, int status) throws Exception {
    assertEquals(status, ask("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status());
  }

  @Test
  void itOnlyReads() throws Exception {
    Answer refused =
        ask("DELETE /explain HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    assertEquals(405, refused.status());
    assertEquals("GET, HEAD", refused.field("Allow"));
  }

  @Test
  void wrongQuestionsAreSaidToBeWrong() throws Exception {
    assertEquals(404, ask(get("/other")).status());
    assertEquals(400, ask(get("/explain")).status());
    Answer wrong = ask(get("/explain?url=http://example.org/&at=soon"));
    assertEquals(400, wrong.status());
    assertEquals("application/problem+json", wrong.field("Content-Type"));
    assertTrue(wrong.content().contains("'soon' is no moment"), wrong.content());
    assertEquals(400, ask(get("/explain?url=http://example.org/&field=a")).status());
    assertEquals(400, ask(get("/explain?url=http://a/&url=http://b/")).status());
  }

  @Test
  void aPortThatWasAskedForAndIsInUseStopsTheStart() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Setup setup = new Setup();
      StartException refused =
          assertThrows(
              StartException.class,
              () -> setup.admin(new Settings.AdminAt(other.getLocalPort(), true)).start());
      assertEquals(StartException.Cause.IN_USE, refused.why());
      try (Running started =
          setup.admin(new Settings.AdminAt(other.getLocalPort(), false)).start()) {
        assertNull(started.larder().admin().address());
        assertNotNull(started.larder().admin().problem());
      }
    }
  }

  @Test
  void nobodyThereIsSaidSo() {
    String url = adminUrl();
    larder.close();
    assertThrows(
        AdminClient.NoAnswerException.class,
        () -> AdminClient.ask(url, query("http://example.org/", "")));
  }
}
