package larder.caching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import larder.http.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The draft's sections on parsing and on comparing, with its examples. */
class NoVarySearchTest {
  private static NoVarySearch of(String field) {
    return NoVarySearch.of(Fields.of("No-Vary-Search", field));
  }

  private static NoVarySearch.Significant significant(String field, String query) {
    return of(field).of("http://example.org/a" + (query == null ? "" : query));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "key-order=\"not a boolean\"",
        "key-order=?0",
        "params=\"not an inner list\"",
        "params=(not-a-string)",
        "params=(\"a\" b)",
        "params=()",
        "params",
        "params=?0",
        "params=?1, except=(\"x\")",
        "params=(\"a\"), except=(\"x\")",
        "params=(), except=()",
        "except=\"not an inner list\"",
        "except=(not-a-string)",
        "except=?1",
        "except",
        "params=(\"a\"",
        "key-order, params=(\"a\"",
      })
  void whatIsNotUnderstoodSaysNothing(String field) {
    assertEquals(NoVarySearch.NONE, of(field));
  }

  @Test
  void withoutTheFieldAllOfTheQueryCounts() {
    NoVarySearch none = NoVarySearch.of(Fields.EMPTY);
    assertEquals(NoVarySearch.NONE, none);
    assertNotEquals(none.of("http://example.org/a"), none.of("http://example.org/a?"));
    assertNotEquals(none.of("http://example.org/?a=b&&c"), none.of("http://example.org/?a=b&c="));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "key-order | ?a=1&b=2 | ?b=2&a=1",
        "key-order=?1, unknown=1 | ?a=1&b=2 | ?b=2&a=1",
        "key-order |  | ?",
        "key-order | ?a=x | ?%61=%78",
        "key-order | ?a=%f6 | ?a=%ef%bf%bd",
        "key-order | ?a=x&&&& | ?&a=x",
        "key-order | ?a= | ?a",
        "key-order | ?a=%20 | ?a=+",
        "key-order | ?a=%2 | ?a=%252",
        "key-order | ?a=1&b=2&a=3 | ?b=2&a=1&a=3",
        "params=(\"utm\" \"ref\") | ?utm=1&a=1 | ?a=1&ref=2&ref=3",
        "params=(\"utm\") | ?utm=1 | ",
        "params=(\"%C3%A9+%E6%B0%97\") | ?%C3%A9%20%E6%B0%97=3 | ?%C3%A9+%E6%B0%97=4",
        "params=(\"b\"), key-order | ?c=1&a=1&b=1 | ?a=1&c=1",
        "except=(\"a\") | ?a=1&b=2 | ?c=3&a=1",
        "except=() | ?a=1&b=2 | ",
        "except=(\"a\" \"b\"), key-order | ?a=1&b=2 | ?b=2&c=3&a=1",
      })
  void theseMakeNoDifference(String field, String one, String other) {
    assertEquals(significant(field, one), significant(field, other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "key-order | ?a=1&a=2 | ?a=2&a=1",
        "key-order | ?a=1 | ?a=2",
        "key-order | ?a=1 | ?A=1",
        "key-order | ?a=1 | ?a=1&b=1",
        "key-order | ?a=b%26c=d | ?a=b&c=d",
        "params=(\"utm\") | ?a=1&b=2 | ?b=2&a=1",
        "params=(\"utm\") | ?UTM=1 | ",
        "except=(\"a\" \"b\") | ?a=1&b=2 | ?b=2&a=1",
        "except=(\"a\") | ?a=1 | ",
      })
  void theseDo(String field, String one, String other) {
    assertNotEquals(significant(field, one), significant(field, other));
  }

  @Test
  void anotherPathIsAnotherMatter() {
    NoVarySearch rule = of("except=()");
    assertNotEquals(rule.of("http://example.org/a?x"), rule.of("http://example.org/b?x"));
  }

  private static String names(String member, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"p" + i + '"')
        .collect(Collectors.joining(" ", member + "=(", ")"));
  }

  /** Each of them would be kept for each path that an origin likes. */
  @ParameterizedTest
  @ValueSource(strings = {"params", "except"})
  void whatNamesTooManySaysNothing(String member) {
    assertNotEquals(NoVarySearch.NONE, of(names(member, NoVarySearch.MOST_NAMES)));
    assertEquals(NoVarySearch.NONE, of(names(member, NoVarySearch.MOST_NAMES + 1)));
  }

  @Test
  void whatIsTooLongSaysNothing() {
    String most = "params=(\"" + "x".repeat(NoVarySearch.LONGEST - 11) + "\")";
    assertEquals(NoVarySearch.LONGEST, most.length());
    assertNotEquals(NoVarySearch.NONE, of(most));
    assertEquals(NoVarySearch.NONE, of(most.replace("(", "( ")));
    assertEquals(
        NoVarySearch.NONE,
        NoVarySearch.of(Fields.of("No-Vary-Search", most, "No-Vary-Search", "key-order")));
  }

  private static String query(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "p" + i)
        .collect(Collectors.joining("&", "http://example.org/a?", ""));
  }

  /** A long URI with an ampersand at every other place is worth no more than itself. */
  @Test
  void aQueryWithTooManyParametersIsLikeNoOther() {
    NoVarySearch rule = of("key-order, params=(\"utm\")");
    String most = query(0, Query.MOST_PARAMETERS);
    String more = query(0, Query.MOST_PARAMETERS + 1);

    assertEquals(rule.of(most), rule.of(most + "&utm=1"));
    assertEquals(rule.of(more), rule.of(more));
    assertNotEquals(rule.of(more), rule.of(more + "&utm=1"));
    assertNotEquals(rule.of(more), rule.of("http://example.org/a"));
    assertEquals(List.of(), rule.of(more).parameters());
  }
}
