package larder.http;

/**
 * A part of content, by the positions of its first and last byte, both inclusive (RFC 9110, section
 * 14.1.2).
 */
public record ByteRange(long first, long last) {
  /**
   * @throws IllegalArgumentException if it is negative, empty, or longer than a {@code long} can
   *     count
   */
  public ByteRange {
    if (first < 0 || last < first || last - first == Long.MAX_VALUE) {
      throw new IllegalArgumentException("No range: " + first + "-" + last);
    }
  }

  /** Whether the other range is within this one, or equal to it. */
  public boolean contains(ByteRange other) {
    return first <= other.first && other.last <= last;
  }

  /** The number of bytes, at least 1. */
  public long length() {
    return last - first + 1;
  }
}
