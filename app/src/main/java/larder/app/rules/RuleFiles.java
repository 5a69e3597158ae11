package larder.app.rules;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import larder.caching.Rule;

/** Reads rules from all sources, in the order in which they are tried. */
public final class RuleFiles {
  private RuleFiles() {}

  /**
   * Rules of the command line.
   *
   * @throws IllegalArgumentException if a rule is invalid; the message says which, and why
   */
  public static List<Rule> ofCommandLine(List<String> texts) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      rules.addAll(parse(texts.get(i), "rule-" + (i + 1), "'" + texts.get(i) + "'"));
    }
    return rules;
  }

  /**
   * Rules in a user's file: one a line; lines that begin with {@code #} are comments.
   *
   * @throws IllegalArgumentException if the file cannot be read, or a rule is invalid; the message
   *     says which, and why
   */
  public static List<Rule> in(Path file) {
    try {
      return ofLines(Files.readAllLines(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException(file + " is no text in UTF-8", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /**
   * @param where the source of the lines, for messages
   */
  static List<Rule> ofLines(List<String> lines, String where) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        rules.addAll(parse(line, "line-" + (i + 1), where + ", line " + (i + 1)));
      }
    }
    return rules;
  }

  private static List<Rule> parse(String text, String name, String where) {
    try {
      return RuleText.parse(text, name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }
}
