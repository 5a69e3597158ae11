package larder.http;

/**
 * Part of a content, by the positions of its first and last byte, both included (RFC 9110, section
 * 14.1.2).
 */
public record ByteRange(long first, long last) {
  /**
   * @throws IllegalArgumentException if it is negative, empty, or longer than a {@code long} counts
   */
  public ByteRange {
    if (first < 0 || last < first || last - first == Long.MAX_VALUE) {
      throw new IllegalArgumentException("No range: " + first + "-" + last);
    }
  }

  /** Is the other one within this one, or the same? */
  public boolean contains(ByteRange other) {
    return first <= other.first && other.last <= last;
  }

  /** How many bytes: 1 at least. */
  public long length() {
    return last - first + 1;
  }
}
