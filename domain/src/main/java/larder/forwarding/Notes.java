package larder.forwarding;

import java.time.Duration;
import java.time.Instant;
import larder.caching.Reason;
import larder.forwarding.Conclusion.Result;
import larder.http.Authority;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.store.StoredHead;
import org.jspecify.annotations.Nullable;

/** What the log will need, gathered while an exchange runs. For one thread. */
final class Notes {
  final Instant startedAt;
  final @Nullable RequestHead request;
  Result result = Result.FAILED;
  @Nullable String user;
  @Nullable ResponseHead response;
  @Nullable Reason reuse;
  @Nullable Reason storing;
  @Nullable StoredHead stored;
  @Nullable String rule;
  @Nullable WaitEnd waiting;
  @Nullable Bypass bypass;
  @Nullable Authority origin;
  @Nullable Refusal refusal;
  @Nullable TransferException failure;

  Notes(Instant startedAt, @Nullable RequestHead request) {
    this.startedAt = startedAt;
    this.request = request;
  }

  Conclusion conclude(ResponsePort client, Instant now) {
    Duration elapsed = Duration.between(startedAt, now);
    return new Conclusion(
        startedAt,
        elapsed.isNegative() ? Duration.ZERO : elapsed, // the clock may have been set back
        client.client(),
        user,
        request,
        response,
        client.bytesSent(),
        client.bytesReceived(),
        result,
        reuse,
        storing,
        stored,
        rule,
        waiting,
        bypass,
        origin,
        refusal,
        failure);
  }
}
