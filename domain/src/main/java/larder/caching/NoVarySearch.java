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
 * What a response says of the query of its URI: which parameters, and whether their order, make no
 * difference ({@code No-Vary-Search}; draft-ietf-httpbis-no-vary-search, as of July 2026).
 */
public sealed interface NoVarySearch {
  /**
   * How long the field may be, all lines together: what it says is kept by path, and read at each
   * look-up.
   */
  int LONGEST = 4096;

  /** How many parameters it may name: one that is kept takes many times of what it takes there. */
  int MOST_NAMES = 128;

  /** All of the query counts, octet by octet. */
  NoVarySearch NONE = new WholeQuery();

  /**
   * Without the field, or with one that says anything unknown of it, or says too much, all of the
   * query counts.
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

  /** Null if they are no list of strings, or too many. */
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

  /** What is the same for all URIs that make no difference, and for no other. */
  Significant of(String uri);

  /** All there is. */
  record WholeQuery() implements NoVarySearch {
    @Override
    public Significant of(String uri) {
      return new Significant(uri, List.of());
    }
  }

  /** These parameters do not count. */
  record AllBut(Set<String> names, boolean anyOrder) implements NoVarySearch {
    public AllBut {
      names = Set.copyOf(names);
    }

    @Override
    public Significant of(String uri) {
      return Query.significant(uri, name -> !names.contains(name), anyOrder);
    }
  }

  /** These parameters alone count. */
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
