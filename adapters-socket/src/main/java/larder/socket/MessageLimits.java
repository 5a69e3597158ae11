package larder.socket;

/**
 * Limits on the messages that we read, in bytes unless stated otherwise.
 *
 * @param startLine the longest request line or status line (RFC 9112, section 3, asks for 8000)
 * @param fieldSection the largest field section
 * @param fieldLines the most field lines in it
 * @param trailerSection the largest trailer section
 * @param chunkExtensions the most for all chunk extensions of one message together
 */
public record MessageLimits(
    int startLine, int fieldSection, int fieldLines, int trailerSection, int chunkExtensions) {
  /**
   * @throws IllegalArgumentException if a limit is less than 1
   */
  public MessageLimits {
    if (Math.min(Math.min(startLine, fieldSection), Math.min(fieldLines, trailerSection)) < 1
        || chunkExtensions < 1) {
      throw new IllegalArgumentException("A limit is 1 or more");
    }
  }

  /** 8 KiB, 64 KiB, 100 lines, 8 KiB, 4 KiB. */
  public static MessageLimits defaults() {
    return new MessageLimits(8 << 10, 64 << 10, 100, 8 << 10, 4 << 10);
  }
}
