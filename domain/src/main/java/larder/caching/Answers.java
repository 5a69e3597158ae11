package larder.caching;

import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Method;
import larder.http.RequestHead;
import larder.store.StoredHead;

/** Decides how a stored response answers, once it may (RFC 9110, section 13.2.2). */
final class Answers {
  private Answers() {}

  /**
   * Evaluates the conditions first, then the range. Ignores both if the stored response is not a
   * success (section 13.2.1), and the range except for {@code GET} and 200 (section 14.2).
   */
  static Answer of(RequestHead request, StoredHead stored, long length) {
    if (stored.status() > 299) {
      return Answer.WHOLE;
    }
    Fields fields = request.fields();
    if (Conditions.isNotModified(fields, stored)) {
      return Answer.NOT_MODIFIED;
    }
    return stored.status() == 200
            && request.method().equals(Method.GET)
            && fields.has(FieldNames.RANGE)
            && Conditions.allowRange(fields, stored)
        ? Ranges.answer(fields, stored.fields(), length)
        : Answer.WHOLE;
  }
}
