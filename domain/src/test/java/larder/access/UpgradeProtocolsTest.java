package larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeProtocolsTest {
  private final UpgradeProtocols two = UpgradeProtocols.parse("WebSocket, irc");

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "WEBSOCKET", "websocket/13", "IRC/6.9"})
  void allowsItsNamesInAnyCaseAndVersion(String protocol) {
    assertTrue(two.allows(protocol));
    assertFalse(UpgradeProtocols.NONE.allows(protocol));
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2c", "websocketx", "web", "", "/13", "irc, websocket", "websocket "})
  void allowsNothingElse(String protocol) {
    assertFalse(two.allows(protocol));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "websocket,", "web socket", "websocket/13", "\"a\""})
  void namesAreTokens(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> UpgradeProtocols.parse(text))
            .getMessage();
    assertEquals("'" + text + "' is no list of protocols, such as websocket", message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2c", "H2C", "websocket,h2", "http", "TLS"})
  void nothingThatCarriesRequests(String text) {
    assertThrows(IllegalArgumentException.class, () -> UpgradeProtocols.parse(text));
  }

  @Test
  void othersCanBeAllowedBesides() {
    UpgradeProtocols more = two.and(UpgradeProtocols.parse("other,irc"));
    assertEquals("websocket,irc,other", more.toString());
    assertTrue(UpgradeProtocols.NONE.and(UpgradeProtocols.WEBSOCKET).allows("websocket"));
    assertEquals("websocket,irc", two.toString());
  }

  @Test
  void isWrittenAsItIsRead() {
    assertEquals("websocket,irc", two.toString());
  }
}
