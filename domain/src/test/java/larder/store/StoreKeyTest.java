package larder.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import larder.http.SyntaxException;
import larder.http.TargetUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111, section 2: scheme, authority, and the whole of path and query. */
class StoreKeyTest {
  private static StoreKey key(String uri) throws SyntaxException {
    return StoreKey.of(TargetUri.parse(uri));
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example/, https://a.example/",
    "http://a.example:443/, https://a.example/",
    "http://a.example:80/, https://a.example:80/",
    "http://a.example/, http://b.example/",
    "http://a.example/, http://a.example./",
    "http://a.example/, http://a.example:8080/",
    "http://a.example:8080/, http://a.example:8081/",
    "http://a.example/b, http://a.example/B",
    "http://a.example/b, http://a.example/b?",
    "http://a.example/b?c, http://a.example/b?d",
    "http://a.example/%7Eb, http://a.example/~b",
    "http://[::1]/, http://[0:0:0:0:0:0:0:1]/",
  })
  void whatDiffersIsNotTheSame(String one, String other) throws Exception {
    assertNotEquals(key(one), key(other));
    assertNotEquals(0, key(one).compareTo(key(other)));
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example/, HTTP://A.Example:80",
    "https://a.example/, https://a.example:0443/",
    "http://a.example/?b, http://a.example?b",
    "http://[::A]/, http://[::a]:80/",
  })
  void whatIsWrittenInAnotherWayIs(String one, String other) throws Exception {
    assertEquals(key(one), key(other));
    assertEquals(0, key(one).compareTo(key(other)));
  }

  /** A hash table then finds each without a look at all others. */
  @Test
  void keysWithOneHashCodeHaveAnOrder() {
    StoreKey one = new StoreKey("http://a.example/Aa");
    StoreKey other = new StoreKey("http://a.example/BB");

    assertEquals(one.hashCode(), other.hashCode());
    assertTrue(one.compareTo(other) < 0);
    assertTrue(other.compareTo(one) > 0);
  }
}
