package larder.app.command;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import larder.app.statistics.Sizes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes on the command line: {@code 10000}, {@code 16k}, {@code 256m}, {@code 5g}. */
final class ByteSize implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,15}) ?([kmgt]?)(?:i?b)?");
  private static final String UNITS = "kmgt";

  @Override
  public Long convert(String text) {
    Matcher form = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw wrong(text);
    }
    long number = Long.parseLong(form.group(1));
    int shift = 10 * (UNITS.indexOf(form.group(2)) + 1);
    if (form.group(2).isEmpty()) {
      return number;
    }
    if (number > Long.MAX_VALUE >> shift) {
      throw wrong(text);
    }
    return number << shift;
  }

  private static TypeConversionException wrong(String text) {
    return new TypeConversionException(
        "'" + text + "' is no size: give a number of bytes, or one with k, m, g or t, such as 16k");
  }

  /** For users: {@code 5 GiB}, {@code 1.5 MiB}, {@code 10000 bytes}. */
  static String text(long bytes) {
    return Sizes.text(bytes);
  }
}
