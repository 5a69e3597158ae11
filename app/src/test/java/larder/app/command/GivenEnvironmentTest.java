package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the launcher changed is as before for whoever is started. */
class GivenEnvironmentTest {
  private static final Map<String, String> CHANGED = Map.of("LC_CTYPE", "C.UTF-8", "A", "b");

  @Test
  void aVariableThatWasNotThereIsNotThere() {
    assertEquals(Map.of("A", "b"), GivenEnvironment.of(CHANGED, "LC_CTYPE="));
  }

  @Test
  void aVariableThatWasThereIsAsItWas() {
    assertEquals(Map.of("LC_CTYPE", "C", "A", "b"), GivenEnvironment.of(CHANGED, "LC_CTYPE=C"));
  }

  @Test
  void whereNothingWasChangedAllIsAsItIs() {
    assertSame(CHANGED, GivenEnvironment.of(CHANGED, null));
    assertSame(CHANGED, GivenEnvironment.of(CHANGED, "something else"));
  }
}
