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
 * @param user who the client has shown to be; null if nobody was asked
 * @param request null if what came could not be read as a request
 * @param response the head of the final response that was sent or begun; null if there was none
 * @param bytesSent to the client, heads included
 * @param bytesReceived from the client, heads included
 * @param result where the answer came from
 * @param reuse why it was answered from the store or not; null if that was not asked
 * @param storing why the response was stored or not; null if that was not asked
 * @param stored the head of the stored response that it was answered from, as it was then; null if
 *     it was from none
 * @param rule the name of the user's rule that held; null if none did
 * @param waiting how it ended that it waited for another exchange's fetch, or why it did not wait;
 *     null if there was none
 * @param bypass why a CONNECT to a chosen host was not read, or why the next one will not be; null
 *     if there is no reason
 * @param origin whom the request was sent to; null if nobody
 * @param refusal what the proxy answered by itself, or tried to; null if it did not
 * @param failure what went wrong in transfer, on whatever side; null if nothing did
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
    /** From the store, as it was. */
    HIT,
    /** 304 from the store: the client has it. */
    NOT_MODIFIED_HIT,
    /** From the store, stale, as it was allowed to be. */
    STALE_HIT,
    /** From the store, after the origin said that it is still good. */
    REVALIDATED,
    /** From the origin, which had something newer than the store. */
    REPLACED,
    /** From what another exchange was fetching. */
    COLLAPSED,
    /** From the origin: nothing stored would do. */
    MISS,
    /** From the origin: not a matter for the cache. */
    PASS,
    /** CONNECT whose inside was read; what came from there are exchanges of their own. */
    INTERCEPTED,
    /** Bytes carried both ways. */
    TUNNEL,
    /** From the proxy: refused. */
    REFUSED,
    /** From the proxy: the origin failed, or we did. */
    FAILED
  }
}
