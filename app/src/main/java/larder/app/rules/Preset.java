package larder.app.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import larder.caching.Rule;

/**
 * Rules that come along: for each kind of package repository, what of it never changes and what is
 * an index, told by the shape of the path.
 */
public enum Preset {
  apt,
  maven,
  npm,
  pypi,
  go,
  crates,
  oci;

  /** In the order they are to be tried in. */
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
