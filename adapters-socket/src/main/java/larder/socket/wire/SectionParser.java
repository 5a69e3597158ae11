package larder.socket.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import larder.http.Fields;
import larder.http.Tokens;
import larder.http.TransferException;
import larder.socket.MessageLimits;

/**
 * Parses lines that end in CRLF, up to and including an empty one, as they arrive: an error is
 * reported at its first octet, not when the section is complete. Strict where RFC 9112, sections
 * 2.2 and 5, leaves a choice: no bare LF or CR, no folding, no control character, no white space
 * before a colon.
 */
abstract class SectionParser {
  /** The most bytes to copy at a time; much content may follow them. */
  static final int PIECE = 1 << 10;

  private final Scratch scratch;
  private final MessageLimits limits;
  private final int sectionLimit;
  private final Fields.Builder fields = Fields.builder();

  /**
   * How many bytes there are, how many of them have been scanned, and where the last line begins.
   */
  private int length;

  private int scanned;
  private int lineStart;

  private int sectionStart;
  private int lines;

  /** How many bytes the strings take that were made so far. */
  private long strings;

  SectionParser(Scratch scratch, MessageLimits limits, int sectionLimit) {
    this.scratch = scratch;
    this.limits = limits;
    this.sectionLimit = sectionLimit;
  }

  /**
   * Parses the line between the two positions as a start line; returns false if it is a field line.
   */
  abstract boolean startLine(byte[] bytes, int start, int end) throws MalformedException;

  /** Whether a start line is still expected; the start-line limit applies to it. */
  abstract boolean expectsStartLine();

  /** The error for a start line that is too long. */
  abstract MalformedException startLineTooLong();

  /** Called for each field line. */
  void noted(String name, String value) throws MalformedException {}

  /** Called when the section is complete. */
  void finish(Fields section) throws MalformedException {}

  final MessageLimits limits() {
    return limits;
  }

  /** The first bytes of the section, at most that many. */
  final String begun(int most) {
    return text(scratch.bytes(), 0, Math.min(length, most));
  }

  /** How many bytes it has taken so far; once the section is complete, its length. */
  final int size() {
    return length;
  }

  /**
   * Leaves to the caller the room that the parsed strings take. Called at most once.
   *
   * @return what to give back to the room once nothing holds the strings any more
   */
  public final long leaveRoom() {
    return scratch.leave(strings);
  }

  /**
   * Takes bytes until the section is complete.
   *
   * @return whether it is complete; bytes after it stay in the buffer
   * @throws TransferException if there is no room for it
   */
  final boolean feed(ByteBuffer in) throws MalformedException, TransferException {
    while (in.hasRemaining()) {
      int more = Math.min(in.remaining(), PIECE);
      byte[] bytes = scratch.reserve(length + more, strings);
      in.get(bytes, length, more);
      length += more;
      int end = scan(bytes);
      if (end >= 0) {
        in.position(in.position() - (length - end));
        length = end;
        return true;
      }
      checkUnfinishedLine();
    }
    return false;
  }

  /** Returns the position after the section's last octet, or -1 if that has not arrived. */
  private int scan(byte[] bytes) throws MalformedException, TransferException {
    int i = scanned;
    while (true) {
      i = Octets.control(bytes, i, length);
      if (i == length) {
        break;
      }
      byte b = bytes[i];
      if (b == '\t') {
        i++;
      } else if (b != '\r') {
        throw forbidden(b);
      } else if (i + 1 == length) {
        break;
      } else if (bytes[i + 1] != '\n') {
        throw new MalformedException("A CR without LF (RFC 9112, section 2.2)");
      } else {
        i += 2;
        if (line(bytes, i - 2)) {
          return i;
        }
        lineStart = i;
      }
    }
    scanned = i;
    return -1;
  }

