package larder.http;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Dates in fields (RFC 9110, section 5.6.7). Reads the three forms strictly by their grammar,
 * except that letters may have any case and the name of the day need not fit the date.
 */
public final class HttpDate {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final String DAYS = "MonTueWedThuFriSatSun";
  private static final String[] LONG_DAYS = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
  };
  private static final int NONE = -1;

  private HttpDate() {}

  /**
   * Formats as IMF-fixdate: {@code Sun, 06 Nov 1994 08:49:37 GMT}; fractions of a second are
   * dropped.
   *
   * @throws IllegalArgumentException if the year does not have four digits
   */
  public static String format(Instant instant) {
    ZonedDateTime t = instant.atZone(ZoneOffset.UTC);
    if (t.getYear() < 0 || t.getYear() > 9999) {
      throw new IllegalArgumentException("A year has four digits in HTTP: " + t.getYear());
    }
    char[] text = "Sun, 06 Nov 1994 08:49:37 GMT".toCharArray();
    int day = 3 * (t.getDayOfWeek().getValue() - 1);
    DAYS.getChars(day, day + 3, text, 0);
    putTwo(text, 5, t.getDayOfMonth());
    int month = 3 * (t.getMonthValue() - 1);
    MONTHS.getChars(month, month + 3, text, 8);
    putTwo(text, 12, t.getYear() / 100);
    putTwo(text, 14, t.getYear() % 100);
    putTwo(text, 17, t.getHour());
    putTwo(text, 20, t.getMinute());
    putTwo(text, 23, t.getSecond());
    return new String(text);
  }

  private static void putTwo(char[] text, int at, int number) {
    text[at] = (char) ('0' + number / 10);
    text[at + 1] = (char) ('0' + number % 10);
  }

  /**
   * Reads IMF-fixdate, the obsolete RFC 850 form and asctime; null for anything else. A two-digit
   * year that seems more than fifty years after {@code now} is in the past.
   */
  public static @Nullable Instant parse(String text, Instant now) {
    if (text.length() < 24) {
      return null;
    }
    return switch (text.charAt(3)) {
      case ',' -> imfFixdate(text);
      case ' ' -> asctime(text);
      default -> rfc850(text, now);
    };
  }

  /** {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
  private static @Nullable Instant imfFixdate(String text) {
    if (text.length() != 29
        || name(text, 0, DAYS) == NONE
        || text.charAt(4) != ' '
        || text.charAt(7) != ' '
        || text.charAt(11) != ' '
        || text.charAt(16) != ' '
        || !isGmt(text, 25)) {
      return null;
    }
    return instant(four(text, 12), name(text, 8, MONTHS), two(text, 5), secondOfDay(text, 17));
  }

  /** {@code Sun Nov 6 08:49:37 1994}, with the day of the month padded with a space. */
  private static @Nullable Instant asctime(String text) {
    if (text.length() != 24
        || name(text, 0, DAYS) == NONE
        || text.charAt(7) != ' '
        || text.charAt(10) != ' '
        || text.charAt(19) != ' ') {
      return null;
    }
    int day = text.charAt(8) == ' ' ? digit(text, 9) : two(text, 8);
    return instant(four(text, 20), name(text, 4, MONTHS), day, secondOfDay(text, 11));
  }

  /** {@code Sunday, 06-Nov-94 08:49:37 GMT}. */
  private static @Nullable Instant rfc850(String text, Instant now) {
    int at = text.indexOf(',') + 2;
    if (text.length() != at + 22
        || !isLongDay(text, at - 2)
        || text.charAt(at - 1) != ' '
        || text.charAt(at + 2) != '-'
        || text.charAt(at + 6) != '-'
        || text.charAt(at + 9) != ' '
        || !isGmt(text, at + 18)) {
      return null;
    }
    int year = fullYear(two(text, at + 7), now);
    return instant(year, name(text, at + 3, MONTHS), two(text, at), secondOfDay(text, at + 10));
  }

  private static boolean isLongDay(String text, int length) {
    for (String day : LONG_DAYS) {
      if (day.length() == length && Tokens.startsWithIgnoringCase(text, 0, day)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isGmt(String text, int at) {
    return Tokens.startsWithIgnoringCase(text, at, " GMT");
  }

  /** The year with those last two digits that is at most 50 after the current one. */
  private static int fullYear(int lastTwo, Instant now) {
    if (lastTwo == NONE) {
      return NONE;
    }
    int latest = now.atZone(ZoneOffset.UTC).getYear() + 50;
    return latest - Math.floorMod(latest - lastTwo, 100);
  }

  private static @Nullable Instant instant(int year, int month, int day, int secondOfDay) {
    if (year < 0 || month == NONE || day < 1 || secondOfDay == NONE) {
      return null;
    }
    if (day > 28 && day > YearMonth.of(year, month + 1).lengthOfMonth()) {
      return null;
    }
    return Instant.ofEpochSecond(
        LocalDate.of(year, month + 1, day).toEpochDay() * 86_400 + secondOfDay);
  }

  /** {@code 08:49:37}; a leap second counts as the one before it. */
  private static int secondOfDay(String text, int at) {
    int hour = two(text, at);
    int minute = two(text, at + 3);
    int second = two(text, at + 6);
    boolean valid =
        text.charAt(at + 2) == ':'
            && text.charAt(at + 5) == ':'
            && hour != NONE
            && hour < 24
            && minute != NONE
            && minute < 60
            && second != NONE
            && second <= 60;
    return valid ? hour * 3600 + minute * 60 + Math.min(second, 59) : NONE;
  }

  /** The index of the three-letter name at this place, from 0. */
  private static int name(String text, int at, String names) {
    for (int i = 0; i < names.length(); i += 3) {
      if (lower(text, at) == lower(names, i)
          && lower(text, at + 1) == lower(names, i + 1)
          && lower(text, at + 2) == lower(names, i + 2)) {
        return i / 3;
      }
    }
    return NONE;
  }

  /** The lower case of a letter; no other character becomes a letter. */
  private static int lower(String text, int at) {
    return text.charAt(at) | 0x20;
  }

  private static int four(String text, int at) {
    int century = two(text, at);
    int year = two(text, at + 2);
    return century == NONE || year == NONE ? NONE : 100 * century + year;
  }

  private static int two(String text, int at) {
    int tens = digit(text, at);
    int ones = digit(text, at + 1);
    return tens == NONE || ones == NONE ? NONE : 10 * tens + ones;
  }

  private static int digit(String text, int at) {
    char c = text.charAt(at);
    return c >= '0' && c <= '9' ? c - '0' : NONE;
  }
}
