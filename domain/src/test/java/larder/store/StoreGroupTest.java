package larder.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import larder.http.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9875, section 2.1. */
class StoreGroupTest {
  private static Set<StoreGroup> of(String uri, String... fields) {
    StoredHead head =
        new StoredHead(200, "OK", Fields.of(fields), Fields.EMPTY, Instant.EPOCH, Instant.EPOCH);
    return StoreGroup.of(new StoreKey(uri), head);
  }

  private static List<String> names(String... fields) {
    return of("http://example.org/", fields).stream().map(StoreGroup::name).toList();
  }

  @Test
  void allLinesAndMembersCountOnceAndParametersNot() {
    assertEquals(
        List.of("a", "B c", ""),
        names("Cache-Groups", "\"a\";revalidate, \"B c\"", "cache-groups", "\"a\", \"\";x=1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "\"a\", b", "\"a\",", "\"a", "(\"a\")", "1", "\"a\" \"b\""})
  void whatIsNoListOfStringsNamesNoGroup(String field) {
    assertEquals(List.of(), names("Cache-Groups", field));
  }

  @Test
  void manyAndLongOnesAreHeededWithinBounds() {
    String longest = "x".repeat(StoreGroup.LONGEST_NAME);
    assertEquals(
        List.of(longest), names("Cache-Groups", '"' + longest + "\", \"" + longest + "x\""));
    String many =
        IntStream.range(0, 1000).mapToObj(i -> "\"" + i + '"').collect(Collectors.joining(","));
    assertEquals(StoreGroup.MOST_GROUPS, names("Cache-Groups", many).size());
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.org/a//b://c, http://example.org",
    "https://example.org/, https://example.org",
    "http://example.org:81/?a=/, http://example.org:81",
    "http://[::1]:81/a, http://[::1]:81",
  })
  void anOriginIsSchemeAndAuthority(String uri, String origin) {
    assertEquals(Set.of(new StoreGroup(origin, "a")), of(uri, "Cache-Groups", "\"a\""));
  }
}
