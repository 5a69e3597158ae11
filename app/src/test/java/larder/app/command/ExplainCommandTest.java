package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import tools.jackson.databind.json.JsonMapper;

class ExplainCommandTest {
  private static final String URL = "http://example.org/a";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  private Ran run(String... arguments) {
    return Ran.of(Map.of("LARDER_CACHE_DIR", folder.toString()), arguments);
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

  /** What is said after a line that says who says it. */
  private String answer(Ran ran) {
    String who =
        "No proxy uses " + folder + ". One with these rules and this policy would say:\n\n";
    assertTrue(ran.out().startsWith(who), ran::out);
    return ran.out().substring(who.length());
  }

  @Test
  void aHitIsToldInOneLineAndThenStepByStep() {
    Ran ran = run("explain", "--at", "2026-03-01T12:30:00Z", URL);
    assertEquals(0, ran.exitCode(), ran::err);

    String text = answer(ran);
    assertTrue(text.startsWith("A hit: served from the store for another 90 min\n"), text);
    assertTrue(
        text.contains("Stored, number 1: 200, 5 bytes, received 2026-03-01T12:00:00Z"), text);
    assertTrue(text.contains("Freshness lifetime 7200 s: max-age [RFC 9111, section 4.2.1]"), text);
    assertTrue(text.contains("\"@ |red a| @\""), "What is stored has no colours: " + text);
    assertFalse(text.contains("What would change it"), text);
  }

  @Test
  void whatWouldChangeAMissIsSaid() {
    Ran ran = run("explain", "--at", "2026-03-02T12:00:00Z", URL);
    assertEquals(0, ran.exitCode(), ran::err);

    assertTrue(answer(ran).startsWith("The origin is asked whether"), ran::out);
    assertTrue(ran.out().contains("Let the origin send a longer max-age"), ran::out);
  }

  @Test
  void theRequestsFieldsCountAndTheRulesToo() {
    String noon = "--at=2026-03-01T12:00:00Z";
    Ran field = run("explain", noon, "-H", "Cache-Control: no-cache", URL);
    assertEquals(0, field.exitCode(), field::err);
    assertTrue(field.out().contains("request-no-cache"), field::out);
    Ran rule = run("explain", noon, "--rule=/a never", URL);
    assertEquals(0, rule.exitCode(), rule::err);
    assertTrue(answer(rule).startsWith("A miss: the origin is asked (never-stored)"), rule::out);
  }

  @Test
  void jsonIsOneObject() {
    Ran ran = run("explain", "--json", "--at=2026-03-01T12:00:00Z", URL);
    assertEquals(0, ran.exitCode(), ran::err);

    assertEquals(
        7200, JsonMapper.shared().readTree(ran.out()).path("decision").path("ttl").asInt());
  }

  @Test
  void wrongUseIsSaidToBeWrong() {
    assertEquals(2, run("explain", "ftp://example.org/").exitCode());
    assertEquals(2, run("explain", "-H", "nonsense", URL).exitCode());
    assertEquals(2, run("explain").exitCode());
    Ran soon = run("explain", "--at=soon", URL);
    assertEquals(2, soon.exitCode());
    assertTrue(soon.err().contains("'soon' is no moment: say +3h"), soon::err);
  }

  @Test
  void whereThereIsNoStoreItSaysSo() {
    Ran ran = run("explain", "--cache-dir=" + folder.resolve("none"), URL);
    assertEquals(74, ran.exitCode());
    assertTrue(ran.err().contains("holds no store"), ran::err);
    assertTrue(ran.err().contains("--admin http://127.0.0.1:3127"), ran::err);
  }

  @Test
  void aFolderInUseByWhoCannotBeAskedIsNamed() throws Exception {
    try (H2Store store = H2Store.open(H2Settings.of(folder, 1 << 20))) {
      assertEquals(1, store.size().responses());
      Ran ran = run("explain", URL);
      assertEquals(69, ran.exitCode());
      assertTrue(ran.err().contains("give it one with --admin-port"), ran::err);
    }
  }
}
