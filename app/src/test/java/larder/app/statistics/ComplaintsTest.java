package larder.app.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import larder.forwarding.ClientAddress;
import larder.forwarding.Conclusion;
import larder.forwarding.Conclusion.Result;
import larder.forwarding.Refusal;
import larder.http.IpAddress;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.test.log.Overheard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is counted of refusals, and what the log gets of them. */
@ResourceLock("larder.limits")
class ComplaintsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String CLIENT = "192.0.2.7";

  @AutoClose private final Overheard log = Overheard.of("larder.limits", CLIENT);
  private long nanos;
  private final Complaints complaints = new Complaints(true, () -> nanos);

  private static Conclusion ended(
      Result result, @Nullable Refusal refusal, @Nullable TransferException failure) {
    return new Conclusion(
        NOON,
        Duration.ZERO,
        new ClientAddress(Objects.requireNonNull(IpAddress.parse(CLIENT)), 50_000),
        null,
        null,
        null,
        0,
        0,
        result,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        refusal,
        failure);
  }

  private static TransferException failure(Side side, Kind kind) {
    return new TransferException(side, kind, "Too slow");
  }

  private void refuse(int status, String error, long second) {
    nanos = Duration.ofSeconds(second).toNanos();
    Refusal refusal = new Refusal(status, error, "Too \"much\".", "Send less.");
    complaints.note(ended(Result.REFUSED, refusal, null));
  }

  @Test
  void aLimitIsSaidOnceAndThenOnceAMinuteWithHowManyMore() {
    for (int second = 0; second < 60; second++) {
      refuse(414, "http_request_error", second);
    }
    String first = "414 to 192.0.2.7: Too \"much\".";
    assertEquals(List.of(first), log.said());

    refuse(414, "http_request_error", 60);
    assertEquals(List.of(first, first + " (60 of these since the last message)"), log.said());
    assertEquals(Map.of("414 http_request_error", 61L), complaints.counts());
  }

  @Test
  void eachLimitSpeaksForItself() {
    refuse(431, "http_request_error", 0);
    refuse(503, "connection_limit_reached", 0);
    assertEquals(2, log.said().size());
  }

  @Test
  void whatIsNoLimitIsOnlyCounted() {
    refuse(400, "http_request_error", 0);
    refuse(502, "connection_refused", 0);
    assertEquals(List.of(), log.said());
    assertEquals(
        Map.of("400 http_request_error", 1L, "502 connection_refused", 1L), complaints.counts());
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"CONNECT_TIMED_OUT", "PARENT_TIMED_OUT"})
  void aLimitThatIsAnsweredWithAnyStatusIsSaid(Kind kind) {
    Refusal late = new Refusal(504, "connection_timeout", "Too slow.", "Wait.");
    complaints.note(ended(Result.FAILED, late, failure(Side.ORIGIN, kind)));
    assertEquals(List.of("504 to 192.0.2.7: Too slow."), log.said());
    assertEquals(Map.of("504 connection_timeout", 1L), complaints.counts());
  }

  @Test
  void whereNothingWasAnsweredTheFailureIsTheCause() {
    complaints.note(ended(Result.FAILED, null, failure(Side.CLIENT, Kind.CUT_SHORT)));
    complaints.note(ended(Result.FAILED, null, null));
    assertEquals(Map.of("none cut_short", 1L, "none unknown", 1L), complaints.counts());
    assertEquals(List.of(), log.said());
  }

  @Test
  void whoIsTooSlowForAnAnswerThatHasBegunIsCutOff() {
    complaints.note(ended(Result.HIT, null, failure(Side.CLIENT, Kind.TIMED_OUT)));
    assertEquals(Map.of("none timed_out", 1L), complaints.counts());
    assertEquals(List.of("Cut off 192.0.2.7: Too slow."), log.said());
  }

  @Test
  void aTunnelThatComesToRestIsOnlyCounted() {
    complaints.note(ended(Result.TUNNEL, null, failure(Side.CLIENT, Kind.TIMED_OUT)));
    assertEquals(Map.of("none timed_out", 1L), complaints.counts());
    assertEquals(List.of(), log.said());
  }

  @Test
  void whoeverIsServedOrGoesAwayHasNothingToComplainOf() {
    complaints.note(ended(Result.STALE_HIT, null, failure(Side.ORIGIN, Kind.TIMED_OUT)));
    complaints.note(ended(Result.MISS, null, failure(Side.CLIENT, Kind.FAILED)));
    complaints.note(ended(Result.MISS, null, null));
    assertEquals(Map.of(), complaints.counts());
  }

  @Test
  void theKindsAreBounded() {
    for (int i = 0; i < 500; i++) {
      refuse(502, "error_" + i, 0);
    }
    assertEquals(200, complaints.counts().size());
  }
}
