package larder.caching;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.Tokens;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/** May a stored response answer a request? (RFC 9111, section 4.) */
final class Suitability {
  private final Rfc9111Policy.Settings settings;
  private final @Nullable String rule;

  /**
   * @param rule the name of the user's rule that applies, if any
   */
  Suitability(Rfc9111Policy.Settings settings, @Nullable String rule) {
    this.settings = settings;
    this.rule = rule;
  }

  Reuse decide(
      RequestHead request,
      boolean hasContent,
      List<StoredResponse> stored,
      Instant now,
      Trace trace) {
    if (trace.isOn()) {
      StepSentences.to(trace).request(request, rule);
    }
    Reuse reuse = connected(request, hasContent, stored, now, trace);
    return settings.disconnected()
        ? new Disconnected(settings, request, now, trace).instead(reuse, stored)
        : reuse;
  }

  private Reuse connected(
      RequestHead request,
      boolean hasContent,
      List<StoredResponse> stored,
      Instant now,
      Trace trace) {
    CacheControl wishes = settings.wishes(request.fields());
    Reason beyond = beyondTheCache(request, hasContent, wishes);
    if (beyond != null) {
      trace.step(beyond.section(), () -> "Not a matter for the cache: " + beyond.word());
      return !hasContent && isGetOrHead(request.method()) && wishes.has(Directive.ONLY_IF_CACHED)
          ? new Reuse.Unsatisfiable(Reason.ONLY_IF_CACHED)
          : new Reuse.Pass(beyond);
    }
    StoredResponse chosen = ResponseSelection.mostRecent(request.fields(), stored);
    if (trace.isOn()) {
      StepSentences.to(trace).selection(request.fields(), stored, chosen);
    }
    if (chosen == null) {
      Parts parts =
          request.method().equals(Method.GET) ? Parts.matching(request.fields(), stored) : null;
      if (parts != null) {
        return fromParts(request, wishes, parts, now, trace);
      }
      Reason miss = stored.isEmpty() ? Reason.NOTHING_STORED : Reason.NO_VARIANT;
      return missed(request, wishes, miss);
    }
    Assessment assessment = Assessment.of(chosen, now, settings);
    if (trace.isOn()) {
      StepSentences.to(trace).freshness(assessment, now, settings);
    }
    Reason obstacle = obstacle(assessment, request.fields(), wishes, settings);
    return obstacle == null
        ? assessment.serve(request, Reason.FRESH)
        : hindered(request, wishes, stored, assessment, obstacle, trace);
  }

  private Reuse fromParts(
      RequestHead request, CacheControl wishes, Parts parts, Instant now, Trace trace) {
    Reuse reuse = new PartialReuse(settings, request, wishes, now).decide(parts);
    trace.step(
        "RFC 9111, section 3.3",
        () -> "Parts alone are stored: " + (reuse == null ? "of no use here" : reuse.reason()));
    return reuse == null ? missed(request, wishes, Reason.INCOMPLETE) : reuse;
  }

  private static boolean isGetOrHead(Method method) {
    return method.equals(Method.GET) || method.equals(Method.HEAD);
  }

  private @Nullable Reason beyondTheCache(
      RequestHead request, boolean hasContent, CacheControl wishes) {
    if (!isGetOrHead(request.method())) {
      return Reason.METHOD;
    }
    if (hasContent) {
      return Reason.REQUEST_CONTENT;
    }
    if (Conditions.areForTheOrigin(request.fields())) {
      return Reason.REQUEST_PRECONDITION;
    }
    if (settings.adjustment().neverStored()) {
      return Reason.NEVER_STORED;
    }
    return wishes.has(Directive.NO_STORE) ? Reason.REQUEST_NO_STORE : null;
  }

  /** For when nothing stored can be used or asked about. */
  private static Reuse missed(RequestHead request, CacheControl wishes, Reason reason) {
    if (wishes.has(Directive.ONLY_IF_CACHED)) {
      return new Reuse.Unsatisfiable(Reason.ONLY_IF_CACHED);
    }
    if (request.method().equals(Method.HEAD)) {
      return new Reuse.Pass(reason);
    }
    boolean forPart = reason == Reason.NOTHING_STORED && request.fields().has(FieldNames.RANGE);
    return new Reuse.Fetch(forPart ? Reason.REQUEST_RANGE : reason);
  }

