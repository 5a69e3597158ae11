package larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods, statuses, and whether content follows (RFC 9112, section 6.3). */
class HeadsTest {
  @ParameterizedTest
  @CsvSource({
    "GET, 200, true",
    "GET, 404, true",
    "GET, 205, true",
    "POST, 500, true",
    "CONNECT, 300, true",
    "CONNECT, 407, true",
    "HEAD, 200, false",
    "HEAD, 404, false",
    "GET, 100, false",
    "GET, 103, false",
    "GET, 199, false",
    "GET, 204, false",
    "GET, 304, false",
    "CONNECT, 200, false",
    "CONNECT, 299, false",
  })
  void contentFollowsAHead(String method, int status, boolean follows) {
    assertEquals(follows, ResponseHead.of(status, Fields.EMPTY).mayHaveContent(Method.of(method)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 99, 600, 1000})
  void aStatusOutOfRangeIsRefused(int status) {
    assertThrows(IllegalArgumentException.class, () -> ResponseHead.of(status, Fields.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 599})
  void aStatusAtTheEndOfTheRangeIsTaken(int status) {
    assertEquals(status, ResponseHead.of(status, Fields.EMPTY).status());
  }

  @Test
  void interimResponsesAreThoseBelow200() {
    assertTrue(ResponseHead.of(199, Fields.EMPTY).isInterim());
    assertFalse(ResponseHead.of(200, Fields.EMPTY).isInterim());
  }

  @Test
  void aHeadTakesOtherFieldsAndKeepsTheRest() {
    Fields fields = Fields.of("a", "1");
    ResponseHead head = ResponseHead.of(404, Fields.EMPTY).withFields(fields);

    assertEquals(new ResponseHead(404, "Not Found", HttpVersion.HTTP_1_1, fields), head);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, true, true",
    "HEAD, true, true",
    "OPTIONS, true, true",
    "TRACE, true, true",
    "PROPFIND, true, true",
    "REPORT, true, true",
    "SEARCH, true, true",
    "QUERY, true, true",
    "PUT, false, true",
    "DELETE, false, true",
    "POST, false, false",
    "PATCH, false, false",
    "CONNECT, false, false",
    "PROPPATCH, false, false",
    "MOVE, false, false",
    "COPY, false, false",
    "LOCK, false, false",
    "PRI, false, false",
    "M-SEARCH, false, false",
    "propfind, false, false",
    "get, false, false",
  })
  void aMethodIsSafeOrIdempotentByItsExactName(String name, boolean safe, boolean idempotent) {
    Method method = Method.of(name);

    assertEquals(name, method.toString());
    assertEquals(safe, method.isSafe());
    assertEquals(idempotent, method.isIdempotent());
  }

  @Test
  void wellKnownMethodsAreShared() {
    assertSame(Method.GET, Method.of("GET"));
    assertSame(Method.PATCH, Method.of("PATCH"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G T", "GET ", "G\u00c4T", "GET\n", "(GET)"})
  void aMethodThatIsNoTokenIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> Method.of(name));
  }
}
