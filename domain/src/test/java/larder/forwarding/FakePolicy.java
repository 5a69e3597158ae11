package larder.forwarding;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import larder.caching.Answer;
import larder.caching.CachePolicy;
import larder.caching.Completion;
import larder.caching.Reason;
import larder.caching.Reuse;
import larder.caching.Storing;
import larder.caching.Trace;
import larder.caching.Validation;
import larder.http.Fields;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.http.TargetUri;
import larder.http.TransferException;
import larder.store.StoreGroup;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import larder.store.Worth;
import org.jspecify.annotations.Nullable;

/** Decides what a test says: these tests are about what is done then. */
final class FakePolicy implements CachePolicy {
  Answer answer = Answer.WHOLE;
  Reuse.@Nullable Complete complete;
  Completion completion = new Completion.Replaced(Reason.NEW_RESPONSE);
  boolean stale;
  boolean serveStaleMeanwhile;
  boolean pass;
  boolean onlyIfCached;
  boolean store = true;
  boolean staleOnError;
  boolean keepParts;
  boolean keepsNothing;
  Set<String> targetedFields = Set.of();
  List<TargetUri> invalid = List.of();

  /** The fields of the requests that it was asked about. */
  final List<Fields> requests = new ArrayList<>();

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Set<String> targetedFields() {
    return targetedFields;
  }

  @Override
  public Reuse reuse(
      RequestHead request,
      boolean hasContent,
      List<StoredResponse> stored,
      Instant now,
      Trace trace) {
    requests.add(request.fields());
    if (pass) {
      return new Reuse.Pass(Reason.METHOD);
    }
    if (request.fields().has("Only-If-Cached")) {
      return new Reuse.Unsatisfiable(Reason.ONLY_IF_CACHED);
    }
    if (complete != null) {
      return complete;
    }
    if (stored.isEmpty() && onlyIfCached) {
      return new Reuse.Unsatisfiable(Reason.ONLY_IF_CACHED);
    }
    if (stored.isEmpty()) {
      return new Reuse.Fetch(Reason.NOTHING_STORED);
    }
    StoredResponse first = stored.getFirst();
    var revalidate =
        new Reuse.Revalidate(
            stored, request.fields().plus("If-None-Match", "\"stored\""), Reason.STALE);
    if (serveStaleMeanwhile) {
      return new Reuse.ServeThenRevalidate(
          serve(first, -5, Reason.STALE_WHILE_REVALIDATE), revalidate);
    }
    return stale ? revalidate : serve(first, 50, Reason.FRESH);
  }

  private Reuse.Serve serve(StoredResponse stored, int remaining, Reason reason) {
    return new Reuse.Serve(
        stored, answer, Duration.ofSeconds(10), Duration.ofSeconds(remaining), reason);
  }

  @Override
  public Storing storing(
      RequestHead request,
      boolean hasContent,
      ResponseHead response,
      Instant requestedAt,
      Instant receivedAt,
      Trace trace) {
    requests.add(request.fields());
    return store
        ? new Storing.Store(
            new StoredHead(
                response.status(),
                response.reason(),
                response.fields(),
                Fields.EMPTY,
                requestedAt,
                receivedAt),
            Reason.EXPLICIT_FRESHNESS)
        : new Storing.DoNotStore(Reason.NO_STORE);
  }

  @Override
  public Validation validated(
      RequestHead request,
      Reuse.Revalidate asked,
      ResponseHead answered,
      Instant requestedAt,
      Instant receivedAt,
      Trace trace) {
    StoredResponse stored = asked.candidates().getFirst();
    if (answered.status() >= 500) {
      return onError(stored);
    }
    if (answered.status() != 304) {
      return new Validation.Replaced(Reason.NEW_RESPONSE);
    }
    StoredHead old = stored.head();
    StoredHead head =
        new StoredHead(
            old.status(),
            old.reason(),
            old.fields().with("Freshened", "yes"),
            old.selecting(),
            requestedAt,
            receivedAt);
    return new Validation.Freshened(
        stored,
        head,
        keepsNothing ? old : head,
        answer,
        Duration.ZERO,
        Duration.ofSeconds(60),
        Reason.FRESHENED);
  }

  @Override
  public Completion completed(
      RequestHead request, Reuse.Complete asked, ResponseHead answered, Instant receivedAt) {
    return completion;
  }

  @Override
  public @Nullable StoredHead cutShort(
      StoredHead head, long came, OptionalLong announced, List<StoredResponse> stored) {
    return keepParts
        ? new StoredHead(
            206,
            "Partial Content",
            head.fields().with("Came", came + " of " + announced),
            head.selecting(),
            head.requestedAt(),
            head.receivedAt())
        : null;
  }

  @Override
  public Validation.Unanswered unanswered(
      RequestHead request,
      Reuse.Revalidate asked,
      TransferException failure,
      Instant now,
      Trace trace) {
    return onError(asked.candidates().getFirst());
  }

  private Validation.Unanswered onError(StoredResponse stored) {
    return staleOnError
        ? new Validation.ServeStaleOnError(
            serve(stored, -5, Reason.STALE_ON_ERROR), Reason.STALE_ON_ERROR)
        : new Validation.Failed(Reason.ORIGIN_FAILED);
  }

  @Override
  public List<TargetUri> invalidated(RequestHead request, TargetUri target, ResponseHead response) {
    return invalid;
  }

  @Override
  public Set<StoreGroup> invalidatedGroups(
      RequestHead request, TargetUri target, ResponseHead response) {
    return Set.of();
  }

  @Override
  public Worth worth(StoredHead head) {
    return Worth.UNKNOWN;
  }
}
