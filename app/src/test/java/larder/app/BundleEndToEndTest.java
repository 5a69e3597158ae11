package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import larder.app.command.Ran;
import larder.app.rules.RuleFiles;
import larder.caching.Rfc9111Policy;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A cache that is carried from one machine to another. */
class BundleEndToEndTest {
  private static final String LARGE = "0123456789abcdef".repeat(100_000);

  @TempDir Path folder;
  private FakeOrigin origin;
  private final Setup first = new Setup();
  private final Setup second = new Setup();
  private Running from;
  private Running to;

  /** Two variants of one page, a part, a page that needs validation, and a large one. */
  private static String answer(String request) {
    String path = request.split(" ", 3)[1];
    String fields = "Date: Sun, 01 Mar 2026 12:00:00 GMT\r\nETag: \"" + path + "\"\r\n";
    return switch (path) {
      case "/vary" -> {
        String coding = request.contains("br") ? "br" : "gzip";
        yield Framing.CONTENT_LENGTH.answer(
            fields + "Cache-Control: max-age=60\r\nVary: Accept-Encoding\r\n", coding);
      }
      case "/part" ->
          "HTTP/1.1 206 Partial Content\r\n"
              + fields
              + "Cache-Control: max-age=60\r\nContent-Range: bytes 2-4/10\r\n"
              + "Content-Length: 3\r\n\r\ncde";
      case "/bare" -> Framing.CONTENT_LENGTH.answer("", path);
      case "/large" -> Framing.CHUNKED.answer(fields + "Cache-Control: max-age=60\r\n", LARGE);
      default -> Framing.CONTENT_LENGTH.answer(fields + "Cache-Control: max-age=60\r\n", path);
    };
  }

  @BeforeEach
  void start() throws Exception {
    FakeOrigin[] self = new FakeOrigin[1];
    origin =
        FakeOrigin.following(
            peer -> {
              while (true) {
                peer.send(answer(self[0].remember(peer.readMessage())));
              }
            });
    self[0] = origin;
    from = started(first, "from");
    to = started(second, "to");
  }

  private Running started(Setup setup, String name) throws Exception {
    return setup
        .storing(StoreKind.H2.in(folder.resolve(name)))
        .admin(new Settings.AdminAt(0, true))
        .start();
  }

  @AfterEach
  void stop() throws IOException {
    from.close();
    to.close();
    origin.close();
  }

  private String url(String path) {
    return origin.uri(path);
  }

  private void fill() throws Exception {
    from.get(url("/vary"), "Accept-Encoding: br").is(200, "br");
    from.get(url("/vary"), "Accept-Encoding: gzip").is(200, "gzip");
    from.get(url("/part"), "Range: bytes=2-4");
    from.get(url("/large")).is(200, LARGE);
    from.get(url("/plain")).is(200, "/plain");
  }

  private Ran run(String name, String... arguments) {
    return Ran.mixed(environment(name), ofCache(arguments));
  }

  private Map<String, String> environment(String name) {
    return Map.of("LARDER_CACHE_DIR", folder.resolve(name).toString());
  }

  private static String[] ofCache(String... arguments) {
    return Stream.concat(Stream.of("cache"), Stream.of(arguments)).toArray(String[]::new);
  }

  private String bundle(String name) {
    return folder.resolve(name).toString();
  }

