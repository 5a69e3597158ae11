package larder.http;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a representation a content is: {@code bytes 0-4/10} (RFC 9110, section 14.4).
 *
 * @param completeLength of the whole representation, where the sender knew it
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

  /** Part of a representation whose length is known. */
  public ContentRange(ByteRange range, long completeLength) {
    this(range, OptionalLong.of(completeLength));
  }

  /**
   * Reads the value of a {@code Content-Range}; null if it is none, is not about bytes, or says
   * that there is no such part.
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

  /** -1 for anything but one to 18 digits. */
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

  /** Does it end where the representation ends? Nobody knows that without the whole length. */
  public boolean isLast() {
    return completeLength.isPresent() && range.last() == completeLength.getAsLong() - 1;
  }

  /** As the field has it. */
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
