package larder.upkeep;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import larder.store.StoreKey;
import org.junit.jupiter.api.Test;

/** What the patterns of a command mean. */
class SelectionTest {
  private static boolean includes(String pattern, String uri) {
    return Selection.of(List.of(pattern)).includes(new StoreKey(uri));
  }

  @Test
  void bracesStandForAlternatives() {
    assertTrue(includes("/a.{jpg,png}", "http://example.org/a.png"));
    assertFalse(includes("/a.{jpg,png}", "http://example.org/a.gif"));
  }

  @Test
  void aWholeUrlIsItselfThoughItHasBraces() {
    String uri = "http://example.org/q?ids={1,2}";
    assertTrue(includes(uri, uri));
  }

  @Test
  void manyAlternativesMayBeLongTogether() {
    String names = "{" + "a".repeat(300) + "," + "b".repeat(300) + "}";
    assertTrue(includes("/" + names, "http://example.org/" + "b".repeat(300)));
  }
}
