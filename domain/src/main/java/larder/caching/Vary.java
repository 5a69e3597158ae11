package larder.caching;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import larder.http.ByteRange;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Tokens;
import larder.store.StoredHead;

/** The selecting fields: which requests a response answers (RFC 9111, section 4.1). */
final class Vary {
  /** How many fields may be named: no request has that many, and each is compared. */
  static final int MOST_NAMES = 128;

  private Vary() {}

  /**
   * Whether the response depends on something that no later request can be known to share: {@code
   * *}, a member that is not a field name, or too many names.
   */
  static boolean isOnAnything(Fields response) {
    List<String> names = response.elements(FieldNames.VARY);
    if (names.size() > MOST_NAMES) {
      return true;
    }
    for (String name : names) {
      if (name.equals("*") || !Tokens.isToken(name)) {
        return true;
      }
    }
    return false;
  }

  /** The request's fields to keep: see {@link StoredHead#selecting}. */
  static Fields selecting(Fields request, Fields response) {
    return response.has(FieldNames.VARY)
        ? selecting(request, response, new TreeSet<>())
        : Fields.EMPTY;
  }

  /** The same for a part, which the requested range selects too. */
  static Fields selectingPart(Fields request, Fields response) {
    TreeSet<String> names = new TreeSet<>();
    names.add(Tokens.lowerCase(FieldNames.RANGE));
    return selecting(request, response, names);
  }

  /** The selecting fields with this range added, for a part of what they select. */
  static Fields selectingPart(Fields selecting, ByteRange range) {
    SortedMap<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < selecting.size(); i++) {
      sorted.put(selecting.name(i), selecting.value(i));
    }
    String name = Tokens.lowerCase(FieldNames.RANGE);
    sorted.put(name, "bytes=" + range.first() + "-" + range.last());
    Fields.Builder fields = Fields.builder();
    sorted.forEach(fields::copy);
    return fields.build();
  }

  private static Fields selecting(Fields request, Fields response, SortedSet<String> names) {
    for (String name : response.elements(FieldNames.VARY)) {
      names.add(Tokens.lowerCase(name));
    }
    Fields.Builder selecting = Fields.builder();
    for (String name : names) {
      String value = request.combined(name);
      if (value != null) {
        selecting.copy(name, SelectingValue.normalised(name, value));
      }
    }
    return selecting.build();
  }

  /** Whether all selecting fields of the request match those stored with the response. */
  static boolean matches(Fields request, StoredHead stored) {
    return new WantedVariant(request).matches(stored);
  }
}
