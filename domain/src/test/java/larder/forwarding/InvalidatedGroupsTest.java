package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Collectors;
import larder.store.StoreGroup;
import org.junit.jupiter.api.Test;

/** What was asked for before an invalidation is known by its groups and the turn of that. */
class InvalidatedGroupsTest {
  private final InvalidatedGroups invalidated = new InvalidatedGroups(2);

  private static StoreGroup group(String name) {
    return new StoreGroup("http://example.org", name);
  }

  private boolean includes(long since, String... groups) {
    return invalidated.includeAny(
        Arrays.stream(groups).map(InvalidatedGroupsTest::group).collect(Collectors.toSet()),
        new Invalidations.Since(since, 0));
  }

  @Test
  void whatWasAskedForBeforeIsInvalidAndWhatComesLaterIsNot() {
    assertFalse(includes(0, "a"));
    invalidated.add(group("a"), 1);

    assertTrue(includes(0, "b", "a"));
    assertFalse(includes(1, "a"));
    assertFalse(includes(0, "b"));
    assertFalse(includes(0));
  }

  @Test
  void theLastInvalidationCounts() {
    invalidated.add(group("a"), 1);
    invalidated.add(group("a"), 3);

    assertTrue(includes(2, "a"));
    assertFalse(includes(3, "a"));
  }

  @Test
  void ofTooManyTheForgottenOnesMayBeAny() {
    invalidated.add(group("a"), 1);
    invalidated.add(group("b"), 2);
    invalidated.add(group("a"), 3);
    invalidated.add(group("c"), 4); // b is forgotten

    assertTrue(includes(1, "b"));
    assertTrue(includes(1, "d"));
    assertFalse(includes(2, "d"));
    assertTrue(includes(2, "a"));
    assertFalse(includes(1));
  }
}
