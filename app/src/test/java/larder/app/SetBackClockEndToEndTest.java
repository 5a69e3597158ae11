package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A clock that is set, back or forward: nothing stale is taken for fresh. */
class SetBackClockEndToEndTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder;

  /** Says how often it was asked, and 304 to nobody. */
  private static FakeOrigin counting() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    return FakeOrigin.following(
        peer -> {
          while (true) {
            peer.readMessage();
            String times = String.valueOf(asked.incrementAndGet());
            peer.send(Framing.CONTENT_LENGTH.answer("Cache-Control: max-age=3600\r\n", times));
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void whatWasStoredBeforeItWasSetBackIsNotFreshADayLaterEither(StoreKind kind) throws Exception {
    try (Running larder = new Setup().storing(kind.in(folder)).start();
        FakeOrigin origin = counting()) {
      String uri = origin.uri("/");
      larder.get(uri).is(200, "1");
      larder.get(uri).is(200, "1");
      larder.advance(DAY.negated());
      larder.get(origin.uri("/other")).is(200, "2");
      larder.advance(DAY.plusMinutes(10));
      larder.get(uri).is(200, "3");
      larder.get(uri).is(200, "3");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsStoredAfterwardsIsFreshAsEver(StoreKind kind) throws Exception {
    try (Running larder = new Setup().storing(kind.in(folder)).start();
        FakeOrigin origin = counting()) {
      String uri = origin.uri("/");
      larder.get(uri).is(200, "1");
      larder.advance(DAY.negated());
      larder.get(uri).is(200, "2");
      larder.advance(Duration.ofMinutes(10));
      larder.get(uri).is(200, "2");
      larder.advance(DAY);
      larder.get(uri).is(200, "3");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClockThatIsPutRightByALittleChangesNothing(StoreKind kind) throws Exception {
    try (Running larder = new Setup().storing(kind.in(folder)).start();
        FakeOrigin origin = counting()) {
      String uri = origin.uri("/");
      larder.get(uri).is(200, "1");
      larder.advance(Duration.ofSeconds(-1));
      assertEquals("1", larder.get(uri).content());
    }
  }
}
