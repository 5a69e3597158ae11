package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import larder.caching.NoVarySearch;
import larder.http.Fields;
import larder.store.StoreKey;
import org.junit.jupiter.api.Test;

/** Where else to look, within bounds. */
class KnownQueriesTest {
  private static final NoVarySearch UTM = rule("params=(\"utm\")");

  private final KnownQueries queries = new KnownQueries(2);

  private static NoVarySearch rule(String field) {
    return NoVarySearch.of(Fields.of("No-Vary-Search", field));
  }

  private static StoreKey key(String pathAndQuery) {
    return new StoreKey("http://example.org/" + pathAndQuery);
  }

  @Test
  void theOneStoredLastIsKnownForAllThatMakeNoDifference() {
    assertNull(queries.instead(key("a?utm=1")));
    queries.stored(key("a?utm=1"), UTM);
    queries.stored(key("a?utm=2"), UTM);

    assertEquals(key("a?utm=2"), queries.instead(key("a")));
    assertEquals(key("a?utm=2"), queries.instead(key("a?utm=1")));
    assertNull(queries.instead(key("a?utm=2")));
    assertNull(queries.instead(key("a?b=1")));
    assertNull(queries.instead(key("b?utm=1")));
  }

  @Test
  void whatSaysNothingChangesNothing() {
    queries.stored(key("a?utm=1"), UTM);
    queries.stored(key("a"), NoVarySearch.NONE);

    assertEquals(key("a?utm=1"), queries.instead(key("a")));
  }

  @Test
  void theLastRuleOfAPathCounts() {
    queries.stored(key("a?utm=1&b=1"), UTM);
    queries.stored(key("a?utm=1&b=2"), rule("params=(\"b\")"));

    assertNull(queries.instead(key("a?b=1")));
    assertEquals(key("a?utm=1&b=2"), queries.instead(key("a?b=3&utm=1")));
  }

  @Test
  void theOldestAreForgotten() {
    queries.stored(key("a?utm=1"), UTM);
    queries.stored(key("b?utm=1"), UTM);
    queries.stored(key("a?utm=2"), UTM);
    queries.stored(key("c?utm=1"), UTM);

    assertNull(queries.instead(key("b")));
    assertEquals(key("a?utm=2"), queries.instead(key("a")));
    assertEquals(key("c?utm=1"), queries.instead(key("c")));
    queries.stored(key("c?" + "x".repeat(3000)), UTM);
    assertNull(queries.instead(key("c?utm=2&" + "x".repeat(3000))));
  }
}
