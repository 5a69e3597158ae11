package larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, section 14.4. */
class ContentRangeTest {
  @Test
  void namesAPartAndTheLengthOfTheWhole() {
    assertEquals(new ContentRange(new ByteRange(2, 4), 10), ContentRange.parse("bytes 2-4/10"));
    assertEquals(new ContentRange(new ByteRange(0, 0), 1), ContentRange.parse("BYTES 0-0/1"));
  }

  @Test
  void theWholeLengthMayBeUnknown() {
    assertEquals(
        new ContentRange(new ByteRange(2, 4), OptionalLong.empty()),
        ContentRange.parse("bytes 2-4/*"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes ",
        "bytes */10",
        "bytes 2-4",
        "bytes 2-4/",
        "bytes 2-4/4",
        "bytes 4-2/10",
        "bytes 2-/10",
        "bytes -4/10",
        "bytes=2-4/10",
        "bytes 2-4/10 ",
        "bytes  2-4/10",
        "bytes 2-4/+10",
        "bytes +2-4/10",
        "bytes 2-4/**",
        "bytes 0-1/2, bytes 3-4/5",
        "bytes 0-9999999999999999999/*",
        "bytes 0/1-2",
        "items 2-4/10"
      })
  void everythingElseIsNone(String text) {
    assertNull(ContentRange.parse(text));
  }

  @Test
  void aPartDoesNotEndAfterTheWhole() {
    assertThrows(IllegalArgumentException.class, () -> new ContentRange(new ByteRange(0, 10), 10));
  }

  @Test
  void knowsWhetherItIsTheLastPart() {
    assertTrue(parsed("bytes 5-9/10").isLast());
    assertFalse(parsed("bytes 5-8/10").isLast());
    assertFalse(parsed("bytes 5-9/*").isLast());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes 2-4/10", "bytes 2-4/*", "bytes 0-99999999999/100000000000"})
  void isWrittenAsItIsRead(String text) {
    assertEquals(text, parsed(text).toString());
  }

  private static ContentRange parsed(String text) {
    return Objects.requireNonNull(ContentRange.parse(text));
  }
}
