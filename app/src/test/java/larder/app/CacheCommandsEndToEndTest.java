package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import larder.app.command.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code larder cache}, of a proxy that runs and of a folder that none uses. */
class CacheCommandsEndToEndTest extends CacheToolsFixture {
  private Ran run(String... arguments) {
    return Ran.mixed(Map.of("LARDER_CACHE_DIR", folder.toString()), arguments);
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
    assertEquals(0, listed.exitCode(), listed.out());
    List<String> lines = listed.out().lines().toList();
    assertEquals(2, lines.size(), listed.out());
    assertEquals(lines.get(0).indexOf("URL"), lines.get(1).indexOf("http://"), listed.out());
    assertTrue(lines.get(1).contains("   200      5 bytes  "), listed.out());

    Ran json = run("cache", "ls", "--json");
    assertEquals(2, json.out().lines().count(), json.out());
    json.out()
        .lines()
        .forEach(each -> assertEquals(5, JsonMapper.shared().readTree(each).path("bytes").asInt()));

    Ran counted = run("cache", "stats");
    assertTrue(counted.out().startsWith("stored             2 (10 bytes)\n"), counted.out());
    assertTrue(counted.out().matches("(?s).*\nspace taken +[0-9].* of .*"), counted.out());
    assertEquals(
        2,
        JsonMapper.shared()
            .readTree(run("cache", "stats", "--json").out())
            .path("responses")
            .asInt());

    Ran shown = run("cache", "show", url("/a"));
    assertEquals(0, shown.exitCode(), shown.out());
    assertTrue(shown.out().contains("\n  ETag: \"a\"\n"), shown.out());
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
    assertEquals(code, ran.exitCode(), ran.out());
    assertTrue(ran.out().startsWith("larder: "), ran.out());
    assertTrue(ran.out().contains(sentence), ran.out());
  }

  @Test
  void whatIsDoneIsSaid() throws Exception {
    larder.get(url("/a"));
    assertEquals("Removed 1 response (5 bytes).\n", run("cache", "purge", "/a").out());
    assertEquals(
        0,
        JsonMapper.shared()
            .readTree(run("cache", "purge", "--all", "--json").out())
            .path("removed")
            .asInt());
    Ran collected = run("cache", "gc");
    assertTrue(
        collected.out().matches("Removed 0 responses \\(0 bytes\\); .* given back, .* taken\\.\n"),
        collected.out());
  }

  @Test
  void aProxyThatIsNamedIsAskedIfItsTokenIsKnown() throws Exception {
    larder.get(url("/a"));
    String named = "--admin=" + admin().url();
    assertEquals(0, run("cache", "ls", named).exitCode());
    Ran unknown = run("cache", "ls", named, "--cache-dir=" + folder.resolve("other"));
    assertEquals(69, unknown.exitCode());
    assertTrue(unknown.out().contains("The token is wrong or missing"), unknown.out());
  }

  @Test
  void damageIsFoundBeforeSomebodyAsksForIt() throws Exception {
    larder.get(url("/a"));
    larder.get(url("/b"));
    larder.close();
    damage("hello");
    Ran ran = run("cache", "verify");
    assertEquals(1, ran.exitCode(), ran.out());
    assertEquals("Sound: 1 response (5 bytes).\nDamaged, and removed: 1 response.\n", ran.out());
    larder = setup.start();
    Ran again = run("cache", "verify", "--json");
    assertEquals(0, again.exitCode(), again.out());
    JsonNode json = JsonMapper.shared().readTree(again.out());
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
}
