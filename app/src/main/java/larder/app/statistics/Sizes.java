package larder.app.statistics;

import java.util.Locale;

/** Numbers of bytes for users. */
public final class Sizes {
  private static final String UNITS = "KMGT";

  private Sizes() {}

  /** {@code 5 GiB}, {@code 1.5 MiB}, {@code 10000 bytes}: below 10, one decimal that is not 0. */
  public static String text(long bytes) {
    int unit = -1;
    double size = bytes;
    while (size >= 1024 && unit < UNITS.length() - 1) {
      size /= 1024;
      unit++;
    }
    if (unit < 0) {
      return bytes + (bytes == 1 ? " byte" : " bytes");
    }
    String number =
        String.format(Locale.ROOT, size < 10 && size % 1 >= 0.05 ? "%.1f" : "%.0f", size);
    return number + " " + UNITS.charAt(unit) + "iB";
  }
}
