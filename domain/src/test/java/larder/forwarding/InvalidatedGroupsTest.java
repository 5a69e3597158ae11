package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import larder.http.Fields;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;
import org.junit.jupiter.api.Test;

/** What was asked for before an invalidation is known by its groups and its time. */
class InvalidatedGroupsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final InvalidatedGroups invalidated = new InvalidatedGroups(2);

  private static StoreGroup group(String name) {
    return new StoreGroup("http://example.org", name);
  }

  private boolean includes(String groups, int requestedAt) {
    Instant time = NOW.plusSeconds(requestedAt);
    Fields fields = Fields.of("Cache-Groups", groups);
    return invalidated.include(
        new StoreKey("http://example.org/a"),
        new StoredHead(200, "OK", fields, Fields.EMPTY, time, time.plusSeconds(100)));
  }

  @Test
  void whatWasAskedForUntilThenIsInvalidAndWhatComesLaterIsNot() {
    invalidated.add(group("a"), NOW);

    assertTrue(includes("\"b\", \"a\"", -1));
    assertTrue(includes("\"a\"", 0));
    assertFalse(includes("\"a\"", 1));
    assertFalse(includes("\"b\"", -1));
    assertFalse(includes("", -1));
  }

  @Test
  void theLastInvalidationCounts() {
    invalidated.add(group("a"), NOW);
    invalidated.add(group("a"), NOW.plusSeconds(10));

    assertTrue(includes("\"a\"", 5));
    assertFalse(includes("\"a\"", 11));
  }

  @Test
  void ofTooManyTheForgottenOnesMayBeAny() {
    invalidated.add(group("a"), NOW);
    invalidated.add(group("b"), NOW.plusSeconds(10));
    invalidated.add(group("a"), NOW.plusSeconds(20));
    invalidated.add(group("c"), NOW.plusSeconds(30)); // b is forgotten

    assertTrue(includes("\"b\"", 10));
    assertTrue(includes("\"d\"", 10));
    assertFalse(includes("\"d\"", 11));
    assertTrue(includes("\"a\"", 20));
    assertFalse(includes("", 10));
  }
}
