package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import larder.h2.H2Settings;
import larder.h2.H2Store;
import larder.http.Fields;
import larder.store.PendingResponse;
import larder.store.StoreKey;
import larder.store.StoredHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.json.JsonMapper;

class ExplainCommandTest {
  private static final String URL = "http://example.org/a";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = CommandLines.create(Map.of("LARDER_CACHE_DIR", folder.toString()));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @BeforeEach
  void store() throws Exception {
    StoredHead head =
        new StoredHead(
            200,
            "OK",
            Fields.of(
                "Cache-Control", "max-age=7200, x=\"@|red a|@\"",
                "Date", "Sun, 01 Mar 2026 12:00:00 GMT",
                "ETag", "\"a\""),
            Fields.EMPTY,
            NOON,
            NOON);
    try (H2Store store = H2Store.open(H2Settings.of(folder, 1 << 20));
        PendingResponse pending = store.begin(new StoreKey(URL), head, OptionalLong.of(5))) {
      pending.append(ByteBuffer.wrap(new byte[5]));
      pending.commit();
    }
  }

  @Test
  void aHitIsToldInOneLineAndThenStepByStep() {
    assertEquals(0, run("explain", "--at", "2026-03-01T12:30:00Z", URL), err::toString);

    String text = out.toString();
    assertTrue(text.startsWith("A hit: served from the store for another 90 min\n"), text);
    assertTrue(
        text.contains("Stored, number 1: 200, 5 bytes, received 2026-03-01T12:00:00Z"), text);
    assertTrue(text.contains("Freshness lifetime 7200 s: max-age [RFC 9111, section 4.2.1]"), text);
    assertTrue(text.contains("\"@ |red a| @\""), "What is stored has no colours: " + text);
    assertFalse(text.contains("What would change it"), text);
  }

  @Test
  void whatWouldChangeAMissIsSaid() {
    assertEquals(0, run("explain", "--at", "2026-03-02T12:00:00Z", URL), err::toString);

    assertTrue(out.toString().startsWith("The origin is asked whether"), out::toString);
    assertTrue(out.toString().contains("Let the origin send a longer max-age"), out::toString);
  }

  @Test
  void theRequestsFieldsCountAndTheRulesToo() {
    String noon = "--at=2026-03-01T12:00:00Z";
    assertEquals(0, run("explain", noon, "-H", "Cache-Control: no-cache", URL));
    assertTrue(out.toString().contains("request-no-cache"), out::toString);
    out.getBuffer().setLength(0);
    assertEquals(0, run("explain", noon, "--rule=/a never", URL));
    assertTrue(
        out.toString().startsWith("A miss: the origin is asked (never-stored)"), out::toString);
  }

  @Test
  void jsonIsOneObject() {
    assertEquals(0, run("explain", "--json", "--at=2026-03-01T12:00:00Z", URL));

    assertEquals(
        7200, JsonMapper.shared().readTree(out.toString()).path("decision").path("ttl").asInt());
  }

  @Test
  void wrongUseIsSaidToBeWrong() {
    assertEquals(2, run("explain", "ftp://example.org/"));
    assertEquals(2, run("explain", "-H", "nonsense", URL));
    assertEquals(2, run("explain", "--at=soon", URL));
    assertEquals(2, run("explain"));
    assertTrue(err.toString().contains("'soon' is no moment: say +3h"), err::toString);
  }

  @Test
  void whereThereIsNoStoreItSaysSo() {
    assertEquals(74, run("explain", "--cache-dir=" + folder.resolve("none"), URL));
    assertTrue(err.toString().contains("holds no store"), err::toString);
  }

  @Test
  void aFolderInUseByWhoCannotBeAskedIsNamed() throws Exception {
    try (H2Store store = H2Store.open(H2Settings.of(folder, 1 << 20))) {
      assertEquals(1, store.size().responses());
      assertEquals(69, run("explain", URL));
    }
    assertTrue(err.toString().contains("give it one with --admin-port"), err::toString);
  }
}
