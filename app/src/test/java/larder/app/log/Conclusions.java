package larder.app.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import larder.caching.Reason;
import larder.forwarding.ClientAddress;
import larder.forwarding.Conclusion;
import larder.forwarding.Conclusion.Result;
import larder.forwarding.WaitEnd;
import larder.http.Authority;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.IpAddress;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.ResponseHead;
import larder.http.SyntaxException;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/** Exchanges that ended, as a log gets to know them. */
public final class Conclusions {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.120Z");
  static final Authority ORIGIN = new Authority("a.example", 80);

  private static final ClientAddress CLIENT =
      new ClientAddress(Objects.requireNonNull(IpAddress.parse("192.0.2.7")), 50_000);

  private Conclusions() {}

  static RequestHead get(String target, Fields fields) {
    try {
      RequestTarget parsed = RequestTarget.parse(Method.GET, target);
      return new RequestHead(Method.GET, parsed, HttpVersion.HTTP_1_1, fields);
    } catch (SyntaxException e) {
      throw new AssertionError(target, e);
    }
  }

  static Conclusion of(
      @Nullable RequestHead request,
      @Nullable ResponseHead response,
      Result result,
      @Nullable Authority origin,
      @Nullable TransferException failure) {
    return new Conclusion(
        NOON,
        Duration.ofNanos(34_567_000),
        CLIENT,
        null,
        request,
        response,
        1234,
        99,
        result,
        result == Result.HIT ? Reason.FRESH : Reason.NOTHING_STORED,
        result == Result.MISS ? Reason.EXPLICIT_FRESHNESS : null,
        null,
        null,
        result == Result.COLLAPSED ? WaitEnd.SERVED : null,
        null,
        origin,
        null,
        failure);
  }

  /** A page that was fetched. */
  public static Conclusion miss(String target, Fields fields) {
    ResponseHead page = ResponseHead.of(200, Fields.of("Content-Type", "text/html; charset=utf-8"));
    return of(get(target, fields), page, Result.MISS, ORIGIN, null);
  }

  /** The same with another target. */
  public static Conclusion miss(String target) {
    return miss(target, Fields.EMPTY);
  }

  /** What came was no request. */
  static Conclusion unreadable() {
    return of(null, ResponseHead.of(400, Fields.EMPTY), Result.REFUSED, null, null);
  }
}