  private static MalformedException forbidden(byte b) {
    return b == '\n'
        ? new MalformedException("A LF without CR ends a line (RFC 9112, section 2.2)")
        : new MalformedException("A control character in the head (RFC 9110, section 5.5)");
  }

  private void checkUnfinishedLine() throws MalformedException {
    if (expectsStartLine()) {
      checkStartLine(scanned);
    } else if (scanned - sectionStart > sectionLimit) {
      throw sectionTooLarge();
    }
  }

  private void checkStartLine(int end) throws MalformedException {
    if (end - lineStart > limits.startLine()) {
      throw startLineTooLong();
    }
  }

  /** Parses the line that ends before {@code end}; returns true if the section ends with it. */
  private boolean line(byte[] bytes, int end) throws MalformedException, TransferException {
    if (expectsStartLine()) {
      checkStartLine(end);
      if (startLine(bytes, lineStart, end)) {
        sectionStart = end + 2;
        strings += end - lineStart;
        return false;
      }
    }
    if (end + 2 - sectionStart > sectionLimit) {
      throw sectionTooLarge();
    }
    if (end == lineStart) {
      finish(fields.build());
      return true;
    }
    if (++lines > limits.fieldLines()) {
      throw new MalformedException(431, "More than " + limits.fieldLines() + " field lines");
    }
    strings += end - lineStart + HeadRoom.LINE;
    scratch.allow(strings);
    fieldLine(bytes, lineStart, end);
    return false;
  }

  private MalformedException sectionTooLarge() {
    return new MalformedException(431, "The fields are larger than " + sectionLimit + " bytes");
  }

  private void fieldLine(byte[] bytes, int start, int end) throws MalformedException {
    int colon = Octets.find(':', bytes, start, end);
    NameTable.Known known = NameTable.find(bytes, start, colon);
    if (known == null || colon == end) {
      checkName(bytes, start, colon, end);
    }
    int from = colon + 1;
    int to = end;
    while (from < to && Tokens.isSpace(bytes[from])) {
      from++;
    }
    while (to > from && Tokens.isSpace(bytes[to - 1])) {
      to--;
    }
    String name = known == null ? ValueTable.SHARED.text(bytes, start, colon) : known.name();
    String value =
        known != null && known.repeats()
            ? ValueTable.SHARED.text(bytes, from, to)
            : text(bytes, from, to);
    fields.copy(name, value);
    noted(name, value);
  }

  private static void checkName(byte[] bytes, int start, int colon, int end)
      throws MalformedException {
    int at = start;
    while (at < colon && Tokens.isTokenCharacter(bytes[at])) {
      at++;
    }
    if (at == start || at < colon || colon == end) {
      throw badName(bytes, start, at, end);
    }
  }

  private static MalformedException badName(byte[] bytes, int start, int at, int end) {
    if (at == end) {
      return new MalformedException("A field line without a colon (RFC 9112, section 5)");
    }
    if (Tokens.isSpace(bytes[at])) {
      return at == start
          ? new MalformedException(
              "A line begins with white space (RFC 9112, sections 2.2 and 5.2)")
          : new MalformedException("White space in or after a field name (RFC 9112, section 5.1)");
    }
    return at == start && bytes[at] == ':'
        ? new MalformedException("A field without a name (RFC 9110, section 5.1)")
        : new MalformedException("A field name is a token (RFC 9110, section 5.1)");
  }

  /** Decodes octets as Latin-1. */
  static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, ISO_8859_1);
  }

  /** Whether the octets from {@code from} to {@code to} are an HTTP version. */
  static boolean isVersion(byte[] bytes, int from, int to) {
    return to - from == 8
        && bytes[from] == 'H'
        && bytes[from + 1] == 'T'
        && bytes[from + 2] == 'T'
        && bytes[from + 3] == 'P'
        && bytes[from + 4] == '/'
        && isDigit(bytes[from + 5])
        && bytes[from + 6] == '.'
        && isDigit(bytes[from + 7]);
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
