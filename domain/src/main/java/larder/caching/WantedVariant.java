package larder.caching;

import java.util.ArrayList;
import java.util.List;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Tokens;
import larder.store.StoredHead;
import org.jspecify.annotations.Nullable;

/**
 * Finds the variants that a request matches (RFC 9111, section 4.1). Normalises each field of the
 * request once, and only if a stored one differs, because there may be many variants to compare.
 * For one thread.
 */
final class WantedVariant {
  private final Fields request;
  private final List<String> names = new ArrayList<>();
  private final List<@Nullable String> values = new ArrayList<>();
  private final List<@Nullable String> normalised = new ArrayList<>();

  WantedVariant(Fields request) {
    this.request = request;
  }

  /** Whether all selecting fields of the request match those stored with the response. */
  boolean matches(StoredHead stored) {
    String only = stored.fields().first(FieldNames.VARY);
    if (only == null) {
      return true;
    }
    if (Tokens.isToken(only) && stored.fields().hasOne(FieldNames.VARY)) {
      return matches(only, stored);
    }
    List<String> named = stored.fields().elements(FieldNames.VARY);
    if (named.size() > Vary.MOST_NAMES) {
      return false;
    }
    for (String name : named) {
      if (!matches(name, stored)) {
        return false;
      }
    }
    return true;
  }

  private boolean matches(String name, StoredHead stored) {
    if (name.equals("*") || !Tokens.isToken(name)) {
      return false;
    }
    String kept = stored.selecting().first(name);
    int place = place(name);
    String asked = values.get(place);
    if (asked == null || kept == null) {
      return asked == null && kept == null;
    }
    return asked.equals(kept) || normalised(place, name, asked).equals(kept);
  }

  private int place(String name) {
    for (int i = 0; i < names.size(); i++) {
      if (Tokens.equalIgnoringCase(names.get(i), name)) {
        return i;
      }
    }
    names.add(name);
    values.add(request.combined(name));
    normalised.add(null);
    return names.size() - 1;
  }

  private String normalised(int place, String name, String asked) {
    String known = normalised.get(place);
    if (known == null) {
      known = SelectingValue.normalised(name, asked);
      normalised.set(place, known);
    }
    return known;
  }
}
