package larder.forwarding;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import larder.caching.CachePolicy;
import larder.caching.Completion;
import larder.caching.NoVarySearch;
import larder.caching.Reuse;
import larder.caching.Storing;
import larder.caching.Trace;
import larder.caching.Validation;
import larder.forwarding.OriginSide.Fetched;
import larder.http.Body;
import larder.http.Method;
import larder.http.TargetUri;
import larder.http.TransferException;
import larder.store.PendingResponse;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/** The half of an exchange that faces the cache: asks the policy and uses the store. */
final class CacheSide {
  private final Ports ports;
  private final FetchesUnderWay fetches;
  private final FinishAborted finishing;
  private final KnownQueries queries;
  private final Invalidations invalidated;

  CacheSide(Ports ports, FetchesUnderWay fetches, FinishAborted finishing) {
    this.ports = ports;
    this.fetches = fetches;
    this.queries = ports.knowledge().queries();
    this.invalidated = ports.knowledge().invalidations();
    this.finishing = finishing;
  }

  /** The responses stored for the target; none if the method is not answered from the store. */
  List<StoredResponse> find(Inquiry inquiry) {
    Method method = inquiry.head().method();
    boolean answerable = method.equals(Method.GET) || method.equals(Method.HEAD);
    return answerable ? find(inquiry.target(), inquiry.key(), inquiry.policy()) : List.of();
  }

  /**
   * The responses stored for a target, most recently received first: those under its own key, and
   * those stored for another query that say that the difference does not matter.
   */
  List<StoredResponse> find(TargetUri target, CachePolicy policy) {
    return find(target, StoreKey.of(target), policy);
  }

  private List<StoredResponse> find(TargetUri target, StoreKey key, CachePolicy policy) {
    List<StoredResponse> found = ports.store().find(key);
    StoreKey instead = queries.instead(key);
    return instead == null ? found : withOthers(found, target, instead, policy::otherQueries);
  }

  private List<StoredResponse> withOthers(
      List<StoredResponse> found,
      TargetUri target,
      StoreKey instead,
      Function<StoredHead, NoVarySearch> rules) {
    List<StoredResponse> all = new ArrayList<>(found);
    for (StoredResponse other : ports.store().find(instead)) {
      NoVarySearch rule = rules.apply(other.head());
      if (rule.of(instead.uri()).equals(rule.of(target.toString()))) {
        all.add(other);
      }
    }
    all.sort(Comparator.comparing((StoredResponse each) -> each.head().receivedAt()).reversed());
    return all;
  }

  Reuse reuse(Inquiry inquiry, List<StoredResponse> stored, Instant now) {
    return inquiry.policy().reuse(inquiry.head(), inquiry.hasContent(), stored, now, Trace.OFF);
  }

  Validation validated(Inquiry inquiry, Reuse.Revalidate asked, Fetched fetched) {
    return inquiry
        .policy()
        .validated(
            inquiry.head(),
            asked,
            fetched.head(),
            fetched.requestedAt(),
            fetched.receivedAt(),
            Trace.OFF);
  }

  /** Freshens the stored response with the head that a validation gave it, if that differs. */
  void freshen(Validation.Freshened freshened) {
    StoredResponse stored = freshened.stored();
    if (!freshened.kept().equals(stored.head())) {
      stored.freshen(freshened.kept());
    }
  }

  Completion completed(Inquiry inquiry, Reuse.Complete asked, Fetched fetched) {
    return inquiry.policy().completed(inquiry.head(), asked, fetched.head(), fetched.receivedAt());
  }

  Validation.Unanswered unanswered(
      Inquiry inquiry, Reuse.Revalidate asked, TransferException failure, Instant now) {
    return inquiry.policy().unanswered(inquiry.head(), asked, failure, now, Trace.OFF);
  }

  Storing storing(Inquiry inquiry, Fetched fetched) {
    return inquiry
        .policy()
        .storing(
            inquiry.head(),
            inquiry.hasContent(),
            fetched.head(),
            fetched.requestedAt(),
            fetched.receivedAt(),
            Trace.OFF);
  }

  /**
   * Begins to store a response and shares it with others; returns null if the policy or the store
   * does not want it.
   *
   * @param found what was stored under the key before
   * @param fetch is told of the progress
   */
  @Nullable StoringBody keep(
      Inquiry inquiry,
      List<StoredResponse> found,
      Fetched fetched,
      Storing storing,
      SharedFetch fetch) {
    StoreKey key = inquiry.key();
    Body body = fetched.response().body();
    if (storing instanceof Storing.Store store) {
      StoredHead head = store.head();
      try {
        PendingResponse pending = ports.store().begin(key, head, body.length());
        fetch.share(
            new FollowedResponse(key, head, body.length(), pending, fetch), fetched.asked());
        ResponseBeingStored response =
            new ResponseBeingStored(
                inquiry.policy(),
                stored -> stored(stored, inquiry.policy(), fetched.asked()),
                head,
                body.length(),
                found,
                pending);
        return new StoringBody(body, response, fetch, finishing);
      } catch (TransferException e) {
        // Continue as if it were not to be stored.
      }
    }
    fetch.notStored();
    return null;
  }

