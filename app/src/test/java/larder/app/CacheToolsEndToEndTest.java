package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import larder.app.admin.AdminAddress;
import larder.app.admin.AdminClient;
import larder.app.command.Commands;
import larder.app.upkeep.Answers;
import larder.app.upkeep.Question;
import larder.app.upkeep.Question.Verb;
import larder.caching.Rfc9111Policy;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** {@code larder cache}, of a proxy that runs and of a folder that none uses. */
class CacheToolsEndToEndTest {
  private static final String FRESH =
      "HTTP/1.1 200 OK\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\nCache-Control: max-age=60\r\n"
          + "Content-Type: text/plain\r\nETag: \"a\"\r\nContent-Length: 5\r\n\r\nhello";

  @TempDir Path folder;
  private Running larder;
  private FakeOrigin origin;
  private final Setup setup = new Setup();

  @BeforeEach
  void start() throws Exception {
    origin = FakeOrigin.answering(FRESH, FRESH, FRESH);
    larder = setup.storing(StoreKind.H2.in(folder)).admin(new Settings.AdminAt(0, true)).start();
  }

  @AfterEach
  void stop() throws IOException {
    larder.close();
    origin.close();
  }

  private String url(String path) {
    return "http://" + origin.authority() + path;
  }

  /** All that was answered. */
  private static final class Answered implements Answers {
    private final List<JsonNode> items = new ArrayList<>();
    private JsonNode result = MissingNode.getInstance();

    @Override
    public void item(JsonNode item) {
      items.add(item);
    }

    @Override
    public void progress(long done, long of) {}

    @Override
    public void result(JsonNode result) {
      this.result = result;
    }

    @Override
    public String toString() {
      return items.stream().map(JsonNode::toString).sorted().toList() + " " + result;
    }
  }

  private AdminAddress admin() {
    return Objects.requireNonNull(Admin.of(folder));
  }

  private Answered asked(Question question) throws Exception {
    Answered answered = new Answered();
    AdminClient.ask(admin(), question, answered);
    return answered;
  }

