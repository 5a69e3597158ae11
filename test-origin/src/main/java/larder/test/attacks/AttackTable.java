package larder.test.attacks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tables of messages as they are sent: columns between bars, with escapes for invisible characters.
 */
public final class AttackTable {
  private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-fA-F]{2})");

  private AttackTable() {}

  /**
   * The rows of a table, each an array of its columns; without comments and empty lines.
   *
   * @param name {@code refused}, {@code passed}, {@code chunks}, {@code responses} or {@code kept}
   */
  public static List<Object[]> rows(String name, int columns) {
    InputStream in = AttackTable.class.getResourceAsStream(name + ".txt");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(in, name), StandardCharsets.ISO_8859_1))) {
      return lines
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(line -> (Object[]) line.split(" \\| ", columns))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The bytes of a cell, as Latin-1.
   *
   * @param origin replaces {@code ORIGIN}
   */
  public static String bytes(String cell, String origin) {
    String plain =
        cell.replace("ORIGIN", origin)
            .replace("CACHED", "Cache-Control: max-age=60\r\n")
            .replace("\\\\", "\\x5c")
            .replace("\\r", "\r")
            .replace("\\n", "\n")
            .replace("\\t", "\t")
            .replace("\\0", "\0");
    return HEX.matcher(plain)
        .replaceAll(
            hex ->
                Matcher.quoteReplacement(
                    Character.toString((char) Integer.parseInt(hex.group(1), 16))));
  }
}
