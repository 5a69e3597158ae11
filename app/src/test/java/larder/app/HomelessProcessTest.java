package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done for a user who has no home folder. */
class HomelessProcessTest {
  @ParameterizedTest
  @CsvSource({
    "env, 0, http_proxy=",
    "stats --admin=http://127.0.0.1:1, 69, No proxy answers at http://127.0.0.1:1",
    "--auth --cache=memory --port=0, 2, set HOME or name the file",
    "run --cache=memory --intercept=example.org -- true, 0, Nothing was asked for",
    "stats, 2, 'set HOME, or give --cache-dir'"
  })
  void whatNeedsNoneIsDoneAndTheRestSaysWhatToGive(String arguments, int exitCode, String said)
      throws Exception {
    try (ChildLarder larder = ChildLarder.homeless(arguments.split(" "))) {
      String output = larder.output();
      assertEquals(exitCode, larder.exitCode(), output);
      assertTrue(output.contains(said), output);
    }
  }
}
