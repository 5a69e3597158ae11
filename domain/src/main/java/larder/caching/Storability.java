package larder.caching;

import java.time.Instant;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.ResponseHead;
import larder.http.TargetUri;
import larder.store.StoredHead;
import org.jspecify.annotations.Nullable;

/** May a response be stored? (RFC 9111, section 3.) */
final class Storability {
  private final Rfc9111Policy.Settings settings;

  Storability(Rfc9111Policy.Settings settings) {
    this.settings = settings;
  }

  Storing decide(
      RequestHead request,
      boolean hasContent,
      ResponseHead response,
      Instant requestedAt,
      Instant receivedAt,
      Trace trace) {
    if (settings.adjustment().neverStored()) {
      return refused(Reason.RULE, trace);
    }
    CacheControl directives = settings.directives(response.fields());
    if (trace.isOn()) {
      StepSentences.to(trace).response(response.status(), response.fields(), directives);
    }
    Reason forbidden = forbiddenByMethod(request, hasContent, response, directives);
    if (forbidden == null) {
      forbidden = forbiddenByFields(request, response, directives, settings);
    }
    if (forbidden != null) {
      return refused(forbidden, trace);
    }
    StoredHead head = head(request, response, directives, requestedAt, receivedAt);
    if (trace.isOn()) {
      StepSentences.to(trace).lifetime(head, directives, settings);
    }
    return worthStoring(head, directives, trace);
  }

  private static Storing refused(Reason reason, Trace trace) {
    trace.step(reason.section(), () -> "Not stored: " + reason.word());
    return new Storing.DoNotStore(reason);
  }

  private static @Nullable Reason forbiddenByMethod(
      RequestHead request, boolean hasContent, ResponseHead response, CacheControl directives) {
    if (request.method().equals(Method.GET)) {
      return hasContent ? Reason.REQUEST_CONTENT : null;
    }
    return request.method().equals(Method.POST) && answersGet(request, response, directives)
        ? null
        : Reason.METHOD;
  }

  /**
   * Whether the answer to {@code POST} is what a later {@code GET} would get. It is only if the
   * origin says both how long it is fresh and that it is the content of this very target (RFC 9110,
   * section 9.3.3).
   */
  private static boolean answersGet(
      RequestHead request, ResponseHead response, CacheControl directives) {
    String location = response.fields().first(FieldNames.CONTENT_LOCATION);
    boolean explicit =
        directives.has(Directive.S_MAXAGE)
            || directives.has(Directive.MAX_AGE)
            || (response.fields().has(FieldNames.EXPIRES) && !directives.isTargeted());
    return response.status() == 200
        && explicit
        && location != null
        && request.target() instanceof RequestTarget.AbsoluteForm(TargetUri target)
        && target.equals(target.resolve(location));
  }

  /** Why the response must not be stored, whatever the method; null if it may be. */
  static @Nullable Reason forbiddenByFields(
      RequestHead request,
      ResponseHead response,
      CacheControl directives,
      Rfc9111Policy.Settings settings) {
    if (settings.wishes(request.fields()).has(Directive.NO_STORE)) {
      return Reason.REQUEST_NO_STORE;
    }
    int status = response.status();
    if (!Statuses.isReusable(status)) {
      return status == 416 ? Reason.PARTIAL : Reason.STATUS;
    }
    if (status == 206 && !StoredPart.mayComeFrom(request, response)) {
      return Reason.PARTIAL;
    }
    if (OddRequest.mayExplain(status, request)) {
      return Reason.REQUESTS_FAULT;
    }
    Reason forbidden = forbiddenBy(directives, status);
    if (forbidden != null) {
      return forbidden;
    }
    Reason byUser = forbiddenByUser(request, directives);
    if (byUser != null) {
      return byUser;
    }
    return Vary.isOnAnything(response.fields()) ? Reason.VARY_ANY : null;
  }

  /**
   * Why a response must not be stored, nor reused after a 304 changed it; null if it may be. {@code
   * no-store}, unless {@code must-understand} is present and the status is understood; {@code
   * private} (RFC 9111, sections 5.2.2.3, 5.2.2.5 and 5.2.2.7).
   */
  static @Nullable Reason forbiddenBy(CacheControl directives, int status) {
    boolean mustUnderstand = directives.has(Directive.MUST_UNDERSTAND);
    if (mustUnderstand && !Statuses.isUnderstood(status)) {
      return Reason.STATUS;
    }
    if (!mustUnderstand && directives.has(Directive.NO_STORE)) {
      return Reason.NO_STORE;
    }
    return directives.has(Directive.PRIVATE) ? Reason.PRIVATE : null;
  }

