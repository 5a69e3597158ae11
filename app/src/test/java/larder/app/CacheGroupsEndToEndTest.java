package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code Cache-Groups} and {@code Cache-Group-Invalidation}, with each store. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class CacheGroupsEndToEndTest {
  private static final String MISS = "larder; fwd=uri-miss; fwd-status=200; stored";

  @Parameter StoreKind kind;
  @TempDir Path folder;

  private static String grouped(String group) {
    return Framing.CONTENT_LENGTH.answer(
        "Date: Sun, 01 Mar 2026 12:00:00 GMT\r\nCache-Control: max-age=60\r\nCache-Groups: \""
            + group
            + "\"\r\n",
        group);
  }

  @Test
  void anUnsafeRequestTakesAGroupAway() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.answering(
                grouped("x"),
                grouped("y"),
                Framing.CONTENT_LENGTH.answer("Cache-Group-Invalidation: \"x\"\r\n", "done"),
                grouped("x"));
        Running larder = new Setup().storing(kind.in(folder)).start()) {
      String uri = "http://" + origin.authority();
      larder.get(uri + "/x").says(MISS);
      larder.get(uri + "/y").says(MISS);
      larder.get(uri + "/x").says("larder; hit; ttl=60");
      larder.advance(Duration.ofSeconds(1));
      larder.ask(Running.request("DELETE", uri + "/z")).is(200, "done");
      larder.advance(Duration.ofSeconds(1));

      larder.get(uri + "/y").is(200, "y").says("larder; hit; ttl=58");
      larder.get(uri + "/x").is(200, "x").says(MISS);
      assertEquals(4, origin.requests().size());
    }
  }
}
