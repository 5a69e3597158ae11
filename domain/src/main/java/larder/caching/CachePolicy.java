package larder.caching;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.http.TargetUri;
import larder.http.TransferException;
import larder.store.StoreGroup;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import larder.store.Worth;
import org.jspecify.annotations.Nullable;

/**
 * The policy port: makes decisions and has no effects. Pure: the same arguments give the same
 * answer, on any thread. Requests passed in are those made to the proxy (absolute-form), never
 * {@code CONNECT}; responses are final. Both come without connection-specific fields.
 */
public interface CachePolicy {
  /** The name by which the user chooses this policy at start. */
  String name();

  /**
   * The policy that decides on this target instead, where a rule of the user's applies; mostly this
   * one itself. Called once per exchange.
   */
  default CachePolicy forTarget(TargetUri target) {
    return this;
  }

  /**
   * This policy for clients that must not share with others: nothing stored answers, and nothing is
   * stored, whatever this policy says.
   */
  default CachePolicy unshared() {
    return new UnsharedPolicy(this);
  }

  /** The name of the rule that this policy belongs to; null if there is none. */
  default @Nullable String rule() {
    return null;
  }

  /**
   * The names, in lower case, of the targeted fields that count for this policy (RFC 9213, section
   * 2.2). Like {@code Cache-Control}, they are never connection-specific.
   */
  default Set<String> targetedFields() {
    return Set.of();
  }

  /** The other queries that this response also answers; none by default. */
  default NoVarySearch otherQueries(StoredHead response) {
    return NoVarySearch.NONE;
  }

  /**
   * May a stored response answer this request? (RFC 9111, section 4.)
   *
   * @param hasContent whether the request has content of its own
   * @param stored what the store found under the request's key, the one received last first
   */
  Reuse reuse(
      RequestHead request,
      boolean hasContent,
      List<StoredResponse> stored,
      Instant now,
      Trace trace);

  /**
   * May this response be stored? (RFC 9111, section 3.)
   *
   * @param hasContent whether the request had content of its own
   * @param requestedAt when the request was sent on
   * @param receivedAt when the response's head came
   */
  Storing storing(
      RequestHead request,
      boolean hasContent,
      ResponseHead response,
      Instant requestedAt,
      Instant receivedAt,
      Trace trace);

  /**
   * What does the origin's answer to a validation mean? (RFC 9111, section 4.3.3.) Called only
   * after this policy decided on {@link Reuse.Revalidate}; by default the answer replaces what is
   * stored.
   *
   * @param request the client's request
   * @param asked the decision that caused the validation
   * @param answer any final response
   */
  default Validation validated(
      RequestHead request,
      Reuse.Revalidate asked,
      ResponseHead answer,
      Instant requestedAt,
      Instant receivedAt,
      Trace trace) {
    return new Validation.Replaced(Reason.NEW_RESPONSE);
  }

  /**
   * Does the origin's answer complete the stored parts? (RFC 9111, section 3.4.) Called only after
   * this policy decided on {@link Reuse.Complete}; by default the answer replaces what is stored.
   *
   * @param request the client's request
   * @param asked the decision that caused the origin to be asked
   * @param answer any final response
   */
  default Completion completed(
      RequestHead request, Reuse.Complete asked, ResponseHead answer, Instant receivedAt) {
    return new Completion.Replaced(Reason.NEW_RESPONSE);
  }

  /**
   * The head to store for content that was cut short: the head of the part that came (RFC 9111,
   * section 3.3). Null if that part would be of no use.
   *
   * @param head the head that was to be stored, from {@link #storing}
   * @param came how many bytes of the content came, starting with the first
   * @param announced how many bytes were announced
   * @param stored what is stored under the same key
   */
  default @Nullable StoredHead cutShort(
      StoredHead head, long came, OptionalLong announced, List<StoredResponse> stored) {
    return null;
  }

  /**
   * What does it mean that the origin could not be asked? (RFC 9111, section 4.2.4.) Called only
   * after this policy decided on {@link Reuse.Revalidate}; by default the client gets the failure.
   */
  default Validation.Unanswered unanswered(
      RequestHead request,
      Reuse.Revalidate asked,
      TransferException failure,
      Instant now,
      Trace trace) {
    return new Validation.Failed(Reason.ORIGIN_FAILED);
  }

  /**
   * The target URIs whose stored responses are no longer valid after this exchange; empty for safe
   * methods and error answers (RFC 9111, section 4.4).
   */
  List<TargetUri> invalidated(RequestHead request, TargetUri target, ResponseHead response);

  /**
   * The groups whose stored responses are no longer valid after this exchange; empty for safe
   * methods and error answers (RFC 9875, section 3).
   */
  Set<StoreGroup> invalidatedGroups(RequestHead request, TargetUri target, ResponseHead response);

  /**
   * What a stored response is good for from now on, and until when, for a store that has to evict
   * something.
   */
  Worth worth(StoredHead head);
}