  /** A response to credentials answers others only if it says so (RFC 9111, section 3.5). */
  static @Nullable Reason forbiddenByUser(RequestHead request, CacheControl directives) {
    boolean isForEveryUser =
        directives.has(Directive.PUBLIC)
            || directives.has(Directive.S_MAXAGE)
            || directives.has(Directive.MUST_REVALIDATE);
    return request.fields().has(FieldNames.AUTHORIZATION) && !isForEveryUser
        ? Reason.AUTHORIZATION
        : null;
  }

  private static StoredHead head(
      RequestHead request,
      ResponseHead response,
      CacheControl directives,
      Instant requestedAt,
      Instant receivedAt) {
    Fields fields = StoredFields.of(response.fields(), directives, receivedAt);
    Fields selecting =
        response.status() == 206
            ? Vary.selectingPart(request.fields(), fields)
            : Vary.selecting(request.fields(), fields);
    return new StoredHead(
        response.status(), response.reason(), fields, selecting, requestedAt, receivedAt);
  }

  /**
   * Decides whether storing is of use. It is not if the response could never be served, or only
   * after it was fetched anew, unless a rule keeps it for times without a network.
   */
  private Storing worthStoring(StoredHead head, CacheControl directives, Trace trace) {
    Freshness freshness = Freshness.of(head, directives, settings);
    Reason basis = freshness.basis();
    if (basis == Reason.NO_LIFETIME
        && !Statuses.isHeuristicallyCacheable(head.status())
        && !directives.has(Directive.PUBLIC)) {
      return refused(Reason.STATUS, trace);
    }
    if (head.fields().has(FieldNames.SET_COOKIE) && !isGranted(freshness, directives)) {
      return refused(Reason.SET_COOKIE, trace);
    }
    boolean lives = !freshness.lifetime().isZero() && !directives.has(Directive.NO_CACHE);
    if (basis != Reason.NO_LIFETIME && (lives || StaleUse.isForeseen(directives))) {
      return stored(head, basis, trace);
    }
    if (!isUnidentifiable(head)) {
      return stored(head, Reason.VALIDATOR_ONLY, trace);
    }
    return settings.adjustment().keeps(head.status())
        ? stored(head, Reason.RULE_KEEPS, trace)
        : refused(Reason.NO_LIFETIME, trace);
  }

  /** Whether the origin could not be asked if it is still valid. */
  private static boolean isUnidentifiable(StoredHead head) {
    return StoredPart.isPart(head)
        ? Validators.strong(head) == null
        : Validators.of(head).isEmpty();
  }

  /**
   * Whether the origin itself says that others may get the response too. Otherwise its cookies are
   * only for the client that asked.
   */
  static boolean isGranted(Freshness freshness, CacheControl directives) {
    return directives.has(Directive.PUBLIC)
        || (freshness.basis() == Reason.EXPLICIT_FRESHNESS
            && !freshness.lifetime().isZero()
            && !directives.has(Directive.NO_CACHE));
  }

  /**
   * Why a response made of stored fields and those of a newer answer must not be stored, whatever
   * they say together; null if it may be. Only the answer itself can allow sharing what one user
   * got, because it has the {@code Cache-Control} that a 200 would have (RFC 9110, section 15.3.7).
   */
  static @Nullable Reason forbiddenByItself(
      RequestHead request,
      ResponseHead answer,
      Instant receivedAt,
      Rfc9111Policy.Settings settings) {
    Reason byUser = forbiddenByUser(request, settings.directives(answer.fields()));
    if (byUser != null) {
      return byUser;
    }
    return answer.fields().has(FieldNames.SET_COOKIE) && !isGrantedBy(answer, receivedAt, settings)
        ? Reason.SET_COOKIE
        : null;
  }

  /** Whether the answer, by its own fields alone, says that others may get it too. */
  static boolean isGrantedBy(
      ResponseHead answer, Instant receivedAt, Rfc9111Policy.Settings settings) {
    Fields fields = answer.fields();
    StoredHead head =
        new StoredHead(
            answer.status(), answer.reason(), fields, Fields.EMPTY, receivedAt, receivedAt);
    CacheControl own = settings.directives(fields);
    return isGranted(Freshness.of(head, own, settings), own);
  }

  private static Storing stored(StoredHead head, Reason reason, Trace trace) {
    trace.step(reason.section(), () -> "Stored: " + reason.word());
    return new Storing.Store(head, reason);
  }
}
