package larder.caching;

import java.time.Instant;
import java.util.List;
import larder.http.Fields;
import larder.http.Method;
import larder.http.RequestHead;
import larder.store.StoredResponse;

/**
 * May a stored response answer a request while no origin may be asked? A stale one may, unless it
 * forbids that itself (RFC 9111, section 4.2.4). The client's wishes for something newer are only
 * preferences (section 5.2.1), and nothing newer can be had.
 */
final class Disconnected {
  private static final String SECTION = "RFC 9111, section 4.2.4";

  private final Rfc9111Policy.Settings settings;
  private final RequestHead request;
  private final Instant now;
  private final Trace trace;

  Disconnected(Rfc9111Policy.Settings settings, RequestHead request, Instant now, Trace trace) {
    this.settings = settings;
    this.request = request;
    this.now = now;
    this.trace = trace;
  }

  /**
   * @param asConnected what would be decided if the origin could be asked
   * @param stored all that is stored under the key
   */
  Reuse instead(Reuse asConnected, List<StoredResponse> stored) {
    trace.step(SECTION, () -> "No origin may be asked (--offline)");
    return switch (asConnected) {
      case Reuse.Serve serve -> serve;
      case Reuse.ServeThenRevalidate both -> both.now();
      case Reuse.Revalidate _, Reuse.Fetch _, Reuse.Complete _, Reuse.Unsatisfiable _ ->
          storedOrNone(stored);
      // A request with content asks a different question from the one the stored response answered.
      case Reuse.Pass pass ->
          pass.reason() == Reason.REQUEST_CONTENT ? none() : storedOrNone(stored);
    };
  }

  private Reuse storedOrNone(List<StoredResponse> stored) {
    Method method = request.method();
    Fields fields = request.fields();
    if ((!method.equals(Method.GET) && !method.equals(Method.HEAD))
        || Conditions.areForTheOrigin(fields)
        || settings.adjustment().neverStored()) {
      return none();
    }
    StoredResponse chosen = ResponseSelection.mostRecent(fields, stored);
    if (chosen == null) {
      return method.equals(Method.GET) ? partsOrNone(stored) : none();
    }
    Assessment assessment = Assessment.of(chosen, now, settings);
    if (isProhibited(assessment)) {
      trace.step(SECTION, () -> "It says itself that it must not be served without asking");
      return new Reuse.Unsatisfiable(Reason.OFFLINE_PROHIBITED);
    }
    return assessment.serve(request, Reason.OFFLINE);
  }

  private Reuse partsOrNone(List<StoredResponse> stored) {
    Parts parts = Parts.matching(request.fields(), stored);
    if (parts == null) {
      return none();
    }
    CacheControl wishes = settings.wishes(request.fields());
    Reuse.Serve serve =
        new PartialReuse(settings, request, wishes, now)
            .served(parts, assessment -> !isProhibited(assessment), Reason.OFFLINE);
    return serve == null ? none() : serve;
  }

  private static boolean isProhibited(Assessment assessment) {
    CacheControl directives = assessment.directives();
    return directives.has(Directive.NO_CACHE)
        || Storability.forbiddenBy(directives, assessment.stored().head().status()) != null
        || (!assessment.isFresh() && StaleUse.isProhibited(directives));
  }

  private static Reuse none() {
    return new Reuse.Unsatisfiable(Reason.OFFLINE);
  }
}
