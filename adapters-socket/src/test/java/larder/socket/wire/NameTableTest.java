package larder.socket.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameTableTest {
  private static NameTable.Known find(String before, String name, String behind) {
    byte[] bytes = (before + name + behind).getBytes(ISO_8859_1);
    return NameTable.find(bytes, before.length(), before.length() + name.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Host", "host", "TE", "Age", "ETag", "Accept", "Set-Cookie", "If-None-Match"})
  void aNameIsOneStringWhereverItStands(String name) {
    NameTable.Known known = find("", name, "");
    assertEquals(name, assertNotNullAnd(known).name());
    assertSame(known, find("x: y\r\n", name, ": value\r\n"));
  }

  private static NameTable.Known assertNotNullAnd(NameTable.Known known) {
    assertNotNull(known);
    return known;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "H", "HOST", "Hosts", "ost", "X-Unheard-Of", "If-None-Matcx"})
  void anotherIsNone(String name) {
    assertNull(find("", name, ""));
    assertNull(find("Host", name, "Host: Host"));
  }
}
