package larder.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dates in fields (RFC 9110, section 5.6.7). */
public final class HttpDate {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final String DAYS = "MonTueWedThuFriSatSun";

  private HttpDate() {}

  /** As IMF-fixdate: {@code Sun, 06 Nov 1994 08:49:37 GMT}; parts of a second are dropped. */
  public static String format(Instant instant) {
    ZonedDateTime t = instant.atZone(ZoneOffset.UTC);
    char[] text = "Sun, 06 Nov 1994 08:49:37 GMT".toCharArray();
    int day = 3 * (t.getDayOfWeek().getValue() - 1);
    DAYS.getChars(day, day + 3, text, 0);
    digits(text, 5, t.getDayOfMonth());
    int month = 3 * (t.getMonthValue() - 1);
    MONTHS.getChars(month, month + 3, text, 8);
    digits(text, 12, t.getYear() / 100);
    digits(text, 14, t.getYear() % 100);
    digits(text, 17, t.getHour());
    digits(text, 20, t.getMinute());
    digits(text, 23, t.getSecond());
    return new String(text);
  }

  private static void digits(char[] text, int at, int number) {
    text[at] = (char) ('0' + number / 10);
    text[at + 1] = (char) ('0' + number % 10);
  }

  /**
   * Reads IMF-fixdate, the obsolete RFC 850 form and asctime; null for anything else. A two-digit
   * year that seems more than fifty years after {@code now} is in the past.
   */
  public static @Nullable Instant parse(String text, Instant now) {
    String[] parts = text.split("[ ,-]+", 7);
    try {
      return switch (parts.length) {
        case 6 -> inGmt(parts, now);
        case 5 -> instant(parts[4], parts[1], parts[2], parts[3], now);
        default -> null;
      };
    } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  private static @Nullable Instant inGmt(String[] parts, Instant now) {
    String zone = parts[5].toUpperCase(Locale.ROOT);
    return zone.equals("GMT") || zone.equals("UTC")
        ? instant(parts[3], parts[2], parts[1], parts[4], now)
        : null;
  }

  private static Instant instant(String year, String month, String day, String time, Instant now) {
    int at = MONTHS.toLowerCase(Locale.ROOT).indexOf(month.toLowerCase(Locale.ROOT));
    if (month.length() != 3 || at < 0 || at % 3 != 0) {
      throw new DateTimeException("No month");
    }
    String[] clock = time.split(":", 4);
    if (clock.length != 3 || clock[0].length() > 2) {
      throw new DateTimeException("No time of day");
    }
    int second = Math.min(number(clock[2]), 59); // a leap second counts as the one before it
    LocalTime timeOfDay = LocalTime.of(number(clock[0]), number(clock[1]), second);
    LocalDate date = LocalDate.of(year(year, now), at / 3 + 1, number(day));
    return date.atTime(timeOfDay).toInstant(ZoneOffset.UTC);
  }

  private static int year(String digits, Instant now) {
    int year = number(digits);
    if (digits.length() > 2) {
      return year;
    }
    int current = now.atZone(ZoneOffset.UTC).getYear();
    int full = current - current % 100 + year;
    return full > current + 50 ? full - 100 : full;
  }

  private static int number(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        throw new NumberFormatException();
      }
    }
    return Integer.parseInt(digits);
  }
}
