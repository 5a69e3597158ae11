package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code No-Vary-Search}, with each store. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class NoVarySearchEndToEndTest {
  private static final String MISS = "larder; fwd=uri-miss; fwd-status=200; stored";
  private static final String HIT = "larder; hit; ttl=60";
  private static final String TRACKED = tracked("params=(\"utm\")", "tracked");

  @Parameter StoreKind kind;
  @TempDir Path folder;

  private static String tracked(String field, String content) {
    return Framing.CONTENT_LENGTH.answer(
        "Date: Sun, 01 Mar 2026 12:00:00 GMT\r\nCache-Control: max-age=60\r\nNo-Vary-Search: "
            + field
            + "\r\n",
        content);
  }

  @Test
  void anotherQueryThatMakesNoDifferenceIsAHit() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(TRACKED, tracked("params=(\"utm\")", "other"));
        Running larder = new Setup().storing(kind.in(folder)).start()) {
      String uri = origin.uri("/a");
      larder.get(uri + "?id=1&utm=1").is(200, "tracked").says(MISS);
      larder.get(uri + "?utm=2&id=1").is(200, "tracked").says(HIT);
      larder.get(uri + "?id=1").is(200, "tracked").says(HIT);
      larder.get(uri + "?id=2&utm=1").is(200, "other").says(MISS);
      larder.get(uri + "?id=1&utm=3").is(200, "tracked").says(HIT);
      assertEquals(2, origin.requests().size());
    }
  }

  @Test
  void theResponseThatIsFoundHasToSaySoItself() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.answering(
                tracked("params=(\"utm\")", "one"),
                Framing.CONTENT_LENGTH.answer(
                    "Date: Sun, 01 Mar 2026 12:00:00 GMT\r\nCache-Control: max-age=60\r\n",
                    "silent"),
                tracked("params=(\"utm\")", "three"));
        Running larder = new Setup().storing(kind.in(folder)).start()) {
      String uri = origin.uri("/a?utm=");
      larder.get(uri + "1").is(200, "one").says(MISS);
      larder.get(uri + "1", "Cache-Control: no-cache").is(200, "silent");
      larder.get(uri + "2").is(200, "three").says(MISS);
      assertEquals(3, origin.requests().size());
    }
  }

  @Test
  void anUnsafeRequestTakesAwayWhatAnswersForItsTarget() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.answering(TRACKED, Framing.CONTENT_LENGTH.answer("", "done"), TRACKED);
        Running larder = new Setup().storing(kind.in(folder)).start()) {
      String uri = origin.uri("/a?utm=");
      larder.get(uri + "1").says(MISS);
      larder.ask(Running.request("DELETE", uri + "2")).is(200, "done");
      larder.get(uri + "3").is(200, "tracked").says(MISS);
    }
  }

  @Test
  void afterARestartItIsLearntAnewAndWhatWasAskedForIsThere() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(TRACKED, tracked("params=(\"utm\")", "new"))) {
      String uri = origin.uri("/a?utm=");
      try (Running larder = new Setup().storing(kind.in(folder)).start()) {
        larder.get(uri + "1").says(MISS);
      }
      try (Running larder = new Setup().storing(kind.in(folder)).start()) {
        if (kind == StoreKind.H2) {
          larder.get(uri + "1").is(200, "tracked").says(HIT);
        }
        larder.get(uri + "2").is(200, "new").says(MISS);
        larder.get(uri + "3").is(200, "new").says(HIT);
      }
    }
  }
}
