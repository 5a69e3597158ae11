package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SecondsTest {
  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "60, PT60S",
    "60s, PT60S",
    "500ms, PT0.5S",
    "5m, PT5M",
    "5M, PT5M",
    "2h, PT2H",
    "7d, PT168H",
    "36500d, PT876000H",
    "876000h, PT876000H",
    "3153600000, PT876000H"
  })
  void reads(String text, Duration time) {
    assertEquals(time, new Seconds().convert(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "s", "-1", "+1", "1.5", "1 s", "10w", "1m30s", "PT5M", "99999999999", "١"})
  void refuses(String text) {
    var refused = assertThrows(TypeConversionException.class, () -> new Seconds().convert(text));
    assertTrue(refused.getMessage().endsWith("with ms, s, m, h or d"), refused::getMessage);
  }

  /** What counts in nanoseconds has room for no more than 292 years. */
  @ParameterizedTest
  @ValueSource(strings = {"36501d", "876001h", "3153600001", "9999999999", "9999999999d"})
  void refusesMoreThanAHundredYears(String text) {
    var refused = assertThrows(TypeConversionException.class, () -> new Seconds().convert(text));
    assertEquals("'" + text + "' is too long: 36500d are the most", refused.getMessage());
  }
}
