package larder.app.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import larder.caching.Adjustment;
import larder.caching.Adjustment.Ignorable;
import larder.caching.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFilesTest {
  @TempDir Path folder;

  private static String refusal(String text) {
    Exception refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> RuleFiles.ofCommandLine(List.of("/ never", text)));
    return String.valueOf(refused.getMessage());
  }

  @Test
  void aRuleIsAPatternAndItsEffects() {
    Rule rule =
        RuleFiles.ofCommandLine(
                List.of(
                    " /a/**   name=mine min=30d\tmax=9999h fallback=5 ignore=no-store,Reload"
                        + " never"))
            .getFirst();

    assertEquals("mine", rule.name());
    assertEquals("/a/**", rule.pattern().toString());
    assertEquals(
        new Adjustment(
            Duration.ofDays(30),
            Duration.ofHours(9999),
            Duration.ofSeconds(5),
            Set.of(Ignorable.NO_STORE, Ignorable.RELOAD),
            true,
            false),
        rule.adjustment());
  }

  @Test
  void oneWithoutANameIsCalledByItsNumber() {
    List<Rule> rules = RuleFiles.ofCommandLine(List.of("/a min=1m", "/b max=1s"));

    assertEquals(List.of("rule-1", "rule-2"), rules.stream().map(Rule::name).toList());
  }

  @Test
  void eachAlternativeIsARule() {
    List<Rule> rules = RuleFiles.ofCommandLine(List.of("/{a,b}/*.{c,} never"));

    assertEquals(
        List.of("/a/*.c", "/a/*.", "/b/*.c", "/b/*."),
        rules.stream().map(rule -> rule.pattern().toString()).toList());
  }

  @Test
  void aFileHasOneALine() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "# mine\n\n  /a never\n/b min=1\n");

    assertEquals(List.of("line-3", "line-4"), RuleFiles.in(file).stream().map(Rule::name).toList());
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws Exception {
    Path none = folder.resolve("none");
    assertEquals(
        "there is no file " + none,
        assertThrows(IllegalArgumentException.class, () -> RuleFiles.in(none)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> RuleFiles.in(folder));
    Path latin = Files.write(folder.resolve("l"), new byte[] {'/', (byte) 0xe9, ' ', 'x'});
    assertThrows(IllegalArgumentException.class, () -> RuleFiles.in(latin));
  }

  @Test
  void aWrongLineIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "/a never\n/b nevr\n");

    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> RuleFiles.in(file)).getMessage());

    assertTrue(
        message.startsWith(file + ", line 2: 'nevr' is nothing that a rule can do"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/a | a rule is a pattern and what to do",
        "/a x=1 | 'x=1' is nothing that a rule can do: there are name=WORD, min=TIME",
        "/a name=b | it does nothing: there are",
        "/a min=1y | 'min=1y' has no time",
        "/a min= | 'min=' has no time",
        "/a min=2 max=1 | the shortest lifetime is longer",
        "/a min=99999d | a lifetime is from 0 to 2^31 seconds",
        "/a ignore=vary | 'vary' cannot be ignored: no-store, no-cache, private",
        "/a never=1 | 'never' stands alone",
        "/a keep=1 | 'keep' stands alone",
        "/a keep never | what is never stored cannot be kept",
        "/a never name=a,b | 'a,b' is no name for a rule",
        "a.example never | 'a.example' has no path: say 'a.example/**'",
        "/{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b} never | has more than 100 alternatives"
      })
  void whatIsNoRuleIsSaidToBeNone(String text, String message) {
    String refusal = refusal(text);
    assertTrue(refusal.contains(message), refusal);
    assertTrue(refusal.startsWith("'" + text + "': "), refusal);
  }
}
