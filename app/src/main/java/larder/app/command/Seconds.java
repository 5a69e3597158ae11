package larder.app.command;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A time on the command line: {@code 60} and {@code 60s}, {@code 500ms}, {@code 5m}, {@code 2h}.
 */
final class Seconds implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,10})(ms|s|m|h|d)?");

  /** A hundred years: nanoseconds in a long suffice for 292. */
  private static final Duration MOST = Duration.ofDays(36_500);

  @Override
  public Duration convert(String text) {
    Matcher form = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no time: give a number of seconds, or one with ms, s, m, h or d");
    }
    Duration time = time(Long.parseLong(form.group(1)), form.group(2));
    if (time.compareTo(MOST) > 0) {
      throw new TypeConversionException(
          "'" + text + "' is too long: " + MOST.toDays() + "d are the most");
    }
    return time;
  }

  private static Duration time(long number, @Nullable String unit) {
    return switch (unit == null ? "s" : unit) {
      case "ms" -> Duration.ofMillis(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofSeconds(number);
    };
  }
}
