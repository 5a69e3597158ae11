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

  private final KnownQueries queries = new KnownQueries(2, 10_000);

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

  /** What they take counts, and not only how many there are. */
  @Test
  void largeOnesPushOutMoreThanOne() {
    KnownQueries few = new KnownQueries(1000, 3000);
    for (String path : new String[] {"a", "b", "c"}) {
      few.stored(key(path + "?utm=1"), UTM);
    }
    assertEquals(key("a?utm=1"), few.instead(key("a")));

    String large = "x".repeat(800);
    few.stored(key("d?utm=1&" + large), UTM);
    assertNull(few.instead(key("a")));
    assertNull(few.instead(key("b")));
    assertEquals(key("c?utm=1"), few.instead(key("c")));
    assertEquals(key("d?utm=1&" + large), few.instead(key("d?" + large)));
  }

  @Test
  void largeRulesPushOutMoreThanOne() {
    KnownQueries few = new KnownQueries(1000, 3000);
    few.stored(key("a?utm=1"), UTM);
    few.stored(key("b?utm=1"), rule("params=(\"utm\" \"" + "x".repeat(1300) + "\")"));

    assertNull(few.instead(key("a")));
    assertEquals(key("b?utm=1"), few.instead(key("b")));
  }

  @Test
  void whatIsSaidAgainCountsOnce() {
    KnownQueries few = new KnownQueries(1000, 2000);
    few.stored(key("a?utm=1"), UTM);
    for (int i = 0; i < 100; i++) {
      few.stored(key("b?utm=" + i), UTM);
    }
    assertEquals(key("a?utm=1"), few.instead(key("a")));
  }

  @Test
  void whatIsTooLargeByItselfIsNotKept() {
    KnownQueries none = new KnownQueries(1000, 100);
    none.stored(key("a?utm=1"), UTM);
    assertNull(none.instead(key("a")));
  }
}
