package larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import larder.http.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scheme Basic: RFC 7617. */
class LoginTest {
  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Fields presented(String value) {
    return Fields.of("Proxy-Authorization", value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic ", "basic ", "BASIC   "})
  void isReadFromProxyAuthorization(String scheme) {
    Login login = Login.of(presented(scheme + base64("alice:p:ä")));
    assertEquals(new Login("alice", "p:ä"), login);
    assertEquals("Basic " + base64("alice:p:ä"), Objects.requireNonNull(login).credentials());
  }

  @Test
  void thePasswordDoesNotShow() {
    assertEquals("alice", new Login("alice", "secret").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic YWxpY2U=",
        "Bearer YTpi",
        "YTpi",
        "Basic YTpi YTpi",
        "BasicYTpi"
      })
  void whatCannotBeReadIsNone(String value) {
    assertNull(Login.of(presented(value)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b\0", "a\0:b", "a:b\n", "a:\177b"})
  void noControlCharacterIsPartOfIt(String login) {
    assertNull(Login.of(presented("Basic " + base64(login))));
  }

  @Test
  void noneIsNoneAndTwoAreNone() {
    String right = "Basic " + base64("a:b");
    assertNull(Login.of(Fields.EMPTY));
    assertNull(Login.of(Fields.of("Authorization", right)));
    assertNull(Login.of(Fields.of("Proxy-Authorization", right, "Proxy-Authorization", right)));
  }
}
