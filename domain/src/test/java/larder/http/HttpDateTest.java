package larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, section 5.6.7. */
class HttpDateTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Sunday, 06-Nov-94 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Sun Nov  6 08:49:37 1994 | 1994-11-06T08:49:37Z",
        "Sun Nov 06 08:49:37 1994 | 1994-11-06T08:49:37Z",
        "Sun Nov 16 08:49:37 1994 | 1994-11-16T08:49:37Z",
        "Thu, 01 Jan 1970 00:00:00 GMT | 1970-01-01T00:00:00Z",
        "Thu, 31 Dec 1969 23:59:59 GMT | 1969-12-31T23:59:59Z",
        "Fri, 31 Dec 9999 23:59:59 GMT | 9999-12-31T23:59:59Z",
        "Sat, 01 Jan 0000 00:00:00 GMT | 0000-01-01T00:00:00Z",
        "Thu, 29 Feb 2024 00:00:00 GMT | 2024-02-29T00:00:00Z",
        "Tue, 19 Jan 2038 14:14:08 GMT | 2038-01-19T14:14:08Z",
        "Sat, 31 Dec 2016 23:59:60 GMT | 2016-12-31T23:59:59Z",
        "THU, 18 AUG 2050 02:01:18 gmt | 2050-08-18T02:01:18Z",
        "SUNDAY, 06-nov-94 08:49:37 Gmt | 1994-11-06T08:49:37Z",
        "Mon, 06 Nov 1994 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Wednesday, 18-Aug-50 02:01:18 GMT | 2050-08-18T02:01:18Z",
        "Monday, 31-Jan-00 00:00:00 GMT | 2000-01-31T00:00:00Z",
        "Monday, 31-Jan-76 00:00:00 GMT | 2076-01-31T00:00:00Z",
        "Monday, 31-Jan-77 00:00:00 GMT | 1977-01-31T00:00:00Z",
        "Monday, 31-Jan-99 00:00:00 GMT | 1999-01-31T00:00:00Z",
      })
  void readsTheThreeForms(String text, Instant instant) {
    assertEquals(instant, HttpDate.parse(text, NOW));
  }

  @Test
  void aTwoDigitYearIsTheNextOneUpToFiftyYearsAhead() {
    String date = "Monday, 31-Jan-05 00:00:00 GMT";

    assertEquals(
        Instant.parse("2105-01-31T00:00:00Z"),
        HttpDate.parse(date, Instant.parse("2099-06-01T00:00:00Z")));
    assertEquals(
        Instant.parse("2005-01-31T00:00:00Z"),
        HttpDate.parse(date, Instant.parse("2054-06-01T00:00:00Z")));
    assertEquals(
        Instant.parse("2105-01-31T00:00:00Z"),
        HttpDate.parse(date, Instant.parse("2055-06-01T00:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "now",
        "784111777",
        "1994-11-06T08:49:37Z, that is it",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 EST",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 GMT ",
        " Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT; length=5",
        "Sun 06 Nov 1994 08:49:37 GMT",
        "Sun,06 Nov 1994 08:49:37 GMT",
        "Sun,  06 Nov 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun,  6 Nov 1994 08:49:37 GMT",
        "Sun, 06  Nov 1994 08:49:37 GMT",
        "Sun, 06-Nov-1994 08:49:37 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 06 Nov 01994 08:49:37 GMT",
        "Sun, 06 November 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 06 Nov 1994  8:49:37 GMT",
        "Sun, 06 Nov 1994 08.49.37 GMT",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 08:49:37\tGMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:00 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 06 Nov 1994 +8:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 31 Nov 1994 08:49:37 GMT",
        "Sun, 32 Jan 1994 08:49:37 GMT",
        "Wed, 29 Feb 2023 00:00:00 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "Foo, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 ovD 1994 08:49:37 GMT",
        "Sun, \u0660\u0666 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 G\u00cdT",
        "Sunday, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sunday,06-Nov-94 08:49:37 GMT ",
        "Sunday, 06-Nov-94 08:49:37 UTC",
        "Sunday, 06-Nov 94 08:49:37 GMT",
        "Sunday, 06 Nov-94 08:49:37 GMT",
        "Sunday, 06-Nov-94T08:49:37 GMT",
        "Sunday, xx-Nov-94 08:49:37 GMT",
        "Sunday, 06-Nov-xx 08:49:37 GMT",
        "Sundae, 06-Nov-94 08:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT, x",
        "Sunday; 06-Nov-94 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994",
        "Sun Nov  6 08:49:37 1994 GMT",
        "Sun Nov  6 08:49:37 94xx",
        "Sun Nov  x 08:49:37 1994",
        "Foo Nov  6 08:49:37 1994",
        "Sun-Nov  6 08:49:37 1994",
        "Sun Nov--6 08:49:37 1994",
        "Sun Nov  6-08:49:37 1994",
        "Sun Nov  6 08:49:37-1994",
      })
  void refusesAnythingElse(String text) {
    assertNull(HttpDate.parse(text, NOW));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1994-11-06T08:49:37Z | Sun, 06 Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37.999999999Z | Sun, 06 Nov 1994 08:49:37 GMT",
        "2026-01-31T00:00:00Z | Sat, 31 Jan 2026 00:00:00 GMT",
        "2026-12-07T23:59:59Z | Mon, 07 Dec 2026 23:59:59 GMT",
        "0000-01-01T00:00:00Z | Sat, 01 Jan 0000 00:00:00 GMT",
        "9999-12-31T23:59:59Z | Fri, 31 Dec 9999 23:59:59 GMT",
      })
  void writesTheFixedForm(Instant instant, String text) {
    assertEquals(text, HttpDate.format(instant));
  }

  @Test
  void writesNoYearThatTheFormHasNoRoomFor() {
    assertThrows(
        IllegalArgumentException.class,
        () -> HttpDate.format(Instant.parse("+10000-01-01T00:00:00Z")));
    assertThrows(
        IllegalArgumentException.class,
        () -> HttpDate.format(Instant.parse("-0001-12-31T00:00:00Z")));
  }

  @Test
  void readsWhatItWrites() {
    for (long second = -62_167_219_200L; second < 253_402_300_800L; second += 9_999_999_937L / 7) {
      Instant instant = Instant.ofEpochSecond(second);

      assertEquals(instant, HttpDate.parse(HttpDate.format(instant), NOW));
    }
  }
}
