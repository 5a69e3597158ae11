package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import larder.caching.NoVarySearch;
import larder.http.Fields;
import larder.store.StoreKey;
import org.junit.jupiter.api.Test;

/** What was asked for before an invalidation is known by its key and the invalidation's turn. */
class InvalidatedKeysTest {
  private static final StoreKey KEY = new StoreKey("http://example.org/a?b=c");
  private static final StoreKey OTHER_QUERY = new StoreKey("http://example.org/a?b=d");
  private static final NoVarySearch ANY_QUERY =
      NoVarySearch.of(Fields.of("No-Vary-Search", "params=(\"b\")"));

  private final InvalidatedKeys invalidated = new InvalidatedKeys(1 << 16);

  private boolean includes(StoreKey key, long since) {
    return includes(key, NoVarySearch.NONE, since);
  }

  private boolean includes(StoreKey key, NoVarySearch rule, long since) {
    return invalidated.include(key, rule, new Invalidations.Since(since, 0));
  }

  @Test
  void whatWasAskedForBeforeIsInvalidAndWhatComesLaterIsNot() {
    assertFalse(includes(KEY, 0));
    invalidated.add(KEY, 1);
    assertTrue(includes(KEY, 0));
    assertFalse(includes(OTHER_QUERY, 0));
    assertFalse(includes(KEY, 1));
  }

  @Test
  void theLastInvalidationCounts() {
    invalidated.add(KEY, 1);
    invalidated.add(KEY, 2);
    assertTrue(includes(KEY, 1));
  }

  @Test
  void whatIsGoodForOtherQueriesGoesWithEachOfThem() {
    invalidated.add(KEY, 1);
    assertTrue(includes(OTHER_QUERY, ANY_QUERY, 0));
    assertFalse(includes(new StoreKey("http://example.org/b?b=c"), ANY_QUERY, 0));
    assertFalse(includes(OTHER_QUERY, ANY_QUERY, 1));
  }

  /** Whatever there is no room for is rather taken for invalid than for valid. */
  @Test
  void keysThatShareAPlaceGoTogether() {
    InvalidatedKeys narrow = new InvalidatedKeys(1);
    narrow.add(OTHER_QUERY, 1);
    for (StoreKey key : Set.of(KEY, OTHER_QUERY, new StoreKey("http://example.org/b"))) {
      assertTrue(narrow.include(key, NoVarySearch.NONE, new Invalidations.Since(0, 0)));
      assertFalse(narrow.include(key, NoVarySearch.NONE, new Invalidations.Since(1, 0)));
    }
  }

  @Test
  void whatAnAnswerInvalidatesItselfIsNotCountedAgainstIt() {
    invalidated.add(KEY, 2);
    Invalidations.Since own = new Invalidations.Since(1, 2);
    assertFalse(invalidated.include(KEY, ANY_QUERY, own));
    invalidated.add(KEY, 3);
    assertTrue(invalidated.include(KEY, ANY_QUERY, own));
  }
}
