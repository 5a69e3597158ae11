package larder.app.upkeep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.upkeep.Selection;

/**
 * A question about a store, or something to be done to it.
 *
 * @param parameters by name; a name may have several
 */
public record Question(Verb verb, Map<String, List<String>> parameters) {
  /** The name of the parameter that says which responses are meant. */
  private static final String PATTERN = "pattern";

  /** The name of the parameter that says which target is meant. */
  private static final String URL = "url";

  /** The name of the parameter that says that all responses are meant. */
  static final String ALL = "all";

  /** The name of the parameter that says for how many seconds what is stale is kept. */
  static final String STALE = "stale";

  /** What can be asked. */
  public enum Verb {
    STATS(false),
    LS(false),
    SHOW(false),
    PURGE(true),
    VERIFY(true),
    GC(true),
    EXPORT(false),
    IMPORT(true);

    private final boolean changes;

    Verb(boolean changes) {
      this.changes = changes;
    }

    /** Whether the store may be another one afterwards. */
    public boolean changes() {
      return changes;
    }

    /** As it is written on the command line and in a path. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Without parameters yet. */
  public static Question of(Verb verb) {
    return new Question(verb, Map.of());
  }

  /** The same with more values of that name. */
  public Question with(String name, List<String> values) {
    Map<String, List<String>> more = new LinkedHashMap<>(parameters);
    List<String> all = new ArrayList<>(more.getOrDefault(name, List.of()));
    all.addAll(values);
    more.put(name, all);
    return new Question(verb, more);
  }

  /** About those responses. */
  public Question about(List<String> patterns) {
    return with(PATTERN, patterns);
  }

  /** About that target. */
  public Question aboutUrl(String url) {
    return with(URL, List.of(url));
  }

  /** About all that there is. */
  public Question aboutAll() {
    return with(ALL, List.of("true"));
  }

  /** About what has been stale for so long, too. */
  public Question aboutStaleFor(Duration time) {
    return with(STALE, List.of(Long.toString(time.toSeconds())));
  }

  /**
   * Looks whether it can be asked.
   *
   * @throws IllegalArgumentException if it is wrong; the message says what is
   */
  public void check() {
    selection();
    if (parameters.containsKey(URL)) {
      target();
    }
  }

  /** The responses that are meant. */
  Selection selection() {
    return Selection.of(all(PATTERN));
  }

  /** The target that is meant. */
  TargetUri target() {
    String url = one(URL);
    try {
      return TargetUri.parse(url);
    } catch (SyntaxException e) {
      throw new IllegalArgumentException(
          "'" + url + "' is no URL such as http://example.org/ (" + e.getMessage() + ")", e);
    }
  }

  List<String> all(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  /**
   * @throws IllegalArgumentException if it is not given, or more than once
   */
  String one(String name) {
    List<String> values = all(name);
    if (values.size() != 1) {
      throw new IllegalArgumentException("'" + name + "' is to be given once");
    }
    return values.getFirst();
  }
}
