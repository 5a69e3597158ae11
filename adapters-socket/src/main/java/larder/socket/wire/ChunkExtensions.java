package larder.socket.wire;

import larder.http.Tokens;

/**
 * The grammar of what may follow the size of a chunk (RFC 9112, section 7.1.1): {@code *( BWS ";"
 * BWS token [ BWS "=" BWS ( token / quoted-string ) ] )}. We use no extension, but a parser that
 * skips malformed ones may miss the end of the line, and with it the beginning of the data.
 */
final class ChunkExtensions {
  private State state = State.BEFORE_SEMICOLON;

  private enum State {
    BEFORE_SEMICOLON,
    BEFORE_NAME,
    NAME,
    AFTER_NAME,
    BEFORE_VALUE,
    VALUE,
    QUOTED,
    ESCAPED,
    AFTER_QUOTED
  }

  /** Whether the octet right after the size begins an extension. */
  static boolean begin(byte b) {
    return b == ';' || Tokens.isSpace(b);
  }

  /**
   * Reads one octet.
   *
   * @return whether it is the CR that ends the extensions; this object is then ready for the next
   *     chunk
   */
  boolean endWith(byte b) throws MalformedException {
    if (b == '\r' && mayEnd()) {
      state = State.BEFORE_SEMICOLON;
      return true;
    }
    state = next(b);
    return false;
  }

  private boolean mayEnd() {
    return state == State.NAME || state == State.VALUE || state == State.AFTER_QUOTED;
  }

  private State next(byte b) throws MalformedException {
    return switch (state) {
      case BEFORE_SEMICOLON -> Tokens.isSpace(b) ? state : semicolon(b);
      case BEFORE_NAME -> Tokens.isSpace(b) ? state : token(b, State.NAME);
      case NAME -> Tokens.isTokenCharacter(b) ? state : afterName(b);
      case AFTER_NAME -> afterName(b);
      case BEFORE_VALUE -> beforeValue(b);
      case VALUE -> Tokens.isTokenCharacter(b) ? state : afterValue(b);
      case QUOTED -> quoted(b);
      case ESCAPED -> text(b, State.QUOTED);
      case AFTER_QUOTED -> afterValue(b);
    };
  }

  private static State afterName(byte b) throws MalformedException {
    if (b == '=') {
      return State.BEFORE_VALUE;
    }
    return Tokens.isSpace(b) ? State.AFTER_NAME : semicolon(b);
  }

  private State beforeValue(byte b) throws MalformedException {
    if (b == '"') {
      return State.QUOTED;
    }
    return Tokens.isSpace(b) ? state : token(b, State.VALUE);
  }

  private static State afterValue(byte b) throws MalformedException {
    return Tokens.isSpace(b) ? State.BEFORE_SEMICOLON : semicolon(b);
  }

  private static State quoted(byte b) throws MalformedException {
    return switch (b) {
      case '"' -> State.AFTER_QUOTED;
      case '\\' -> State.ESCAPED;
      default -> text(b, State.QUOTED);
    };
  }

  private static State semicolon(byte b) throws MalformedException {
    return require(b == ';', State.BEFORE_NAME);
  }

  private static State token(byte b, State next) throws MalformedException {
    return require(Tokens.isTokenCharacter(b), next);
  }

  /** HTAB, SP, VCHAR and obs-text (RFC 9110, section 5.6.4). */
  private static State text(byte b, State next) throws MalformedException {
    return require((b >= ' ' && b != 0x7f) || b < 0 || b == '\t', next);
  }

  private static State require(boolean condition, State next) throws MalformedException {
    if (!condition) {
      throw new MalformedException("No chunk extension looks so (RFC 9112, section 7.1.1)");
    }
    return next;
  }
}
