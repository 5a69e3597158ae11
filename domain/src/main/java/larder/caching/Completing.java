package larder.caching;

import java.time.Instant;
import larder.http.ContentRange;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.store.StoredHead;

/** Evaluates the answer to a request for the missing part (RFC 9111, section 3.4). */
final class Completing {
  private final Rfc9111Policy.Settings settings;

  Completing(Rfc9111Policy.Settings settings) {
    this.settings = settings;
  }

  Completion completed(
      RequestHead request, Reuse.Complete asked, ResponseHead answer, Instant receivedAt) {
    return switch (answer.status()) {
      case 206 -> part(request, asked, answer, receivedAt);
      case 304, 412, 416 -> new Completion.AskAgain(Reason.UNFIT_PART);
      default -> new Completion.Replaced(Reason.NEW_RESPONSE);
    };
  }

  private Completion part(
      RequestHead request, Reuse.Complete asked, ResponseHead answer, Instant receivedAt) {
    StoredHead stored = asked.latest().head();
    String text = answer.fields().combined(FieldNames.CONTENT_RANGE);
    ContentRange came = text == null ? null : ContentRange.parse(text);
    if (came == null || !fits(asked, came) || !isOfTheSame(stored, answer.fields(), receivedAt)) {
      return new Completion.AskAgain(Reason.UNFIT_PART);
    }
    Fields fields =
        StoredFields.withoutDigest(
                StoredFields.updated(stored.fields(), answer.fields(), receivedAt))
            .without(FieldNames.CONTENT_RANGE);
    return new Completion.Combined(
        ResponseHead.of(200, fields),
        came.range().length(),
        Storability.forbiddenByItself(
            request, ResponseHead.of(200, answer.fields()), receivedAt, settings),
        Reason.COMPLETED);
  }

  /** Whether it is exactly the missing part, of a representation of the same length. */
  private static boolean fits(Reuse.Complete asked, ContentRange came) {
    ContentRange held = asked.held();
    if (held.completeLength().isPresent() && !held.completeLength().equals(came.completeLength())) {
      return false;
    }
    return asked.lacksEnd()
        ? came.isLast() && came.range().first() == held.range().last() + 1
        : came.range().first() == 0 && came.range().last() == held.range().first() - 1;
  }

  /** Whether both have the same strong validator. */
  private static boolean isOfTheSame(StoredHead stored, Fields answer, Instant receivedAt) {
    String before = Validators.strong(stored);
    String now = Validators.strong(answer, receivedAt);
    return before != null && before.equals(now);
  }
}
