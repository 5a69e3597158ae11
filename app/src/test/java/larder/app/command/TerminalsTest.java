package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To whom a terminal sends what is typed there. */
class TerminalsTest {
  /** As Linux writes them: state, parent, group, session, terminal, group in its foreground. */
  @ParameterizedTest
  @CsvSource({
    "42 (java) S 7 42 7 34816 42 4194304 1 2, true",
    "42 (java) S 7 40 7 34816 40 4194304 1 2, true",
    "42 (java) S 7 42 7 34816 7 4194304 1 2, false",
    "42 (java) S 7 42 42 0 -1 4194304 1 2, false",
    "42 (a) S (b 1) S 7 42 7 34816 42 4194304 1 2, true",
    "42 (java) S 7 42 7, false",
    "'', false"
  })
  void itIsTheGroupInTheForeground(String stat, boolean foreground) {
    assertEquals(foreground, Terminals.isInForeground(stat));
  }
}
