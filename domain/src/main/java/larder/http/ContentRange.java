package larder.http;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The part of a representation that some content is: {@code bytes 0-4/10} (RFC 9110, section 14.4).
 *
 * @param completeLength the length of the whole representation, if the sender knew it
 */
public record ContentRange(ByteRange range, OptionalLong completeLength) {
  private static final String UNIT = "bytes ";

  /**
   * @throws IllegalArgumentException if the part ends after the representation
   */
  public ContentRange {
    if (completeLength.isPresent() && range.last() >= completeLength.getAsLong()) {
      throw new IllegalArgumentException("No part of " + completeLength + " bytes: " + range);
    }
  }

  /** A part of a representation of known length. */
  public ContentRange(ByteRange range, long completeLength) {
    this(range, OptionalLong.of(completeLength));
  }

  /**
   * Reads the value of a {@code Content-Range}; null if it is malformed, is not about bytes, or
   * says that there is no such part.
   */
  public static @Nullable ContentRange parse(String text) {
    int dash = text.indexOf('-');
    int slash = text.indexOf('/');
    if (!Tokens.startsWithIgnoringCase(text, 0, UNIT) || dash < 0 || slash < dash) {
      return null;
    }
    long first = number(text, UNIT.length(), dash);
    long last = number(text, dash + 1, slash);
    boolean unknown = text.substring(slash + 1).equals("*");
    long length = unknown ? Long.MAX_VALUE : number(text, slash + 1, text.length());
    if (first < 0 || last < first || length <= last) {
      return null;
    }
    return new ContentRange(
        new ByteRange(first, last), unknown ? OptionalLong.empty() : OptionalLong.of(length));
  }

  /** The number; -1 for anything but 1 to 18 digits. */
  private static long number(String text, int start, int end) {
    if (start >= end || end - start > 18) {
      return -1;
    }
    long number = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /** Whether it ends where the representation ends; false if the whole length is unknown. */
  public boolean isLast() {
    return completeLength.isPresent() && range.last() == completeLength.getAsLong() - 1;
  }

  /** As written in the field. */
  @Override
  public String toString() {
    return UNIT
        + range.first()
        + '-'
        + range.last()
        + '/'
        + (completeLength.isPresent() ? Long.toString(completeLength.getAsLong()) : "*");
  }
}
