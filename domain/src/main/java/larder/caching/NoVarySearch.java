package larder.caching;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.StructuredFields;
import larder.http.StructuredValue;
import org.jspecify.annotations.Nullable;

/**
 * What a response says about the query of its URI: which parameters make no difference, and whether
 * their order does ({@code No-Vary-Search}; draft-ietf-httpbis-no-vary-search, as of July 2026).
 */
public sealed interface NoVarySearch {
  /**
   * The longest field that counts, all lines together: its content is kept by path, and read at
   * each look-up.
   */
  int LONGEST = 4096;

  /** How many parameters the field may name: each takes many times its length once it is kept. */
  int MOST_NAMES = 128;

  /** The whole query counts, octet by octet. */
  NoVarySearch NONE = new WholeQuery();

  /**
   * Reads the field. If it is absent, too long, or has values that are unknown, the whole query
   * counts.
   */
  static NoVarySearch of(Fields response) {
    String text = response.combined(FieldNames.NO_VARY_SEARCH);
    Map<String, StructuredValue> members =
        text == null || text.length() > LONGEST ? null : StructuredFields.dictionary(text);
    return members == null ? NONE : read(members);
  }

  private static NoVarySearch read(Map<String, StructuredValue> members) {
    StructuredValue keyOrder = members.getOrDefault("key-order", new StructuredValue.Flag(false));
    StructuredValue params = members.get("params");
    StructuredValue except = members.get("except");
    if (!(keyOrder instanceof StructuredValue.Flag(boolean anyOrder))
        || (params != null && except != null)) {
      return NONE;
    }
    StructuredValue listed = params == null ? except : params;
    Set<String> names = listed == null ? Set.of() : names(listed);
    if (names == null || (except == null && names.isEmpty() && !anyOrder)) {
      return NONE;
    }
    return except == null ? new AllBut(names, anyOrder) : new Only(names, anyOrder);
  }

  /** Null if the value is not a list of strings, or has too many. */
  private static @Nullable Set<String> names(StructuredValue listed) {
    if (!(listed instanceof StructuredValue.Inner(List<StructuredValue> items))
        || items.size() > MOST_NAMES) {
      return null;
    }
    Set<String> names = new HashSet<>();
    for (StructuredValue item : items) {
      if (!(item instanceof StructuredValue.Text(String name))) {
        return null;
      }
      names.add(Query.decoded(name));
    }
    return names;
  }

  /** A value that is equal for exactly those URIs that this treats as the same. */
  Significant of(String uri);

  /** The whole query counts. */
  record WholeQuery() implements NoVarySearch {
    @Override
    public Significant of(String uri) {
      return new Significant(uri, List.of());
    }
  }

  /** All parameters count but these. */
  record AllBut(Set<String> names, boolean anyOrder) implements NoVarySearch {
    public AllBut {
      names = Set.copyOf(names);
    }

    @Override
    public Significant of(String uri) {
      return Query.significant(uri, name -> !names.contains(name), anyOrder);
    }
  }

  /** Only these parameters count. */
  record Only(Set<String> names, boolean anyOrder) implements NoVarySearch {
    public Only {
      names = Set.copyOf(names);
    }

    @Override
    public Significant of(String uri) {
      return Query.significant(uri, names::contains, anyOrder);
    }
  }

  /** A URI without its query, and the parameters that count. */
  record Significant(String uri, List<Parameter> parameters) {
    public Significant {
      parameters = List.copyOf(parameters);
    }
  }

  /** A parameter of a query, decoded. */
  record Parameter(String name, String value) {}
}
