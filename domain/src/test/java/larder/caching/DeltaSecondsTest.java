package larder.caching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, section 1.2.2. */
class DeltaSecondsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7, 7",
    "007, 7",
    "2147483647, 2147483647",
    "2147483648, 2147483648",
    "2147483649, 2147483648",
    "18446744073709551617, 2147483648",
  })
  void readsDigitsAndSaturates(String text, long seconds) {
    assertEquals(seconds, DeltaSeconds.parse(text, 0, text.length()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "+1",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "0x1",
        "1_0",
        "\u0661",
        "a",
        "99999999999x"
      })
  void refusesAnythingElse(String text) {
    assertEquals(DeltaSeconds.INVALID, DeltaSeconds.parse(text, 0, text.length()));
  }

  @Test
  void readsNoFurtherThanItIsTold() {
    assertEquals(23, DeltaSeconds.parse("1234", 1, 3));
  }

  @Test
  void aDurationSaturatesToo() {
    assertEquals(DeltaSeconds.MAX, DeltaSeconds.saturated(DeltaSeconds.MAX.plusNanos(1)));
    assertEquals(Duration.ofSeconds(5), DeltaSeconds.saturated(Duration.ofSeconds(5)));
  }
}
