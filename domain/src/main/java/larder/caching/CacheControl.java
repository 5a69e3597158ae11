package larder.caching;

import java.time.Duration;
import java.util.List;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * The cache directives of one field section (RFC 9111, section 5.2). Any text can be read: unknown
 * directives are left out, of one given twice the first counts (section 4.2.1), and a malformed
 * argument stands for the strictest one.
 */
final class CacheControl {
  static final CacheControl NONE = new CacheControl(0, new long[0], List.of());

  private final int present;
  private final long[] seconds;
  private final List<String> withheld;

  CacheControl(int present, long[] seconds, List<String> withheld) {
    this.present = present;
    this.seconds = seconds;
    this.withheld = withheld;
  }

  /** All lines of {@code Cache-Control} read as one. */
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

  /** {@code no-cache} and {@code private} only count here if they name no fields. */
  boolean has(Directive directive) {
    return (present & 1 << directive.ordinal()) != 0;
  }

  /** The argument of a directive that has seconds, at most 2^31; null if it is absent. */
  @Nullable Duration duration(Directive directive) {
    return has(directive) ? Duration.ofSeconds(seconds[directive.ordinal()]) : null;
  }

  /**
   * The fields that {@code no-cache} and {@code private} name, in lower case: no part of what is
   * stored (sections 5.2.2.4 and 5.2.2.7).
   */
  List<String> withheld() {
    return withheld;
  }
}
