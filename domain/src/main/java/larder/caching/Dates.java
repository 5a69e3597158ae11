package larder.caching;

import java.time.Instant;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpDate;
import org.jspecify.annotations.Nullable;

/** The date fields of a response received at a known time. */
final class Dates {
  private Dates() {}

  /** The date in the first line of that name; null if there is none or it is not a date. */
  static @Nullable Instant in(Fields fields, String name, Instant receivedAt) {
    String text = fields.first(name);
    return text == null ? null : HttpDate.parse(text, receivedAt);
  }

  /** date_value: when it was generated; without a valid {@code Date}, when it was received. */
  static Instant dateValue(Fields fields, Instant receivedAt) {
    Instant date = in(fields, FieldNames.DATE, receivedAt);
    return date == null ? receivedAt : date;
  }

  /** The fields with a valid {@code Date}, as RFC 9110, section 6.6.1 requires for storing. */
  static Fields withDate(Fields fields, Instant receivedAt) {
    return in(fields, FieldNames.DATE, receivedAt) == null
        ? fields.with(FieldNames.DATE, HttpDate.format(receivedAt))
        : fields;
  }
}
