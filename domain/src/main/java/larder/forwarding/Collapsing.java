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
 * Decides which exchanges may share a fetch, and which of them its answer serves (RFC 9111, section
 * 4: collapsed requests). As for stored responses, the policy decides whether an answer still being
 * received may serve a request.
 */
final class Collapsing {
  /** Reasons for which other requests with the same key are likely to need the same. */
  private static final Set<Reason> COMMON =
      EnumSet.of(Reason.NOTHING_STORED, Reason.NO_VARIANT, Reason.STALE, Reason.INCOMPLETE);

  /** Fields that make the answer useful for this request only. */
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

  /** The outcome of a wait. */
  sealed interface Waited {
    /** The policy says how the answer serves this request too. */
    record Served(Reuse.Serve serve) implements Waited {}

    /** The request has to go to the origin by itself. */
    record InVain(WaitEnd why) implements Waited {}
  }

  /**
   * @param reason why the origin has to be asked
   * @param looked whether the exchange has looked into the store again
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
          fetches.giveUpOn(inquiry.key(), fetch); // perhaps a long poll: the next may be one too
        }
        yield new Waited.InVain(why);
      }
      case SharedFetch.Head.Shared(StoredResponse response, Invalidations.Since asked) ->
          cache.isInvalidated(response, asked)
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
      fetches.avoid(inquiry.key()); // each request would have to validate the response
    }
    return new Waited.InVain(
        reuse.reason() == Reason.NO_VARIANT ? WaitEnd.OTHER_VARIANT : WaitEnd.UNSUITABLE);
  }
}
