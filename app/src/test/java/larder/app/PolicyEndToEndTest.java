package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import larder.app.rules.RuleFiles;
import larder.caching.Rfc9111Policy;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code --policy} and {@code --cache-expiry}. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class PolicyEndToEndTest {
  private static final String NO_STORE =
      Framing.CONTENT_LENGTH.answer("Cache-Control: no-store\r\n", "hello");
  private static final String SILENT =
      Framing.CONTENT_LENGTH.answer("X-Nothing: said\r\n", "hello");

  @Parameter StoreKind kind;
  @TempDir Path folder;

  private static String uri(FakeOrigin origin) {
    return origin.uri("/");
  }

  @Test
  void theFixedRuleKeepsEveryAnswerForAMinute() throws Exception {
    Setup setup =
        new Setup().storing(kind.in(folder)).deciding(new Settings.Fixed(Duration.ofSeconds(60)));
    try (Running larder = setup.start();
        FakeOrigin origin = FakeOrigin.answering(NO_STORE)) {
      larder.get(uri(origin)).is(200, "hello");
      larder.advance(Duration.ofSeconds(59));
      larder.get(uri(origin)).is(200, "hello").says("larder; hit; ttl=1");
      assertEquals(1, origin.requests().size());

      larder.advance(Duration.ofSeconds(1));
      larder.get(uri(origin)).is(200, "hello").says("larder; fwd=stale; fwd-status=200; stored");
      assertEquals(2, origin.requests().size());
    }
  }

  @Test
  void theExpiryIsTheLifetimeOfTheFixedRule() throws Exception {
    Setup setup =
        new Setup().storing(kind.in(folder)).deciding(new Settings.Fixed(Duration.ofSeconds(5)));
    try (Running larder = setup.start();
        FakeOrigin origin = FakeOrigin.answering(NO_STORE)) {
      larder.get(uri(origin));
      larder.get(uri(origin)).says("larder; hit; ttl=5");
    }
  }

  @Test
  void theExpiryIsTheLifetimeOfWhatSaysNothingUnderTheRfc() throws Exception {
    Setup setup =
        new Setup()
            .storing(kind.in(folder))
            .deciding(
                new Settings.ByTheBook(
                    Rfc9111Policy.Settings.DEFAULT.withFallbackLifetime(Duration.ofSeconds(5)),
                    List.of()));
    try (Running larder = setup.start();
        FakeOrigin silent = FakeOrigin.answering(SILENT);
        FakeOrigin strict = FakeOrigin.answering(NO_STORE)) {
      larder.get(uri(silent)).says("larder; fwd=uri-miss; fwd-status=200; stored");
      larder.get(uri(silent)).says("larder; hit; ttl=5");
      larder.get(uri(strict));
      larder.get(uri(strict)).says("larder; fwd=uri-miss; fwd-status=200; detail=no-store");
    }
  }

  @Test
  void aRuleKeepsWhatItsOriginSaysNothingAboutAndIsNamed() throws Exception {
    Settings.Policy policy =
        new Settings.ByTheBook(
            Rfc9111Policy.Settings.DEFAULT,
            RuleFiles.ofCommandLine(List.of("/a name=mine min=1h")));
    try (FakeOrigin origin =
            FakeOrigin.answering(
                "HTTP/1.1 200 OK\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\n"
                    + "Content-Length: 5\r\n\r\nhello");
        Running larder = new Setup().storing(kind.in(folder)).deciding(policy).start()) {
      String uri = "http://" + origin.authority();
      larder
          .get(uri + "/a")
          .is(200, "hello")
          .says("larder; fwd=uri-miss; fwd-status=200; stored; detail=rule:mine");
      assertEquals("mine", larder.conclusion().rule());
      larder.get(uri + "/a").is(200, "hello").says("larder; hit; ttl=3600; detail=rule:mine");
      larder
          .get(uri + "/b")
          .is(200, "hello")
          .says("larder; fwd=uri-miss; fwd-status=200; detail=no-lifetime");
    }
  }

  @Test
  void cacheStatusTellsTheKeyWhereItIsAskedTo() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.answering(
                "HTTP/1.1 200 OK\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\n"
                    + "Cache-Control: max-age=60\r\nContent-Length: 5\r\n\r\nhello");
        Running larder = new Setup().storing(kind.in(folder)).tellingKeys().start()) {
      String uri = origin.uri("/a?b=c\\");
      String key = "; key=\"http://" + origin.authority() + "/a?b=c\\\\\"";
      larder.get(uri).says("larder; fwd=uri-miss; fwd-status=200; stored" + key);
      larder.get(uri).says("larder; hit; ttl=60" + key);
    }
  }
}
