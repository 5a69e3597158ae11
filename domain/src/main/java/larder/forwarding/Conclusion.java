package larder.forwarding;

import java.time.Duration;
import java.time.Instant;
import larder.caching.Reason;
import larder.http.Authority;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.store.StoredHead;
import org.jspecify.annotations.Nullable;

/**
 * How one exchange ended.
 *
 * @param user the user that the client logged in as; null if no login was needed
 * @param request null if the request could not be read
 * @param response the head of the final response that was sent or begun; null if there was none
 * @param bytesSent to the client, heads included
 * @param bytesReceived from the client, heads included
 * @param result where the answer came from
 * @param reuse why it was answered from the store or not; null if that was not decided
 * @param storing why the response was stored or not; null if that was not decided
 * @param stored the head, at that time, of the stored response that answered; null if none did
 * @param rule the name of the user's rule that applied; null if none did
 * @param waiting how the wait for another exchange's fetch ended, or why this one did not wait;
 *     null if there was no such fetch
 * @param bypass why a CONNECT to a chosen host was not intercepted, or why the next one will not
 *     be; null if there is no reason
 * @param origin where the request was sent; null if nowhere
 * @param refusal the refusal that the proxy sent or tried to send; null if there was none
 * @param failure the failed transfer, on any side; null if none failed
 */
public record Conclusion(
    Instant startedAt,
    Duration elapsed,
    ClientAddress client,
    @Nullable String user,
    @Nullable RequestHead request,
    @Nullable ResponseHead response,
    long bytesSent,
    long bytesReceived,
    Result result,
    @Nullable Reason reuse,
    @Nullable Reason storing,
    @Nullable StoredHead stored,
    @Nullable String rule,
    @Nullable WaitEnd waiting,
    @Nullable Bypass bypass,
    @Nullable Authority origin,
    @Nullable Refusal refusal,
    @Nullable TransferException failure) {

  /** Where the answer came from. */
  public enum Result {
    /** From the store, unchanged. */
    HIT,
    /** 304 from the store: the client has the response already. */
    NOT_MODIFIED_HIT,
    /** From the store, stale, where that was allowed. */
    STALE_HIT,
    /** From the store, after the origin confirmed it. */
    REVALIDATED,
    /** From the origin, which had something newer than the store. */
    REPLACED,
    /** From another exchange's fetch. */
    COLLAPSED,
    /** From the origin: nothing stored could be used. */
    MISS,
    /** From the origin: not a matter for the cache. */
    PASS,
    /** An intercepted CONNECT; the requests inside are exchanges of their own. */
    INTERCEPTED,
    /** A tunnel. */
    TUNNEL,
    /** From the proxy: refused. */
    REFUSED,
    /** From the proxy: the origin failed, or we did. */
    FAILED
  }
}
