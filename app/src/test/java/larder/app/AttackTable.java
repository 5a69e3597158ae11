package larder.app;

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
import org.junit.jupiter.params.provider.Arguments;

/** Tables of messages as they travel: columns between bars, escapes for what cannot be seen. */
final class AttackTable {
  private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-fA-F]{2})");

  private AttackTable() {}

  /** The rows of a resource, without comments and empty lines; all columns as text. */
  static List<Arguments> rows(String resource, int columns) {
    InputStream in = AttackTable.class.getResourceAsStream("attacks/" + resource);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(in, resource), StandardCharsets.ISO_8859_1))) {
      return lines
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(line -> Arguments.of((Object[]) line.split(" \\| ", columns)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes that a cell stands for, as Latin-1. */
  static String bytes(String cell, String origin) {
    String plain =
        cell.replace("ORIGIN", origin)
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
