package larder.app.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.System.Logger.Level;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaLoggingTest {
  @ParameterizedTest
  @CsvSource({
    "SEVERE, ERROR",
    "WARNING, WARNING",
    "INFO, INFO",
    "CONFIG, DEBUG",
    "FINEST, DEBUG",
    "1100, ERROR",
    "950, WARNING",
  })
  void aLevelIsTheOneBelowIt(String level, Level said) {
    assertEquals(said, JavaLogging.level(java.util.logging.Level.parse(level)));
  }
}
