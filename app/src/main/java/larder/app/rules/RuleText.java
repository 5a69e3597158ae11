package larder.app.rules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import larder.caching.Adjustment;
import larder.caching.Adjustment.Ignorable;
import larder.caching.Rule;
import larder.caching.UrlPattern;
import org.jspecify.annotations.Nullable;

/** Reads one rule: {@code PATTERN EFFECT...}, separated by white space. */
final class RuleText {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,10})([smhd]?)");
  private static final String EFFECTS =
      "name=WORD, min=TIME, max=TIME, fallback=TIME, ignore=WORD,..., keep and never";

  private String name;
  private @Nullable Duration shortest;
  private @Nullable Duration longest;
  private @Nullable Duration fallback;
  private final Set<Ignorable> ignored = EnumSet.noneOf(Ignorable.class);
  private boolean never;
  private boolean kept;

  private RuleText(String name) {
    this.name = name;
  }

  /**
   * The rules that a text stands for: one for each alternative in its braces.
   *
   * @param name unless the text gives another
   * @throws IllegalArgumentException if it is no rule; the message says why
   */
  static List<Rule> parse(String text, String name) {
    String[] words = text.strip().split("\\s+", -1);
    if (words.length < 2) {
      throw new IllegalArgumentException(
          "a rule is a pattern and what to do, with a space between: " + EFFECTS);
    }
    RuleText rule = new RuleText(name);
    for (int i = 1; i < words.length; i++) {
      rule.take(words[i]);
    }
    return rule.of(UrlPattern.parseAll(words[0]));
  }

  private void take(String effect) {
    int equals = effect.indexOf('=');
    String key = equals < 0 ? effect : effect.substring(0, equals);
    String value = equals < 0 ? "" : effect.substring(equals + 1);
    switch (key) {
      case "name" -> name = value;
      case "min" -> shortest = time(effect, value);
      case "max" -> longest = time(effect, value);
      case "fallback" -> fallback = time(effect, value);
      case "ignore" -> {
        for (String word : value.split(",", -1)) {
          ignored.add(ignorable(word));
        }
      }
      case "never" -> never = true;
      case "keep" -> kept = true;
      default ->
          throw new IllegalArgumentException(
              "'" + effect + "' is nothing that a rule can do: there are " + EFFECTS);
    }
    if ((key.equals("never") || key.equals("keep")) && equals >= 0) {
      throw new IllegalArgumentException("'" + key + "' stands alone, without '='");
    }
  }

  private static Duration time(String effect, String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new IllegalArgumentException(
          "'" + effect + "' has no time: a number of seconds, or one with s, m, h or d");
    }
    long number = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofSeconds(number);
    };
  }

  private static Ignorable ignorable(String word) {
    StringJoiner known = new StringJoiner(", ");
    for (Ignorable each : Ignorable.values()) {
      if (each.word().equals(word.toLowerCase(Locale.ROOT))) {
        return each;
      }
      known.add(each.word());
    }
    throw new IllegalArgumentException("'" + word + "' cannot be ignored: " + known + " can");
  }

  private List<Rule> of(List<UrlPattern> patterns) {
    Adjustment adjustment = new Adjustment(shortest, longest, fallback, ignored, never, kept);
    if (adjustment.equals(Adjustment.NONE)) {
      throw new IllegalArgumentException("it does nothing: there are " + EFFECTS);
    }
    List<Rule> rules = new ArrayList<>();
    for (UrlPattern pattern : patterns) {
      rules.add(new Rule(name, pattern, adjustment));
    }
    return rules;
  }
}
