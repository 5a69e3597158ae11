package larder.caching;

import larder.http.ByteRange;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Tokens;

/** The range that a client asks for, held against a content's length (RFC 9110, section 14). */
final class Ranges {
  private static final String UNIT = "bytes=";

  private Ranges() {}

  /**
   * Whole for what is no range of bytes, malformed, or more than one range: a recipient may ignore
   * them all (RFC 9110, section 14.2).
   */
  static Answer answer(Fields request, long length) {
    String value = request.combined(FieldNames.RANGE);
    if (value == null || !Tokens.startsWithIgnoringCase(value, 0, UNIT)) {
      return Answer.WHOLE;
    }
    String range = Tokens.trim(value.substring(UNIT.length()));
    int dash = range.indexOf('-');
    if (dash < 0) {
      return Answer.WHOLE;
    }
    boolean suffix = dash == 0;
    boolean open = dash == range.length() - 1;
    long first = suffix ? 0 : position(range, 0, dash);
    long last = open ? Long.MAX_VALUE : position(range, dash + 1, range.length());
    if (first < 0 || last < 0 || (suffix && open)) {
      return Answer.WHOLE;
    }
    return suffix ? suffix(last, length) : part(first, last, length);
  }

  private static Answer part(long first, long last, long length) {
    if (last < first) {
      return Answer.WHOLE;
    }
    return first < length
        ? new Answer.Part(new ByteRange(first, Math.min(last, length - 1)))
        : Answer.NO_SUCH_PART;
  }

  /** The last bytes; all of them if there are no more. Of no bytes at all, no part can be named. */
  private static Answer suffix(long bytes, long length) {
    if (bytes == 0) {
      return Answer.NO_SUCH_PART;
    }
    return length == 0
        ? Answer.WHOLE
        : new Answer.Part(new ByteRange(Math.max(0, length - bytes), length - 1));
  }

  /** A number that saturates; -1 for anything but digits. */
  private static long position(String text, int start, int end) {
    long number = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : 10 * number + digit;
    }
    return number;
  }
}
