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
    return invalidated.include(key, NoVarySearch.NONE, since);
  }

  @Test
  void whatWasAskedForBeforeIsInvalidAndWhatComesLaterIsNot() {
    long before = invalidated.turn();
    assertFalse(includes(KEY, before));
    invalidated.add(KEY);
    assertTrue(includes(KEY, before));
    assertFalse(includes(OTHER_QUERY, before));
    assertFalse(includes(KEY, invalidated.turn()));
  }

  @Test
  void theLastInvalidationCounts() {
    invalidated.add(KEY);
    long between = invalidated.turn();
    invalidated.add(KEY);
    assertTrue(includes(KEY, between));
  }

  @Test
  void whatIsGoodForOtherQueriesGoesWithEachOfThem() {
    long before = invalidated.turn();
    invalidated.add(KEY);
    assertTrue(invalidated.include(OTHER_QUERY, ANY_QUERY, before));
    StoreKey elsewhere = new StoreKey("http://example.org/b?b=c");
    assertFalse(invalidated.include(elsewhere, ANY_QUERY, before));
    assertFalse(invalidated.include(OTHER_QUERY, ANY_QUERY, invalidated.turn()));
  }

  /** Whatever there is no room for is rather taken for invalid than for valid. */
  @Test
  void keysThatShareAPlaceGoTogether() {
    InvalidatedKeys narrow = new InvalidatedKeys(1);
    long before = narrow.turn();
    for (StoreKey key : Set.of(KEY, OTHER_QUERY, new StoreKey("http://example.org/b"))) {
      narrow.add(key);
    }
    assertTrue(narrow.include(KEY, NoVarySearch.NONE, before));
    assertTrue(narrow.include(new StoreKey("http://example.org/c"), NoVarySearch.NONE, before));
    assertFalse(narrow.include(KEY, NoVarySearch.NONE, narrow.turn()));
  }
}
