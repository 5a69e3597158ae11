package larder.caching;

import java.time.Instant;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpDate;
import larder.http.Tokens;
import larder.store.StoredHead;

/** Evaluates the client's conditions against a stored response (RFC 9111, section 4.3.2). */
final class Conditions {
  private Conditions() {}

  /** Whether there are conditions that only the origin can evaluate (RFC 9110, section 13.2.1). */
  static boolean areForTheOrigin(Fields request) {
    return request.has(FieldNames.IF_MATCH) || request.has(FieldNames.IF_UNMODIFIED_SINCE);
  }

  /** Whether the client has this very response. {@code If-None-Match} precedes the date. */
  static boolean isNotModified(Fields request, StoredHead stored) {
    if (request.has(FieldNames.IF_NONE_MATCH)) {
      return holdsTag(request, stored);
    }
    String since = request.first(FieldNames.IF_MODIFIED_SINCE);
    return since != null && isNotModifiedSince(since, stored);
  }

  private static boolean holdsTag(Fields request, StoredHead stored) {
    if (Tokens.trim(String.valueOf(request.combined(FieldNames.IF_NONE_MATCH))).equals("*")) {
      return true;
    }
    EntityTag tag = EntityTag.of(stored.fields());
    return tag != null && tag.isWeaklyIn(EntityTag.list(request, FieldNames.IF_NONE_MATCH));
  }

  /** Compares with {@code Last-Modified}, or else {@code Date}, or else the time of receipt. */
  private static boolean isNotModifiedSince(String since, StoredHead stored) {
    Instant received = stored.receivedAt();
    Instant date = HttpDate.parse(since, received);
    if (date == null) {
      return false;
    }
    Instant lastModified = Dates.in(stored.fields(), FieldNames.LAST_MODIFIED, received);
    Instant changed =
        lastModified != null ? lastModified : Dates.dateValue(stored.fields(), received);
    return !changed.isAfter(date);
  }

  /**
   * Whether {@code If-Range} allows the range for this very response (RFC 9110, section 13.1.5): by
   * a strong entity tag, or by an equal date that is strong, which means at least a second before
   * {@code Date} (section 8.8.2.2).
   */
  static boolean allowRange(Fields request, StoredHead stored) {
    String condition = request.first(FieldNames.IF_RANGE);
    if (condition == null) {
      return true;
    }
    EntityTag asked = EntityTag.parse(condition);
    if (asked != null) {
      return asked.equalsStrongly(EntityTag.of(stored.fields()));
    }
    Instant received = stored.receivedAt();
    Instant date = HttpDate.parse(condition, received);
    return date != null
        && date.equals(Dates.in(stored.fields(), FieldNames.LAST_MODIFIED, received))
        && date.isBefore(Dates.dateValue(stored.fields(), received));
  }
}
