package larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which names speak of secrets. */
class SecretFieldsTest {
  @ParameterizedTest
  @CsvSource({
    "Authorization, true",
    "proxy-authorization, true",
    "Cookie, true",
    "SET-COOKIE, true",
    "X-Api-Key, true",
    "X-Auth, true",
    "X-Amz-Security-Token, true",
    "Session-Id, true",
    "Accept-Encoding, false",
    "User-Agent, false",
    "Cache-Control, false",
    "ETag, false"
  })
  void namesThatSpeakOfSecrets(String name, boolean secret) {
    assertEquals(secret, SecretFields.include(name));
  }
}
