package larder.caching;

import larder.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * The cache directives that affect a decision (RFC 9111, section 5.2; RFC 5861; RFC 8246). {@code
 * no-transform} affects none, because content is never transformed.
 */
enum Directive {
  IMMUTABLE("immutable", Argument.REFUSED),
  MAX_AGE("max-age", Argument.SECONDS),
  MAX_STALE("max-stale", Argument.SECONDS),
  MIN_FRESH("min-fresh", Argument.SECONDS),
  MUST_REVALIDATE("must-revalidate", Argument.IGNORED),
  MUST_UNDERSTAND("must-understand", Argument.REFUSED),
  NO_CACHE("no-cache", Argument.FIELD_NAMES),
  NO_STORE("no-store", Argument.IGNORED),
  ONLY_IF_CACHED("only-if-cached", Argument.IGNORED),
  PRIVATE("private", Argument.FIELD_NAMES),
  PROXY_REVALIDATE("proxy-revalidate", Argument.IGNORED),
  PUBLIC("public", Argument.REFUSED),
  S_MAXAGE("s-maxage", Argument.SECONDS),
  STALE_IF_ERROR("stale-if-error", Argument.SECONDS),
  STALE_WHILE_REVALIDATE("stale-while-revalidate", Argument.SECONDS);

  /** What may follow the directive's name. A malformed argument is read in its strictest sense. */
  enum Argument {
    /** For directives that forbid: they forbid whatever follows. */
    IGNORED,
    /** For directives that allow: they allow nothing if anything follows. */
    REFUSED,
    /** A number of seconds. */
    SECONDS,
    /** Names of fields, or nothing. */
    FIELD_NAMES
  }

  private static final Directive[] ALL = values();

  private final String text;
  private final Argument argument;

  Directive(String text, Argument argument) {
    this.text = text;
    this.argument = argument;
  }

  Argument argument() {
    return argument;
  }

  /** The seconds to assume without an argument. */
  long secondsWithoutArgument() {
    return this == MAX_STALE ? DeltaSeconds.MAX_SECONDS : strictestSeconds();
  }

  /** The seconds to assume if the argument is not a number. */
  long strictestSeconds() {
    return this == MIN_FRESH ? DeltaSeconds.MAX_SECONDS : 0;
  }

  /** The directive whose name is in that place, in any case; null if it is unknown. */
  static @Nullable Directive at(String text, int start, int end) {
    for (Directive directive : ALL) {
      if (directive.text.length() == end - start
          && Tokens.startsWithIgnoringCase(text, start, directive.text)) {
        return directive;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return text;
  }
}
