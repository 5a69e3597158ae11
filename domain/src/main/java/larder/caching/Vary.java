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

/** Which requests a response answers: its selecting fields (RFC 9111, section 4.1). */
final class Vary {
  /** How many fields may be named: no request has so many, and each is compared. */
  static final int MOST_NAMES = 128;

  private Vary() {}

  /**
   * Does it depend on what no later request can be known to share? {@code *}, and anything else
   * that is no field name, or too many of those.
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

  /** What is to be kept of the request: see {@link StoredHead#selecting}. */
  static Fields selecting(Fields request, Fields response) {
    return response.has(FieldNames.VARY)
        ? selecting(request, response, new TreeSet<>())
        : Fields.EMPTY;
  }

  /** The same for a part: the range that was asked for selects it too. */
  static Fields selectingPart(Fields request, Fields response) {
    TreeSet<String> names = new TreeSet<>();
    names.add(Tokens.lowerCase(FieldNames.RANGE));
    return selecting(request, response, names);
  }

  /** What selects this part of what those fields select. */
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

  /** Do all selecting fields of the request match those that the response was stored with? */
  static boolean matches(Fields request, StoredHead stored) {
    return new WantedVariant(request).matches(stored);
  }
}
