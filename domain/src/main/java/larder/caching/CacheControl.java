package larder.caching;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * The cache directives of one field section (RFC 9111, section 5.2). Any text can be read: unknown
 * directives are ignored, the first counts of one given twice (section 4.2.1), and a malformed
 * argument is read in its strictest sense.
 */
final class CacheControl {
  static final CacheControl NONE =
      new CacheControl(EnumSet.noneOf(Directive.class), new EnumMap<>(Directive.class), List.of());

  private final EnumSet<Directive> present;
  private final EnumMap<Directive, Duration> durations;
  private final List<String> withheld;
  private final boolean targeted;

  /** Takes ownership of the collections. */
  CacheControl(
      EnumSet<Directive> present, EnumMap<Directive, Duration> durations, List<String> withheld) {
    this(present, durations, withheld, false);
  }

  private CacheControl(
      EnumSet<Directive> present,
      EnumMap<Directive, Duration> durations,
      List<String> withheld,
      boolean targeted) {
    this.present = present;
    this.durations = durations;
    this.withheld = withheld;
    this.targeted = targeted;
  }

  /** The same, marked as read from a targeted field. */
  CacheControl targeted() {
    return new CacheControl(present, durations, withheld, true);
  }

  /** The same without some directives. */
  CacheControl without(EnumSet<Directive> some) {
    if (some.stream().noneMatch(present::contains)) {
      return this;
    }
    EnumSet<Directive> left = EnumSet.copyOf(present);
    left.removeAll(some);
    return new CacheControl(left, durations, withheld, targeted);
  }

  /** The same for a stored head, which lacks the withheld fields. */
  CacheControl ofStored() {
    return withheld.isEmpty() ? this : new CacheControl(present, durations, List.of(), targeted);
  }

  /** Whether {@code Expires} is ignored next to these (RFC 9213, section 2.2). */
  boolean isTargeted() {
    return targeted;
  }

  /** Reads all lines of {@code Cache-Control} as one. */
  static CacheControl of(Fields fields) {
    CacheControlReader reader = null;
    for (int i = 0; i < fields.size(); i++) {
      if (Tokens.equalIgnoringCase(fields.name(i), FieldNames.CACHE_CONTROL)) {
        reader = reader == null ? new CacheControlReader() : reader;
        reader.read(fields.value(i));
      }
    }
    return reader == null ? NONE : reader.directives();
  }

  /** {@code no-cache} and {@code private} count here only if they name no fields. */
  boolean has(Directive directive) {
    return present.contains(directive);
  }

  /** The argument of a directive with seconds, at most 2^31; null if the directive is absent. */
  @Nullable Duration duration(Directive directive) {
    return durations.get(directive);
  }

  /**
   * The fields that {@code no-cache} and {@code private} name, in lower case; they are not stored
   * (sections 5.2.2.4 and 5.2.2.7).
   */
  List<String> withheld() {
    return withheld;
  }
}
