package larder.caching;

import java.time.Instant;
import java.util.function.Predicate;
import larder.http.ByteRange;
import larder.http.ContentRange;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.RequestHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/** May stored parts answer a {@code GET}, or help to? (RFC 9111, sections 3.3 and 3.4.) */
final class PartialReuse {
  private final Rfc9111Policy.Settings settings;
  private final RequestHead request;
  private final CacheControl wishes;
  private final Instant now;

  PartialReuse(
      Rfc9111Policy.Settings settings, RequestHead request, CacheControl wishes, Instant now) {
    this.settings = settings;
    this.request = request;
    this.wishes = wishes;
    this.now = now;
  }

  /** Null if the parts are of no use. */
  @Nullable Reuse decide(Parts parts) {
    Reuse serve = served(parts, this::isUnhindered, Reason.FRESH);
    if (serve != null) {
      return serve;
    }
    return request.fields().has(FieldNames.RANGE) || wishes.has(Directive.ONLY_IF_CACHED)
        ? null
        : completed(parts);
  }

  /**
   * The answer that the parts give by themselves; null if they do not.
   *
   * @param usable which of them may be served
   */
  Reuse.@Nullable Serve served(Parts parts, Predicate<Assessment> usable, Reason reason) {
    Parts.Found found = found(parts, stored -> usable.test(assessed(stored)));
    if (found == null) {
      return null;
    }
    Assessment assessment = assessed(found.stored());
    return new Reuse.Serve(
        found.stored(), found.answer(), assessment.age(), assessment.remaining(), reason);
  }

  private Parts.@Nullable Found found(Parts parts, Predicate<StoredResponse> each) {
    boolean usable = each.test(parts.latest());
    if (parts.areJoinable() && !usable) {
      return null;
    }
    Fields fields = request.fields();
    if (usable && Conditions.isNotModified(fields, parts.latest().head())) {
      return new Parts.Found(parts.latest(), Answer.NOT_MODIFIED);
    }
    // Parts with a common strong validator share the fields of the latest, and its freshness.
    Predicate<StoredResponse> alone = parts.areJoinable() ? part -> true : each;
    boolean ranged =
        fields.has(FieldNames.RANGE) && Conditions.allowRange(fields, parts.latest().head());
    return ranged ? parts.answer(fields, alone) : parts.whole(alone);
  }

  private Assessment assessed(StoredResponse stored) {
    return Assessment.of(stored, now, settings);
  }

  private boolean isUnhindered(Assessment assessment) {
    return Suitability.obstacle(assessment, request.fields(), wishes, settings) == null;
  }

  /**
   * Completes the parts, if they have a strong validator. Without one, the origin could not say
   * whether they are still valid, and they could not be joined with the rest (RFC 9110, section
   * 15.3.7.3).
   */
  private @Nullable Reuse completed(Parts parts) {
    String strong = Validators.strong(parts.latest().head());
    if (strong == null) {
      return null;
    }
    Parts.Held held = parts.atOneEnd();
    if (held == null) {
      return null;
    }
    Fields fields =
        Validators.unconditional(request.fields()).plus(FieldNames.RANGE, missing(held.range()));
    return new Reuse.Complete(
        parts.latest(),
        held.pieces(),
        held.range(),
        fields.plus(FieldNames.IF_RANGE, strong),
        Reason.INCOMPLETE);
  }

  private static String missing(ContentRange held) {
    ByteRange range = held.range();
    return range.first() == 0
        ? "bytes=" + (range.last() + 1) + "-"
        : "bytes=0-" + (range.first() - 1);
  }
}
