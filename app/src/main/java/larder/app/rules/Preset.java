package larder.app.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import larder.caching.Rule;

/**
 * Built-in rules for package repositories: the shape of the path tells what never changes, and what
 * is an index.
 */
public enum Preset {
  apt,
  maven,
  npm,
  pypi,
  go,
  crates,
  oci;

  /** In the order in which they are tried. */
  public List<Rule> rules() {
    String file = name() + ".rules";
    try (InputStream in = Preset.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from the program");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return RuleFiles.ofLines(text.lines().toList(), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