  /** The reason not to serve it as it is; null if there is none. */
  static @Nullable Reason obstacle(
      Assessment stored, Fields request, CacheControl wishes, Rfc9111Policy.Settings settings) {
    CacheControl directives = stored.directives();
    if (directives.has(Directive.NO_CACHE)
        || Storability.forbiddenBy(directives, stored.stored().head().status()) != null) {
      return Reason.RESPONSE_NO_CACHE;
    }
    if (settings.adjustment().ignoresReload()) {
      return stored.isFresh() ? null : Reason.STALE;
    }
    if (wishes.has(Directive.NO_CACHE) || isPragmaNoCache(request)) {
      return Reason.REQUEST_NO_CACHE;
    }
    if (!stored.isFresh()) {
      return isTooOld(stored, wishes) ? Reason.REQUEST_MAX_AGE : Reason.STALE;
    }
    if (isTooOld(stored, wishes) && !directives.has(Directive.IMMUTABLE)) {
      return Reason.REQUEST_MAX_AGE; // immutable: RFC 8246, section 2
    }
    Duration minFresh = wishes.duration(Directive.MIN_FRESH);
    return minFresh != null && stored.remaining().compareTo(minFresh) < 0
        ? Reason.REQUEST_MIN_FRESH
        : null;
  }

  /** For clients that know nothing newer; deprecated, but still read (section 5.4). */
  private static boolean isPragmaNoCache(Fields request) {
    if (!request.has(FieldNames.PRAGMA) || request.has(FieldNames.CACHE_CONTROL)) {
      return false;
    }
    for (String directive : request.elements(FieldNames.PRAGMA)) {
      if (Tokens.equalIgnoringCase(directive, "no-cache")) {
        return true;
      }
    }
    return false;
  }

  /** RFC 9111, section 5.2.1.1. Zero asks for validation, however young the response is. */
  private static boolean isTooOld(Assessment stored, CacheControl wishes) {
    Duration maxAge = wishes.duration(Directive.MAX_AGE);
    return maxAge != null && (maxAge.isZero() || stored.age().compareTo(maxAge) > 0);
  }

  private Reuse hindered(
      RequestHead request,
      CacheControl wishes,
      List<StoredResponse> stored,
      Assessment assessment,
      Reason obstacle,
      Trace trace) {
    trace.step(obstacle.section(), () -> "Not served as it is: " + obstacle.word());
    if (obstacle == Reason.STALE) {
      if (StaleUse.isAllowedByRequest(assessment, wishes)) {
        return assessment.serve(request, Reason.STALE_ALLOWED_BY_REQUEST);
      }
      if (!settings.adjustment().isValidatedEachTime()
          && StaleUse.isAllowedWhileRevalidating(assessment)) {
        return serveThenRevalidate(request, assessment);
      }
    }
    if (wishes.has(Directive.ONLY_IF_CACHED)) {
      return new Reuse.Unsatisfiable(Reason.ONLY_IF_CACHED);
    }
    List<StoredResponse> matching =
        ResponseSelection.matching(request.fields(), stored, assessment.stored());
    return validated(request, wishes, matching, assessment, obstacle);
  }

  private static Reuse serveThenRevalidate(RequestHead request, Assessment assessment) {
    List<StoredResponse> candidates = List.of(assessment.stored());
    Fields whole = Validators.unconditional(request.fields());
    return new Reuse.ServeThenRevalidate(
        assessment.serve(request, Reason.STALE_WHILE_REVALIDATE),
        new Reuse.Revalidate(candidates, Validators.conditional(whole, candidates), Reason.STALE));
  }

  /** With a validator, validates it; without, it may still stand in if the origin fails. */
  private static Reuse validated(
      RequestHead request,
      CacheControl wishes,
      List<StoredResponse> matching,
      Assessment assessment,
      Reason obstacle) {
    List<StoredResponse> candidates = Validators.candidates(matching);
    if (!Validators.of(assessment.stored().head()).isEmpty()) {
      return new Reuse.Revalidate(
          candidates, Validators.conditional(request.fields(), candidates), obstacle);
    }
    return StaleUse.isAllowedOnError(assessment, wishes)
        ? new Reuse.Revalidate(candidates, request.fields(), obstacle)
        : missed(request, wishes, obstacle);
  }
}
