package larder.app.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private static final ResourceBundle WORDS =
      new ListResourceBundle() {
        @Override
        protected Object[][] getContents() {
          return new Object[][] {{"full", "{0} of {1} is full"}};
        }
      };

  @Test
  void aLineSaysHowBadItIs() {
    assertEquals("larder: error: Gone\n", Messages.text(Level.ERROR, "Gone", null));
    assertEquals("larder: warning: Full\n", Messages.text(Level.WARNING, "Full", null));
    assertEquals("larder: Ready\n", Messages.text(Level.INFO, "Ready", null));
  }

  @Test
  void theTraceOfWhatWasThrownFollows() {
    String text = Messages.text(Level.WARNING, "Gone", new IllegalStateException("why"));
    List<String> lines = text.lines().toList();
    assertEquals("larder: warning: Gone", lines.get(0));
    assertEquals("java.lang.IllegalStateException: why", lines.get(1));
    assertTrue(lines.get(2).contains("at "), text);
    assertTrue(text.endsWith("\n"), text);
  }

  /** A client names a host in its first words, and Java's exceptions repeat it. */
  @Test
  void whatAClientSendsMakesNoLineOfItsOwn() {
    String forged = "no name: a\r\nlarder: error: Gone\u001b[2J\u0085\u2028end";
    assertEquals(
        "larder: warning: no name: a%0D%0Alarder: error: Gone%1B[2J%85%2028end\n",
        Messages.text(Level.WARNING, forged, null));
    Throwable thrown = new IllegalStateException(forged, new IllegalArgumentException(forged));
    thrown.addSuppressed(new IllegalArgumentException(forged));
    String traced = Messages.text(Level.WARNING, "Gone", thrown);
    assertEquals(1, traced.lines().filter(line -> line.startsWith("larder: ")).count(), traced);
    assertFalse(traced.contains("\u001b"), traced);
    assertTrue(traced.contains("\nCaused by: java.lang.IllegalArgumentException: no name"), traced);
    assertTrue(traced.contains("\nSuppressed: java.lang.IllegalArgumentException: no"), traced);
    assertTrue(traced.lines().allMatch(line -> line.length() < 4_200), traced);
  }

  @Test
  void aMessageHasABound() {
    String text = Messages.text(Level.WARNING, "ä".repeat(10_000), null);
    assertEquals("larder: warning: " + "ä".repeat(4096) + "...\n", text);
  }

  @Test
  void warningsAreSaidAndMoreWhereThatIsWanted() {
    assertTrue(Messages.areSaid("larder.socket", Level.ERROR, false));
    assertTrue(Messages.areSaid("larder.socket", Level.WARNING, false));
    assertFalse(Messages.areSaid("larder.socket", Level.INFO, false));
    assertTrue(Messages.areSaid("larder.socket", Level.INFO, true));
    assertFalse(Messages.areSaid("larder.socket", Level.DEBUG, true));
    assertFalse(Messages.areSaid("larder.socket", Level.OFF, true));
  }

  @Test
  void thePoolOfConnectionsToTheIndexOnlyWarns() {
    assertFalse(Messages.areSaid("com.zaxxer.hikari.HikariDataSource", Level.INFO, true));
    assertTrue(Messages.areSaid("com.zaxxer.hikari.HikariDataSource", Level.WARNING, true));
  }

  @Test
  void aFormatIsFilledIn() {
    assertEquals("a of b is full", MessageLoggers.formatted("{0} of {1} is full", "a", "b"));
    assertEquals("it''s {0}", MessageLoggers.formatted("it''s {0}"));
    assertEquals("{x} is no format", MessageLoggers.formatted("{x} is no format", "a"));
  }

  @Test
  void wordsOfABundleAreFoundThere() {
    assertEquals("{0} of {1} is full", MessageLoggers.found(WORDS, "full"));
    assertEquals("empty", MessageLoggers.found(WORDS, "empty"));
    assertEquals("empty", MessageLoggers.found(null, "empty"));
  }

  @Test
  void aLoggerTellsItsNameAndWhatItSays() {
    System.Logger logger =
        new MessageLoggers().getLogger("larder.test", MessagesTest.class.getModule());
    assertEquals("larder.test", logger.getName());
    assertTrue(logger.isLoggable(Level.WARNING));
    assertFalse(logger.isLoggable(Level.DEBUG));
  }
}