  private Answered askedAtRest(Question question) throws Exception {
    Answered answered = new Answered();
    StoppedStore.answer(
        folder,
        new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT),
        setup.clock(),
        question,
        answered);
    return answered;
  }

  private Question question(Verb verb) {
    return verb == Verb.SHOW ? Question.of(verb).aboutUrl(url("/a")) : Question.of(verb);
  }

  @ParameterizedTest
  @EnumSource(names = {"LS", "SHOW"})
  void aProxyAndAFolderAnswerTheSame(Verb verb) throws Exception {
    larder.get(url("/a"));
    larder.get(url("/b"));
    String running = asked(question(verb)).toString();
    assertTrue(running.contains("\"use\":\"fresh\""), running);
    larder.close();
    assertEquals(running, askedAtRest(question(verb)).toString());
  }

  @Test
  void whatIsStoredIsCounted() throws Exception {
    larder.get(url("/a"));
    larder.get(url("/b"));
    JsonNode counted = asked(Question.of(Verb.STATS)).result;
    assertEquals(2, counted.path("responses").asInt());
    assertEquals(10, counted.path("contentBytes").asInt());
    assertEquals(2, counted.path("fresh").path("responses").asInt());
    assertEquals(2, counted.path("store").path("responses").asInt());
    assertEquals(
        "http://" + origin.authority(),
        counted.path("largestOrigins").path(0).path("origin").asString());
  }

  @Test
  void patternsSayWhatIsMeant() throws Exception {
    larder.get(url("/a"));
    larder.get(url("/b/c"));
    Answered answered = asked(Question.of(Verb.LS).about(List.of("/b/**", "/none?a=&b")));
    assertEquals(1, answered.items.size());
    assertEquals(url("/b/c"), answered.items.getFirst().path("url").asString());
    assertEquals(1, answered.result.path("responses").asInt());
    AdminClient.NoAnswerException refused =
        assertThrows(
            AdminClient.NoAnswerException.class,
            () -> asked(Question.of(Verb.LS).about(List.of("a.example"))));
    assertTrue(String.valueOf(refused.getMessage()).contains("has no path"), refused::toString);
  }

  @Test
  void oneIsShownWithItsFields() throws Exception {
    larder.get(url("/a"));
    JsonNode shown = asked(question(Verb.SHOW)).result.path("responses").path(0);
    assertEquals(60, shown.path("leftSeconds").asInt());
    assertEquals("[\"ETag\",\"\\\"a\\\"\"]", shown.path("fields").path(3).toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsPurgedIsFetchedAnew(boolean runs) throws Exception {
    larder.get(url("/a"));
    larder.get(url("/b"));
    JsonNode removed = changed(runs, Question.of(Verb.PURGE).about(List.of("/a")));
    assertEquals(1, removed.path("removed").asInt(), removed::toString);
    assertEquals(5, removed.path("contentBytes").asInt());
    larder.get(url("/b"));
    assertEquals(2, origin.requests().size());
    larder.get(url("/a"));
    assertEquals(3, origin.requests().size());
    assertEquals(2, changed(runs, Question.of(Verb.PURGE).aboutAll()).path("removed").asInt());
  }

  /** Of a proxy that runs, or of its folder while it does not. */
  private JsonNode changed(boolean runs, Question question) throws Exception {
    if (runs) {
      return asked(question).result;
    }
    larder.close();
    JsonNode result = askedAtRest(question).result;
    larder = setup.start();
    return result;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsNotFreshIsCollectedIfThatIsWished(boolean runs) throws Exception {
    larder.get(url("/a"));
    larder.advance(Duration.ofSeconds(100));
    assertEquals(0, changed(runs, Question.of(Verb.GC)).path("removed").asInt());
    Question longer = Question.of(Verb.GC).aboutStaleFor(Duration.ofSeconds(41));
    assertEquals(0, changed(runs, longer).path("removed").asInt());
    Question asLong = Question.of(Verb.GC).aboutStaleFor(Duration.ofSeconds(40));
    JsonNode removed = changed(runs, asLong);
    assertEquals(1, removed.path("removed").asInt());
    assertTrue(removed.path("takenBytes").asLong() > 0, removed::toString);
  }

  @Test
  void damageIsFoundBeforeSomebodyAsksForIt() throws Exception {
    larder.get(url("/a"));
    larder.get(url("/b"));
    larder.close();
    damage("hello");
    Ran ran = run("cache", "verify");
    assertEquals(1, ran.code, ran.out);
    assertEquals("Sound: 1 response (5 bytes).\nDamaged, and removed: 1 response.\n", ran.out);
    larder = setup.start();
    Ran again = run("cache", "verify", "--json");
    assertEquals(0, again.code, again.out);
    JsonNode json = JsonMapper.shared().readTree(again.out);
    assertEquals(1, json.path("sound").asInt());
    assertEquals(0, json.path("damaged").asInt());
  }

  private void damage(String content) throws IOException {
    try (Stream<Path> packs = Files.list(folder.resolve("packs"))) {
      for (Path pack : packs.toList()) {
        byte[] bytes = Files.readAllBytes(pack);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(content);
        if (at >= 0) {
          bytes[at]++;
          Files.write(pack, bytes);
          return;
        }
      }
    }
    throw new AssertionError("not stored: " + content);
  }

  // Who may ask.

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

  // The commands.

  private record Ran(int code, String out) {}

  private Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    Map<String, String> environment = Map.of("LARDER_CACHE_DIR", folder.toString());
    int code = Commands.run(environment, new PrintWriter(out), arguments);
    return new Ran(code, out.toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theCommandsFindTheProxyOrTheFolder(boolean runs) throws Exception {
    larder.get(url("/a"));
    larder.get(url("/b"));
    if (!runs) {
      larder.close();
    }
    Ran listed = run("cache", "ls", "/a");
    assertEquals(0, listed.code, listed.out);
    List<String> lines = listed.out.lines().toList();
    assertEquals(2, lines.size(), listed.out);
    assertEquals(lines.get(0).indexOf("URL"), lines.get(1).indexOf("http://"), listed.out);
    assertTrue(lines.get(1).contains("   200      5 bytes  "), listed.out);

    Ran json = run("cache", "ls", "--json");
    assertEquals(2, json.out.lines().count(), json.out);
    json.out
        .lines()
        .forEach(each -> assertEquals(5, JsonMapper.shared().readTree(each).path("bytes").asInt()));

    Ran counted = run("cache", "stats");
    assertTrue(counted.out.startsWith("stored             2 (10 bytes)\n"), counted.out);
    assertTrue(counted.out.matches("(?s).*\nspace taken +[0-9].* of .*"), counted.out);
    assertEquals(
        2,
        JsonMapper.shared()
            .readTree(run("cache", "stats", "--json").out)
            .path("responses")
            .asInt());

    Ran shown = run("cache", "show", url("/a"));
    assertEquals(0, shown.code, shown.out);
    assertTrue(shown.out.contains("\n  ETag: \"a\"\n"), shown.out);
  }

  @ParameterizedTest
  @CsvSource({
    "ls /none, 0, Nothing that is stored fits.",
    "ls, 0, Nothing is stored.",
    "show http://a.example/, 1, Nothing is stored for http://a.example/.",
    "show nonsense, 2, is no URL such as http://example.org/",
    "ls a.example, 2, has no path: say",
    "purge, 2, 'Say what to remove: PATTERN..., or --all'",
    "purge --all /a, 2, Say what to remove",
    "purge a.example, 2, has no path: say",
    "gc --stale=soon, 2, 'soon'",
    "'', 2, Say what to do"
  })
  void whatIsNotThereOrWrongIsSaidToBeSo(String command, int code, String sentence)
      throws Exception {
    larder.close();
    Ran ran = run(("cache " + command).strip().split(" ", -1));
    assertEquals(code, ran.code, ran.out);
    assertTrue(ran.out.startsWith("larder: "), ran.out);
    assertTrue(ran.out.contains(sentence), ran.out);
  }

  @Test
  void whatIsDoneIsSaid() throws Exception {
    larder.get(url("/a"));
    assertEquals("Removed 1 response (5 bytes).\n", run("cache", "purge", "/a").out);
    assertEquals(
        0,
        JsonMapper.shared()
            .readTree(run("cache", "purge", "--all", "--json").out)
            .path("removed")
            .asInt());
    Ran collected = run("cache", "gc");
    assertTrue(
        collected.out.matches("Removed 0 responses \\(0 bytes\\); .* given back, .* taken\\.\n"),
        collected.out);
  }

  @Test
  void aProxyThatIsNamedIsAskedIfItsTokenIsKnown() throws Exception {
    larder.get(url("/a"));
    String named = "--admin=" + admin().url();
    assertEquals(0, run("cache", "ls", named).code);
    Ran unknown = run("cache", "ls", named, "--cache-dir=" + folder.resolve("other"));
    assertEquals(69, unknown.code);
    assertTrue(unknown.out.contains("The token is wrong or missing"), unknown.out);
  }
}
