package larder.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import larder.app.admin.AdminClient.NoAnswerException;
import larder.test.origin.DeafPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an admin port is named, and what is said where there is none. */
class AdminAddressTest {
  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:3127, true",
    "http://127.0.0.1:3127/, true",
    "http://localhost:3127, true",
    "HTTP://LocalHost:3127/, true",
    "http://127.0.0.1:3128, false",
    "http://127.0.0.2:3127, false",
    "https://127.0.0.1:3127, false",
    "127.0.0.1:3127, false",
    "http://a b, false"
  })
  void theSamePlaceIsKnownHoweverItIsWritten(String named, boolean same) {
    assertEquals(same, new AdminAddress("http://127.0.0.1:3127", null).isAt(named));
  }

  @Test
  void aSlashAtTheEndDoesNotCount() {
    assertEquals("http://a.example:3127", new AdminAddress("http://a.example:3127/", null).url());
  }

  @Test
  void whereNobodyListensThatIsSaid() throws Exception {
    try (DeafPort deaf = new DeafPort()) {
      NoAnswerException e =
          assertThrows(
              NoAnswerException.class, () -> AdminClient.statistics("http://" + deaf.authority()));
      assertTrue(String.valueOf(e.getMessage()).endsWith("(nobody listens there)"), e.getMessage());
    }
  }
}
