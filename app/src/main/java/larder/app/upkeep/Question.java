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
 * A question about a store, or an operation on it.
 *
 * @param parameters by name; a name may have several
 */
public record Question(Verb verb, Map<String, List<String>> parameters) {
  /** The parameter that selects responses. */
  private static final String PATTERN = "pattern";

  /** The parameter that selects a target. */
  private static final String URL = "url";

  /** The parameter that selects all responses. */
  static final String ALL = "all";

  /** The parameter that says for how many seconds stale responses are kept. */
  static final String STALE = "stale";

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

    /** Whether it may change the store. */
    public boolean changes() {
      return changes;
    }

    /** The verb on the command line and in paths. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A question without parameters. */
  public static Question of(Verb verb) {
    return new Question(verb, Map.of());
  }

  /** The same question with more values for that parameter. */
  public Question with(String name, List<String> values) {
    Map<String, List<String>> more = new LinkedHashMap<>(parameters);
    List<String> all = new ArrayList<>(more.getOrDefault(name, List.of()));
    all.addAll(values);
    more.put(name, all);
    return new Question(verb, more);
  }

  /** The same question about those responses. */
  public Question about(List<String> patterns) {
    return with(PATTERN, patterns);
  }

  /** The same question about that target. */
  public Question aboutUrl(String url) {
    return with(URL, List.of(url));
  }

  /** The same question about all responses. */
  public Question aboutAll() {
    return with(ALL, List.of("true"));
  }

  /** The same question, also about responses that have been stale for that long. */
  public Question aboutStaleFor(Duration time) {
    return with(STALE, List.of(Long.toString(time.toSeconds())));
  }

  /**
   * Checks the question.
   *
   * @throws IllegalArgumentException if it is wrong; the message says why
   */
  public void check() {
    selection();
    if (parameters.containsKey(URL)) {
      target();
    }
  }

  /** The selected responses. */
  Selection selection() {
    return Selection.of(all(PATTERN));
  }

  /** The selected target. */
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
   * @throws IllegalArgumentException if it is missing, or given more than once
   */
  String one(String name) {
    List<String> values = all(name);
    if (values.size() != 1) {
      throw new IllegalArgumentException("'" + name + "' is to be given once");
    }
    return values.getFirst();
  }
}
