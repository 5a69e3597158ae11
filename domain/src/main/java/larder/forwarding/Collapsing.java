package larder.forwarding;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import larder.caching.Reason;
import larder.caching.Reuse;
import larder.forwarding.FetchesUnderWay.Place;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Method;
import larder.store.StoredResponse;

/**
 * Who may share a fetch, and whom it serves then (RFC 9111, section 4: requests collapsed). Whether
 * an answer that is still coming may serve a request is the policy's to say, as of any stored one.
 */
final class Collapsing {
  /** Where whoever else comes with the same key is likely to need the same. */
  private static final Set<Reason> COMMON =
      EnumSet.of(Reason.NOTHING_STORED, Reason.NO_VARIANT, Reason.STALE, Reason.INCOMPLETE);

  /** What makes the answer one for this request alone. */
  private static final List<String> CONDITIONS =
      List.of(
          FieldNames.IF_MATCH,
          FieldNames.IF_NONE_MATCH,
          FieldNames.IF_MODIFIED_SINCE,
          FieldNames.IF_UNMODIFIED_SINCE);

  private static final Place ALONE = new Place.Alone(null);

  private final FetchesUnderWay fetches;
  private final CacheSide cache;
  private final Sharing sharing;
  private final InstantSource clock;

  Collapsing(FetchesUnderWay fetches, CacheSide cache, Sharing sharing, InstantSource clock) {
    this.fetches = fetches;
    this.cache = cache;
    this.sharing = sharing;
    this.clock = clock;
  }

  /** What a wait came to. */
  sealed interface Waited {
    /** The policy says how the answer serves this request too. */
    record Served(Reuse.Serve serve) implements Waited {}

    /** The request has to go to the origin by itself. */
    record InVain(WaitEnd why) implements Waited {}
  }

  /**
   * @param reason why the origin has to be asked
   * @param looked whether the store was looked into again since
   */
  Place join(Inquiry inquiry, Reason reason, boolean looked) {
    Fields fields = inquiry.head().fields();
    boolean plain =
        inquiry.head().method().equals(Method.GET)
            && !inquiry.hasContent()
            && !fields.has(FieldNames.RANGE)
            && !fields.has(FieldNames.AUTHORIZATION);
    return plain && COMMON.contains(reason)
        ? fetches.join(inquiry.key(), CONDITIONS.stream().noneMatch(fields::has), looked)
        : ALONE;
  }

  Waited await(SharedFetch fetch, Inquiry inquiry) {
    return switch (fetch.awaitHead(sharing.longestWait())) {
      case SharedFetch.Head.None(WaitEnd why) -> {
        if (why == WaitEnd.TIMED_OUT) {
          fetches.giveUpOn(inquiry.key(), fetch); // a long poll, perhaps: the next may be one too
        }
        yield new Waited.InVain(why);
      }
      case SharedFetch.Head.Shared(StoredResponse response, Invalidations.Since asked) ->
          cache.isInvalidated(response, inquiry.policy(), asked)
              ? new Waited.InVain(WaitEnd.UNSUITABLE)
              : decide(response, inquiry);
    };
  }

  private Waited decide(StoredResponse response, Inquiry inquiry) {
    Reuse reuse = cache.reuse(inquiry, List.of(response), clock.instant());
    if (reuse instanceof Reuse.Serve serve) {
      return new Waited.Served(serve);
    }
    if (reuse.reason() == Reason.RESPONSE_NO_CACHE || reuse.reason() == Reason.STALE) {
      fetches.avoid(inquiry.key()); // each request would have to validate it, this one or another
    }
    return new Waited.InVain(
        reuse.reason() == Reason.NO_VARIANT ? WaitEnd.OTHER_VARIANT : WaitEnd.UNSUITABLE);
  }
}
