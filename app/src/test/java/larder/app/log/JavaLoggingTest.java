package larder.app.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Logger;
import larder.app.ChildLarder;
import org.junit.jupiter.api.Test;
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

  /** What a library says, in a process of its own. */
  static final class Speaker {
    private Speaker() {}

    public static void main(String[] arguments) {
      Logger logger = Logger.getLogger("com.zaxxer.hikari.pool");
      logger.info("not said");
      logger.log(java.util.logging.Level.WARNING, "{0} of {1} are lost", new Object[] {1, 2});
      System.getLogger("another").log(Level.ERROR, "gone");
    }
  }

  @Test
  void whatLibrariesLogIsSaidAsAllElseIs() throws Exception {
    Path classes =
        Path.of(JavaLoggingTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Process speaker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.config.class=" + JavaLogging.class.getName(),
                "-p",
                ChildLarder.MODULES,
                "--patch-module=larder.app=" + classes,
                "-m",
                "larder.app/" + Speaker.class.getName())
            .redirectErrorStream(true)
            .start();
    List<String> said = new String(speaker.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertEquals(List.of("larder: warning: 1 of 2 are lost", "larder: error: gone"), said);
    assertEquals(0, speaker.waitFor());
  }
}
