package larder.caching;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import larder.http.Tokens;

/** Reads lines of {@code Cache-Control} in one pass. Never fails, whatever they hold. */
final class CacheControlReader {
  /** Fields that decide on the reuse of a response: it cannot be reused correctly without them. */
  private static final Set<String> INDISPENSABLE =
      Set.of("age", "cache-control", "content-encoding", "content-type", "date", "expires", "vary");

  /** How many other fields may be named: no response has that many, and each is looked up. */
  static final int MOST_NAMES = 128;

  private final EnumSet<Directive> present = EnumSet.noneOf(Directive.class);
  private final EnumMap<Directive, Duration> durations = new EnumMap<>(Directive.class);
  private List<String> withheld = List.of();

  private String line = "";
  private int position;
  private boolean hasArgument;
  private int argumentStart;
  private int argumentEnd;
  private boolean malformed;

  /** Whether a quote was left open: directives after it may forbid, but allow nothing. */
  private boolean leftOpen;

  CacheControl directives() {
    return new CacheControl(present, durations, withheld);
  }

  void read(String text) {
    line = text;
    position = 0;
    leftOpen = false;
    while (true) {
      skipSeparators();
      if (position == line.length()) {
        return;
      }
      readElement();
    }
  }

  private void skipSeparators() {
    while (position < line.length() && (isSpace(position) || line.charAt(position) == ',')) {
      position++;
    }
  }

  private void readElement() {
    int start = position;
    while (position < line.length() && Tokens.isTokenCharacter(line.charAt(position))) {
      position++;
    }
    int end = position;
    malformed = leftOpen;
    readArgument();
    skipToComma();
    Directive directive = Directive.at(line, start, end);
    if (directive != null) {
      take(directive);
    }
  }

  private void readArgument() {
    hasArgument = position < line.length() && line.charAt(position) == '=';
    if (!hasArgument) {
      return;
    }
    position++;
    if (position < line.length() && line.charAt(position) == '"') {
      argumentStart = position + 1;
      skipQuotedString();
      argumentEnd = position - 1;
      return;
    }
    argumentStart = position;
    while (position < line.length() && Tokens.isTokenCharacter(line.charAt(position))) {
      position++;
    }
    argumentEnd = position;
  }

  /** Skips to behind the closing quote, or only past the opening one if there is no other. */
  private void skipQuotedString() {
    int opening = position;
    for (position++; position < line.length() && !leftOpen; position++) {
      char c = line.charAt(position);
      if (c == '"') {
        position++;
        return;
      }
      if (c == '\\') {
        position++;
      }
    }
    position = opening + 1;
    leftOpen = true;
    malformed = true;
  }

  /** Skips what follows up to the comma; anything but space makes the element malformed. */
  private void skipToComma() {
    while (position < line.length() && line.charAt(position) != ',') {
      if (line.charAt(position) == '"') {
        malformed = true;
        skipQuotedString();
      } else {
        malformed |= !isSpace(position);
        position++;
      }
    }
  }

  private boolean isSpace(int at) {
    return Tokens.isSpace(line.charAt(at));
  }

  private void take(Directive directive) {
    boolean counts =
        switch (directive.argument()) {
          case IGNORED -> true;
          case REFUSED -> !hasArgument && !malformed;
          case FIELD_NAMES -> !hasArgument || malformed || !takeFieldNames();
          case SECONDS -> {
            durations.putIfAbsent(directive, Duration.ofSeconds(seconds(directive)));
            yield true;
          }
        };
    if (counts) {
      present.add(directive);
    }
  }

  private long seconds(Directive directive) {
    if (!hasArgument && !malformed) {
      return directive.secondsWithoutArgument();
    }
    long number =
        malformed ? DeltaSeconds.INVALID : DeltaSeconds.parse(line, argumentStart, argumentEnd);
    return number == DeltaSeconds.INVALID ? directive.strictestSeconds() : number;
  }

  /**
   * Returns false if the argument is not a list of names, or has too many, or names an
   * indispensable field.
   */
  private boolean takeFieldNames() {
    Set<String> names = new LinkedHashSet<>(withheld);
    boolean any = false;
    for (int start = argumentStart; start < argumentEnd; ) {
      int comma = line.indexOf(',', start, argumentEnd);
      int end = comma < 0 ? argumentEnd : comma;
      String name = Tokens.lowerCase(Tokens.trim(line.substring(start, end)));
      start = end + 1;
      if (name.isEmpty()) {
        continue;
      }
      any = true;
      names.add(name);
      if (!Tokens.isToken(name) || INDISPENSABLE.contains(name) || names.size() > MOST_NAMES) {
        return false;
      }
    }
    if (any) {
      withheld = List.copyOf(names);
    }
    return any;
  }
}