  private static JsonNode json(Ran ran) {
    return JsonMapper.shared().readTree(ran.out());
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, a.warc",
    "true, false, a.warc.gz",
    "false, true, a.warc.gz",
    "false, false, a.warc"
  })
  void whatIsCarriedAlongIsServedAsItWasThere(boolean fromRuns, boolean toRuns, String name)
      throws Exception {
    fill();
    if (!fromRuns) {
      from.close();
    }
    if (!toRuns) {
      to.close();
    }
    Ran exported = run("from", "export", bundle(name));
    assertEquals(0, exported.exitCode(), exported.out());
    assertTrue(exported.out().startsWith("Exported 5 responses (1.5 MiB)."), exported.out());
    assertEquals(name.endsWith(".gz"), Files.size(folder.resolve(name)) < 100_000);
    Ran imported = run("to", "import", bundle(name));
    assertEquals(0, imported.exitCode(), imported.out());
    assertTrue(
        imported.out().startsWith("Imported 5 responses (1.5 MiB); 0 known"), imported.out());
    if (!toRuns) {
      to = started(second, "to");
    }
    int asked = origin.requests().size();
    to.get(url("/vary"), "Accept-Encoding: br").is(200, "br");
    to.get(url("/vary"), "Accept-Encoding: gzip").is(200, "gzip");
    to.get(url("/part"), "Range: bytes=2-4").is(206, "cde");
    to.get(url("/large")).is(200, LARGE);
    Answer plain = to.get(url("/plain"));
    plain.is(200, "/plain");
    assertTrue(plain.field("Cache-Status").contains("hit"), plain::head);
    assertEquals(asked, origin.requests().size());
    assertEquals(5, json(run("to", "import", "--json", bundle(name))).path("known").asInt());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBundleIsItsOwnersAloneAndNothingElseIsWrittenTo(boolean run) throws Exception {
    from.get(url("/plain"));
    if (!run) {
      from.close();
    }
    Path out = Files.createDirectory(folder.resolve("out"));
    Path others = Files.writeString(folder.resolve("others"), "theirs");
    Path planted = Files.createSymbolicLink(out.resolve("a.warc.part"), others);
    Path bundle = Files.writeString(out.resolve("a.warc"), "an earlier one");
    assertEquals(0, run("from", "export", bundle.toString()).exitCode());
    assertEquals("theirs", Files.readString(others));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(bundle)));
    try (Stream<Path> there = Files.list(out)) {
      assertEquals(Set.of(bundle, planted), there.collect(Collectors.toSet()));
    }
    assertEquals(0, run("to", "import", bundle.toString()).exitCode());
  }

  /** Of the bundle, which both sides of the admin port have in their hands. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onATerminalTheySayHowFarTheyHaveCome(boolean run) throws Exception {
    fill();
    if (!run) {
      from.close();
      to.close();
    }
    String erased = "\r {7,}\r";
    Ran exported = watched("from", "export", bundle("a.warc"));
    assertTrue(
        exported.err().matches("(\r[0-9.]+ (bytes|[KM]iB) *)*\r1[.]5 MiB" + erased),
        exported.err());
    Ran imported = watched("to", "import", bundle("a.warc"));
    assertTrue(
        imported
            .err()
            .matches("(\r[0-9.]+ (bytes|[KM]iB) of 1[.]5 MiB *)*\r1[.]5 MiB of 1[.]5 MiB" + erased),
        imported.err());
    for (String command : List.of("export", "import")) {
      Ran quiet = watched("from", command, "--json", bundle("a.warc"));
      assertEquals(0, quiet.exitCode());
      assertEquals("", quiet.err());
    }
  }

  private Ran watched(String name, String... arguments) {
    return Ran.watched(environment(name), ofCache(arguments));
  }

  /** Stored at noon, carried at half past one minute, used after it: stale. */
  @Test
  void nothingStaleBecomesFresh() throws Exception {
    from.get(url("/plain"));
    from.advance(Duration.ofSeconds(50));
    run("from", "export", bundle("a.warc"));
    to.advance(Duration.ofSeconds(50));
    run("to", "import", bundle("a.warc"));
    Answer fresh = to.get(url("/plain"));
    assertEquals("50", fresh.field("Age"));
    to.advance(Duration.ofSeconds(20));
    Answer stale = to.get(url("/plain"));
    assertTrue(stale.field("Cache-Status").contains("fwd=stale"), stale::head);
  }

  @Test
  void aLaterResponseStaysWhenAnEarlierOneComes() throws Exception {
    from.get(url("/plain"));
    run("from", "export", bundle("a.warc"));
    to.advance(Duration.ofSeconds(5));
    to.get(url("/plain"));
    assertEquals(1, json(run("to", "import", "--json", bundle("a.warc"))).path("known").asInt());
    JsonNode shown = json(run("to", "show", "--json", url("/plain"))).path("responses").path(0);
    assertEquals(SettableClock.NOON.plusSeconds(5).toString(), shown.path("receivedAt").asString());
  }

  @Test
  void whatIsDamagedOnTheWayIsLeftOut() throws Exception {
    fill();
    run("from", "export", bundle("a.warc"));
    byte[] bytes = Files.readAllBytes(folder.resolve("a.warc"));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("\r\n\r\n/plain") + 5]++;
    Files.write(folder.resolve("a.warc"), bytes);
    Ran imported = run("to", "import", "--json", bundle("a.warc"));
    assertEquals(1, imported.exitCode(), imported.out());
    assertTrue(imported.out().contains("\"imported\" : 4"), imported.out());
    assertTrue(imported.out().contains("\"damaged\" : 1"), imported.out());
    assertTrue(imported.out().contains("1 response of the bundle is damaged"), imported.out());
    assertEquals(1, run("to", "show", url("/plain")).exitCode());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.999, 0.5, 0.1, 0.01, 0})
  void whatIsCutShortIsSaidToBeSo(double share) throws Exception {
    fill();
    run("from", "export", bundle("a.warc"));
    byte[] bytes = Files.readAllBytes(folder.resolve("a.warc"));
    Files.write(folder.resolve("a.warc"), Arrays.copyOf(bytes, (int) (bytes.length * share)));
    Ran imported = run("to", "import", bundle("a.warc"));
    assertEquals(1, imported.exitCode(), imported.out());
    assertTrue(imported.out().contains("The bundle is not all there."), imported.out());
  }

  @Test
  void whatIsNoBundleIsRefused() throws Exception {
    Files.writeString(folder.resolve("a.warc"), "GET / HTTP/1.1\r\n\r\n");
    Ran imported = run("to", "import", bundle("a.warc"));
    assertEquals(1, imported.exitCode(), imported.out());
    assertTrue(imported.out().contains("It is no WARC file"), imported.out());
    Ran absent = run("to", "import", bundle("none"));
    assertEquals(74, absent.exitCode(), absent.out());
    assertTrue(absent.out().contains("cannot be read: name another"), absent.out());
    Ran unwritable = run("from", "export", bundle("none/a.warc"));
    assertEquals(74, unwritable.exitCode(), unwritable.out());
  }

  /** Its sender reads no answer before all of it is sent. */
  @Test
  void whatIsSaidOfALargeOneIsHeardAlthoughItsEndIsOfNoUse() throws Exception {
    byte[] some = "GET / HTTP/1.1\r\n\r\n.....".repeat(1 << 15).getBytes(StandardCharsets.UTF_8);
    try (OutputStream large = Files.newOutputStream(folder.resolve("a.warc"))) {
      for (int i = 0; i < 100; i++) {
        large.write(some);
      }
    }
    int port = Objects.requireNonNull(to.larder().admin().address()).getPort();
    for (int times = 0; times < 5; times++) { // it may come through by chance
      Ran imported = run("to", "import", bundle("a.warc"));
      assertEquals(1, imported.exitCode(), imported.out());
      assertTrue(imported.out().contains("It is no WARC file"), imported.out());
      Ran unknown = run("none", "import", "--admin=http://127.0.0.1:" + port, bundle("a.warc"));
      assertEquals(69, unknown.exitCode(), unknown.out());
      assertTrue(unknown.out().contains("The token is wrong or missing"), unknown.out());
    }
  }

  @Test
  void thePolicyDecidesOnWhatIsImported() throws Exception {
    fill();
    run("from", "export", bundle("a.warc"));
    to.close();
    Ran imported = run("to", "import", "--json", "--rule=/vary never", bundle("a.warc"));
    assertEquals(3, json(imported).path("imported").asInt(), imported.out());
    assertEquals(2, json(imported).path("refused").asInt(), imported.out());
  }

  @Test
  void aFolderWithoutAStoreBecomesOne() throws Exception {
    from.get(url("/plain"));
    run("from", "export", bundle("a.warc"), "/plain");
    Ran imported = run("new", "import", "--cache-size=10m", bundle("a.warc"));
    assertEquals(0, imported.exitCode(), imported.out());
    JsonNode counted = json(run("new", "stats", "--json"));
    assertEquals(1, counted.path("responses").asInt());
    assertEquals(10 << 20, counted.path("store").path("boundBytes").asInt());
    assertEquals(74, run("none", "export", bundle("b.warc")).exitCode());
    assertFalse(Files.exists(folder.resolve("b.warc")));
    assertFalse(Files.exists(folder.resolve("b.warc.part")));
  }

  @Test
  void onlyWhatIsMeantIsExported() throws Exception {
    fill();
    Ran exported = run("from", "export", "--json", bundle("a.warc"), "/vary", "/part");
    assertEquals(3, json(exported).path("exported").asInt(), exported.out());
    assertEquals(2, run("from", "export", bundle("b.warc"), "a.example").exitCode());
  }

  /** What only a rule keeps is of no use where that rule is not. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsLeftOutIsSaid(boolean runs) throws Exception {
    String rule = "/bare fallback=9999d";
    from.close();
    first.deciding(
        new Settings.ByTheBook(
            Rfc9111Policy.Settings.DEFAULT, RuleFiles.ofCommandLine(List.of(rule))));
    from = started(first, "from");
    from.get(url("/plain"));
    from.get(url("/bare"));
    from.close();
    Ran whole = run("from", "export", "--rule=" + rule, bundle("a.warc"));
    assertTrue(whole.out().startsWith("Exported 2 responses"), whole.out());
    assertFalse(whole.out().contains("of no use"), whole.out());
    if (runs) {
      first.deciding(new Settings.ByTheBook(Rfc9111Policy.Settings.DEFAULT, List.of()));
      from = started(first, "from");
    }
    Ran exported = run("from", "export", bundle("a.warc"));
    assertEquals(0, exported.exitCode(), exported.out());
    assertTrue(
        exported.out().contains("larder: 1 response is of no use, and not in it."), exported.out());
    Ran told = run("from", "export", "--json", bundle("a.warc"));
    assertEquals(1, json(told).path("exported").asInt(), told.out());
    assertEquals(1, json(told).path("useless").asInt(), told.out());
    Ran imported = run("to", "import", bundle("a.warc"));
    assertEquals(0, imported.exitCode(), imported.out());
  }

  @ParameterizedTest
  @CsvSource({
    "ETag: \"/plain\", Connection: ab",
    "ETag: \"/plain\", Upgrade: h2cxx",
    "ETag: \"/plain\", Keep-Alive: ab",
    "Larder-Received-At: 2026-, Larder-Received-At: +12026-",
    "WARC-Date: 2026-, WARC-Date: 1926-"
  })
  void whatIsForgedIsRefused(String was, String becomes) throws Exception {
    from.get(url("/plain"));
    run("from", "export", bundle("a.warc"));
    Path file = folder.resolve("a.warc");
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(was, text.indexOf("WARC-Type: response"));
    assertTrue(at >= 0, text);
    String forged = text.substring(0, at) + becomes + text.substring(at + was.length());
    String undigested = forged.replace("WARC-Block-Digest", "Left-Block-Digest");
    Files.writeString(file, undigested, StandardCharsets.ISO_8859_1);
    Ran imported = run("to", "import", "--json", bundle("a.warc"));
    assertEquals(0, json(imported).path("imported").asInt(), imported.out());
    assertEquals(1, run("to", "show", url("/plain")).exitCode());
  }
}
