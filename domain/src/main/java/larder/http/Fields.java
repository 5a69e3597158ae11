package larder.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A field section: field lines in the order received (RFC 9110, section 5). Names compare without
 * regard to case and keep their spelling; lines of one name keep their order (section 5.3).
 * Immutable.
 */
public final class Fields {
  /** A section without lines. */
  public static final Fields EMPTY = new Fields(new String[0], 0, null);

  /** Name, value, name, value … */
  private final String[] lines;

  /** A bit for each name; names may share one. Most look-ups are for absent names. */
  private final long names;

  private final @Nullable Fields base;

  /**
   * Made when asked for again; concurrent threads make equal ones. Volatile, so that a thread that
   * sees the array also sees its content.
   */
  private volatile byte @Nullable [] octets;

  private boolean octetsWanted;

  /**
   * @param names a bit for each name
   * @param base what the lines begin with, or null
   */
  private Fields(String[] lines, long names, @Nullable Fields base) {
    this.lines = lines;
    this.names = names;
    this.base = base;
  }

  /** Computed from the length and both ends, ignoring case; the factors spread the usual names. */
  private static long bit(String name) {
    int length = name.length();
    if (length == 0) {
      return 0;
    }
    int first = name.charAt(0) & 0x1f;
    int last = name.charAt(length - 1) & 0x1f;
    return 1L << (3 * length + 20 * first + 7 * last);
  }

