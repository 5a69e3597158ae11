package larder.caching;

import java.time.Instant;
import larder.http.FieldNames;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/** Decides the outcome of a validation (RFC 9111, section 4.3.3). */
final class ValidationOutcome {
  private final Rfc9111Policy.Settings settings;

  ValidationOutcome(Rfc9111Policy.Settings settings) {
    this.settings = settings;
  }

  Validation answered(
      RequestHead request,
      Reuse.Revalidate asked,
      ResponseHead answer,
      Instant requestedAt,
      Instant receivedAt,
      Trace trace) {
    trace.step("RFC 9111, section 4.3.3", () -> "The origin answered " + answer.status());
    if (answer.status() == 304) {
      return notModified(request, asked, answer, requestedAt, receivedAt, trace);
    }
    if (isFailure(answer)) {
      return failed(request, asked, receivedAt);
    }
    StoredResponse first = asked.candidates().getFirst();
    if (request.method().equals(Method.HEAD)
        && answer.status() == 200
        && first.head().status() == 200
        && Freshening.isAbout(first, answer, receivedAt)) {
      return freshened(request, first, answer, requestedAt, receivedAt, trace);
    }
    return new Validation.Replaced(Reason.NEW_RESPONSE);
  }

  Validation.Unanswered unanswered(
      RequestHead request,
      Reuse.Revalidate asked,
      TransferException failure,
      Instant now,
      Trace trace) {
    trace.step("RFC 9111, section 4.3.3", failure::explanation);
    return failure.side() == TransferException.Side.ORIGIN
        ? failed(request, asked, now)
        : new Validation.Failed(Reason.ORIGIN_FAILED);
  }

  private Validation notModified(
      RequestHead request,
      Reuse.Revalidate asked,
      ResponseHead answer,
      Instant requestedAt,
      Instant receivedAt,
      Trace trace) {
    return switch (Freshening.subject(asked, answer, receivedAt)) {
      case Freshening.Subject.Updated(StoredResponse stored) ->
          freshened(request, stored, answer, requestedAt, receivedAt, trace);
      case Freshening.Subject.Confirmed(StoredResponse stored) ->
          freshened(
              request, stored, new Updating.Updated(stored.head(), stored.head()), receivedAt);
      case Freshening.Subject.Client() -> new Validation.Replaced(Reason.CLIENT_VALIDATED);
      case Freshening.Subject.Nobody() -> new Validation.AskAgain(Reason.UNIDENTIFIED);
    };
  }

  private Validation freshened(
      RequestHead request,
      StoredResponse stored,
      ResponseHead answer,
      Instant requestedAt,
      Instant receivedAt,
      Trace trace) {
    Updating updating = new Updating(settings, request, answer, requestedAt, receivedAt);
    return freshened(request, stored, updating.updated(stored.head(), trace), receivedAt);
  }

  private Validation freshened(
      RequestHead request, StoredResponse stored, Updating.Updated updated, Instant now) {
    StoredHead head = updated.head();
    Assessment assessment = Assessment.of(stored, head, now, settings);
    return new Validation.Freshened(
        stored,
        head,
        updated.kept(),
        Answers.of(request, head, stored.length()),
        assessment.age(),
        assessment.remaining(),
        Reason.FRESHENED);
  }

  /** 429 counts if it says when to come back: the origin is there, but does not want to answer. */
  private static boolean isFailure(ResponseHead answer) {
    return Statuses.isFailure(answer.status())
        || (answer.status() == 429 && answer.fields().has(FieldNames.RETRY_AFTER));
  }

  private Validation.Unanswered failed(RequestHead request, Reuse.Revalidate asked, Instant now) {
    Assessment assessment = Assessment.of(asked.candidates().getFirst(), now, settings);
    CacheControl wishes = settings.wishes(request.fields());
    return asked.reason() != Reason.REQUEST_NO_CACHE
            && StaleUse.isAllowedOnError(assessment, wishes)
        ? new Validation.ServeStaleOnError(
            assessment.serve(request, Reason.STALE_ON_ERROR), Reason.STALE_ON_ERROR)
        : new Validation.Failed(Reason.ORIGIN_FAILED);
  }
}