  /**
   * Removes a response that was invalidated while it was received: only those that already follow
   * it get it. Checked once it is stored, so that a later invalidation finds it there. Also removes
   * one requested later than now, because the clock was set back: its age is unknown, and nothing
   * requested in the meantime could replace it.
   *
   * @param asked when it was asked for
   */
  private void stored(StoredResponse response, CachePolicy policy, Invalidations.Since asked) {
    StoredHead head = response.head();
    queries.stored(response.key(), policy.otherQueries(head)); // an invalidation looks there
    if (isInvalidated(response, asked) || head.requestedAt().isAfter(ports.clock().instant())) {
      response.remove();
    }
  }

  /**
   * Whether any proxy has invalidated this response, another query that it answers, or one of its
   * groups since it was asked for. The fetches under way do not tell: they are known only to one
   * proxy. The policy has no say, because a proxy with another one may use the store, too.
   */
  boolean isInvalidated(StoredResponse response, Invalidations.Since asked) {
    StoredHead head = response.head();
    return invalidated.include(response.key(), head, otherQueries(head), asked);
  }

  private static NoVarySearch otherQueries(StoredHead head) {
    return NoVarySearch.of(head.fields());
  }

  /**
   * Removes what an unsafe request made invalid (RFC 9111, section 4.4), what shares a group with
   * that, and the groups that the answer names (RFC 9875, sections 2.2.1 and 3). Goes no further: a
   * response removed with its group does not take its other groups along. A response to another
   * query that also answers for a target is removed like the target's own.
   *
   * @return the answer, which outlives this invalidation: a later {@code GET} may get it (RFC 9110,
   *     section 9.3.3)
   */
  Fetched invalidate(Inquiry inquiry, Fetched fetched) {
    CachePolicy policy = inquiry.policy();
    List<TargetUri> targets = policy.invalidated(inquiry.head(), inquiry.target(), fetched.head());
    Set<StoreKey> keys = new LinkedHashSet<>(0);
    targets.forEach(target -> keys.add(StoreKey.of(target)));
    Set<StoreGroup> groups =
        new LinkedHashSet<>(
            policy.invalidatedGroups(inquiry.head(), inquiry.target(), fetched.head()));
    Fetched outliving = fetched;
    try {
      for (TargetUri target : targets) {
        for (StoredResponse stored : storedFor(target)) {
          keys.add(stored.key());
          groups.addAll(StoreGroup.of(stored.key(), stored.head()));
        }
      }
    } finally { // at least what the policy says, if there is no memory to look for more
      outliving = forget(keys, groups, fetched);
    }
    forgetOthersStoredMeanwhile(targets, keys);
    return outliving;
  }

  /** Whatever the policy of this proxy says of other queries: another one's may differ. */
  private List<StoredResponse> storedFor(TargetUri target) {
    StoreKey key = StoreKey.of(target);
    List<StoredResponse> found = ports.store().find(key);
    StoreKey instead = queries.instead(key);
    return instead == null ? found : withOthers(found, target, instead, CacheSide::otherQueries);
  }

  /** Those stored for another query after it was looked for, and before the targets were noted. */
  private void forgetOthersStoredMeanwhile(List<TargetUri> targets, Set<StoreKey> forgotten) {
    for (TargetUri target : targets) {
      StoreKey instead = queries.instead(StoreKey.of(target));
      if (instead != null && !forgotten.contains(instead)) {
        withOthers(List.of(), target, instead, CacheSide::otherQueries)
            .forEach(stored -> forget(stored.key()));
      }
    }
  }

  /** Removes each of them, even if removing another one fails. */
  private Fetched forget(Set<StoreKey> keys, Set<StoreGroup> groups, Fetched fetched) {
    if (keys.isEmpty() && groups.isEmpty()) {
      return fetched;
    }
    try {
      return fetched.since(invalidated.add(keys, groups, fetched.asked()));
    } finally {
      try {
        forEach(keys, this::forget);
      } finally {
        forEach(groups, ports.store()::invalidate);
      }
    }
  }

  private void forget(StoreKey key) {
    fetches.detach(key);
    ports.store().invalidate(key);
  }

  /** Continues with the others if the action throws for some; then throws the first failure. */
  private static <T> void forEach(Set<T> all, Consumer<T> action) {
    Throwable failure = null;
    for (T each : all) {
      try {
        action.accept(each);
      } catch (RuntimeException | Error e) { // no memory, most likely
        failure = failure == null ? e : failure;
      }
    }
    switch (failure) {
      case RuntimeException fault -> throw fault;
      case Error error -> throw error;
      case null, default -> {}
    }
  }
}