  /**
   * A section of lines with alternating names and values.
   *
   * @throws IllegalArgumentException if a name is not a token, a value holds a forbidden character,
   *     or the number of arguments is odd
   */
  public static Fields of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("A field name without a value");
    }
    Builder builder = builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  public static Builder builder() {
    return new Builder();
  }

  public int size() {
    return lines.length / 2;
  }

  public boolean isEmpty() {
    return lines.length == 0;
  }

  /** The section that {@link Builder#on} began with, whose lines come first; else null. */
  public @Nullable Fields base() {
    return base;
  }

  /** The number of octets of the lines in a message, each with its CRLF (RFC 9112, section 5). */
  public int length() {
    byte[] made = octets;
    if (made != null) {
      return made.length;
    }
    int length = 0;
    for (int i = 0; i < lines.length; i += 2) {
      length += lines[i].length() + lines[i + 1].length() + 4;
    }
    return length;
  }

  /**
   * These octets, in Latin-1, for sections that are sent often: null the first time, then made and
   * kept. Must not be modified.
   */
  public byte @Nullable [] octetsIfOften() {
    byte[] made = octets;
    if (made == null && !octetsWanted) {
      octetsWanted = true;
    } else if (made == null) {
      StringBuilder text = new StringBuilder(length());
      for (int i = 0; i < lines.length; i += 2) {
        text.append(lines[i]).append(": ").append(lines[i + 1]).append("\r\n");
      }
      made = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      octets = made;
    }
    return made;
  }

  /** The name of line {@code i}, as spelt by the sender. */
  public String name(int i) {
    return lines[2 * i];
  }

  /** The value of line {@code i}, without white space around it. */
  public String value(int i) {
    return lines[2 * i + 1];
  }

  public boolean has(String name) {
    return indexOf(name, 0) >= 0;
  }

  /** Whether there is exactly one line of that name. */
  public boolean hasOne(String name) {
    int i = indexOf(name, 0);
    return i >= 0 && indexOf(name, i + 2) < 0;
  }

  /** Whether it is obvious that the two share no name; false if that would take a closer look. */
  public boolean isApartFrom(Fields other) {
    return (names & other.names) == 0;
  }

  /** The value of the first line of that name, or null. */
  public @Nullable String first(String name) {
    int i = indexOf(name, 0);
    return i < 0 ? null : lines[i + 1];
  }

  /** The values of all lines of that name, in order; empty if there is none. */
  public List<String> all(String name) {
    int i = indexOf(name, 0);
    if (i < 0) {
      return List.of();
    }
    List<String> values = new ArrayList<>(2);
    for (; i >= 0; i = indexOf(name, i + 2)) {
      values.add(lines[i + 1]);
    }
    return values;
  }

  /**
   * All lines of that name joined by {@code ", "}, or null if there is none (RFC 9110, section
   * 5.3).
   */
  public @Nullable String combined(String name) {
    int i = indexOf(name, 0);
    if (i < 0) {
      return null;
    }
    int next = indexOf(name, i + 2);
    return next < 0 ? lines[i + 1] : String.join(", ", all(name));
  }

  /**
   * The elements of a list-based field over all its lines, without empty ones (RFC 9110, section
   * 5.6.1). Commas inside quoted strings do not separate; an unclosed quote is an ordinary
   * character.
   */
  public List<String> elements(String name) {
    int i = indexOf(name, 0);
    if (i < 0) {
      return List.of();
    }
    List<String> elements = new ArrayList<>(4);
    for (; i >= 0; i = indexOf(name, i + 2)) {
      ListElements.split(lines[i + 1], elements);
    }
    return elements;
  }

  /** These lines, with one line of that name in place of all that had it, or else at the end. */
  public Fields with(String name, String value) {
    int at = indexOf(name, 0);
    if (at < 0) {
      return plus(name, value);
    }
    Builder builder = new Builder(size());
    for (int i = 0; i < lines.length; i += 2) {
      if (i == at) {
        builder.add(name, value);
      } else if (!Tokens.equalIgnoringCase(lines[i], name)) {
        builder.copy(lines[i], lines[i + 1]);
      }
    }
    return builder.build();
  }

  /** These lines and one more at the end. */
  public Fields plus(String name, String value) {
    return new Builder(size() + 1).addAll(this).add(name, value).build();
  }

  /** These lines without the ones of that name. */
  public Fields without(String name) {
    return has(name) ? withoutMatching(n -> Tokens.equalIgnoringCase(n, name)) : this;
  }

  /** These lines without the ones whose name matches. */
  public Fields withoutMatching(Predicate<String> name) {
    int kept = 0;
    while (kept < lines.length && !name.test(lines[kept])) {
      kept += 2;
    }
    if (kept == lines.length) {
      return this;
    }
    Builder builder = new Builder(size());
    for (int i = 0; i < lines.length; i += 2) {
      if (i < kept || (i > kept && !name.test(lines[i]))) {
        builder.copy(lines[i], lines[i + 1]);
      }
    }
    return builder.build();
  }

  private int indexOf(String name, int from) {
    if ((names & bit(name)) == 0) {
      return -1;
    }
    for (int i = from; i < lines.length; i += 2) {
      if (Tokens.equalIgnoringCase(lines[i], name)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the lines are the same, in the same order, ignoring the case of names. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Fields fields) || fields.lines.length != lines.length) {
      return false;
    }
    for (int i = 0; i < lines.length; i += 2) {
      if (!Tokens.equalIgnoringCase(lines[i], fields.lines[i])
          || !lines[i + 1].equals(fields.lines[i + 1])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < lines.length; i += 2) {
      hash = 31 * (31 * hash + Tokens.lowerCase(lines[i]).hashCode()) + lines[i + 1].hashCode();
    }
    return hash;
  }

  /** One line per field, for messages of tests and logs; values may be secret. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.length; i += 2) {
      text.append(lines[i]).append(": ").append(lines[i + 1]).append('\n');
    }
    return text.toString();
  }

  /** Collects lines. Not thread-safe. */
  public static final class Builder {
    private String[] lines;
    private int count;
    private long names;
    private @Nullable Fields base;

    private Builder() {
      this(8);
    }

    private Builder(int expectedLines) {
      lines = new String[2 * expectedLines];
    }

    /**
     * Adds a line, without the white space around the value.
     *
     * @throws IllegalArgumentException if the name is not a token or the value holds a forbidden
     *     character
     */
    public Builder add(String name, String value) {
      if (!Tokens.isToken(name)) {
        throw new IllegalArgumentException("A field name is a token (RFC 9110, section 5.1)");
      }
      String trimmed = Tokens.trim(value);
      if (!Tokens.isFieldValue(trimmed)) {
        throw new IllegalArgumentException(
            "A forbidden character in the value of " + name + " (RFC 9110, section 5.5)");
      }
      return copy(name, trimmed);
    }

    /**
     * Begins with all lines of a section that is kept, and is sent repeatedly with other lines
     * after it.
     */
    public Builder on(Fields kept) {
      if (count > 0) {
        throw new IllegalStateException("What is kept comes first");
      }
      base = kept;
      return addAll(kept);
    }

    /** Adds all lines of another section. */
    public Builder addAll(Fields fields) {
      reserve(fields.lines.length);
      System.arraycopy(fields.lines, 0, lines, count, fields.lines.length);
      count += fields.lines.length;
      names |= fields.names;
      return this;
    }

    /** Adds the lines of another section except those of that name. */
    public Builder addAllBut(String name, Fields fields) {
      if (!fields.has(name)) {
        return addAll(fields);
      }
      reserve(fields.lines.length);
      for (int i = 0; i < fields.lines.length; i += 2) {
        if (!Tokens.equalIgnoringCase(fields.lines[i], name)) {
          copy(fields.lines[i], fields.lines[i + 1]);
        }
      }
      return this;
    }

    /**
     * Adds a line that is known to be valid, without checking: a reader has checked each octet, or
     * both are constants.
     */
    public Builder copy(String name, String value) {
      reserve(2);
      lines[count++] = name;
      names |= bit(name);
      lines[count++] = value;
      return this;
    }

    public Fields build() {
      return count == 0 ? EMPTY : new Fields(Arrays.copyOf(lines, count), names, base);
    }

    private void reserve(int more) {
      if (count + more > lines.length) {
        lines = Arrays.copyOf(lines, Math.max(2 * lines.length, count + more));
      }
    }
  }
}
