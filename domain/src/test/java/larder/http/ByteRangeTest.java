package larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110, section 14.1.2. */
class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "0, 499, 500",
    "999, 999, 1",
    "1, 9223372036854775807, 9223372036854775807",
    "0, 9223372036854775806, 9223372036854775807",
    "1, 9223372036854775806, 9223372036854775806",
  })
  void countsBothEnds(long first, long last, long length) {
    assertEquals(length, new ByteRange(first, last).length());
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "-1, -1", "1, 0", "0, -1", "0, 9223372036854775807"})
  void refusesWhatIsNoRange(long first, long last) {
    assertThrows(IllegalArgumentException.class, () -> new ByteRange(first, last));
  }
}
