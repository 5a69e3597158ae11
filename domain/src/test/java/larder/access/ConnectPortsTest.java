package larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectPortsTest {
  @Test
  void numbersAndRangesIncludeTheirEnds() {
    ConnectPorts ports = ConnectPorts.parse("443, 8000-8002");

    assertTrue(ports.allows(443));
    assertFalse(ports.allows(7999));
    assertTrue(ports.allows(8000));
    assertTrue(ports.allows(8002));
    assertFalse(ports.allows(8003));
    assertEquals("443,8000-8002", ports.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "65536", "x", "443,", "-1", "5-3", "1-2-3", "+443", "99999999999"})
  void anythingElseIsRefusedWithAnExample(String text) {
    var refused = assertThrows(IllegalArgumentException.class, () -> ConnectPorts.parse(text));
    assertTrue(String.valueOf(refused.getMessage()).contains("443,1025-65535"));
  }
}
