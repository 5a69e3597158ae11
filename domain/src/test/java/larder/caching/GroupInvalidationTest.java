package larder.caching;

import static larder.caching.Given.RFC9111;
import static larder.caching.Given.TARGET;
import static larder.caching.Given.request;
import static larder.caching.Given.response;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import larder.store.StoreGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9875, section 3. */
class GroupInvalidationTest {
  private static Set<StoreGroup> invalidated(String method, int status, String... fields) {
    return RFC9111.invalidatedGroups(request(method), TARGET, response(status, fields));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "UNKNOWN"})
  void theAnswerToAnUnsafeMethodNamesGroupsOfItsOrigin(String method) {
    assertEquals(
        Set.of(
            new StoreGroup("http://example.org", "a"), new StoreGroup("http://example.org", "b")),
        invalidated(method, 200, "Cache-Group-Invalidation", "\"a\", \"b\";p"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "CONNECT"})
  void theAnswerToASafeMethodNamesNone(String method) {
    assertEquals(Set.of(), invalidated(method, 200, "Cache-Group-Invalidation", "\"a\""));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 500, 503})
  void anErrorNamesNone(int status) {
    assertEquals(Set.of(), invalidated("POST", status, "Cache-Group-Invalidation", "\"a\""));
  }

  @Test
  void theGroupsOfTheAnswerItselfAreNotMeant() {
    assertEquals(Set.of(), invalidated("POST", 200, "Cache-Groups", "\"a\""));
    assertEquals(Set.of(), invalidated("POST", 200, "Cache-Group-Invalidation", "a, b"));
  }
}
