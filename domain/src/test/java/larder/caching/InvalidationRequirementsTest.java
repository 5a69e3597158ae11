package larder.caching;

import static larder.caching.Given.RFC9111;
import static larder.caching.Given.TARGET;
import static larder.caching.Given.request;
import static larder.caching.Given.response;
import static larder.caching.Given.uri;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import larder.http.TargetUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, section 4.4. */
class InvalidationRequirementsTest {
  private static List<TargetUri> invalidated(String method, int status, String... fields) {
    return RFC9111.invalidated(request(method), TARGET, response(status, fields));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST",
        "PUT",
        "DELETE",
        "PATCH",
        "PROPPATCH",
        "MOVE",
        "COPY",
        "LOCK",
        "PRI",
        "M-SEARCH",
        "get"
      })
  void anUnsafeOrUnknownMethodInvalidatesTheTarget(String method) {
    assertEquals(List.of(TARGET), invalidated(method, 200));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET",
        "HEAD",
        "OPTIONS",
        "TRACE",
        "PROPFIND",
        "REPORT",
        "SEARCH",
        "QUERY",
        "CONNECT"
      })
  void aSafeMethodInvalidatesNothing(String method) {
    assertEquals(List.of(), invalidated(method, 200, "Location", "/other"));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 299, 300, 302, 303, 399})
  void anAnswerThatIsNoErrorInvalidates(int status) {
    assertEquals(List.of(TARGET), invalidated("POST", status));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 199, 400, 404, 500, 503, 599})
  void anErrorInvalidatesNothing(int status) {
    assertEquals(List.of(), invalidated("POST", status));
  }

  /** RFC 4918, section 10.3. */
  @Test
  void whatIsCopiedOrMovedReplacesItsDestination() {
    for (String method : List.of("COPY", "MOVE")) {
      assertEquals(
          List.of(TARGET, uri("http://example.org/new")),
          RFC9111.invalidated(
              request(method, "Destination", "http://example.org/new"), TARGET, response(204)));
      assertEquals(
          List.of(TARGET),
          RFC9111.invalidated(
              request(method, "Destination", "http://b.example/new"), TARGET, response(204)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.org/new, http://example.org/new",
    "HTTP://EXAMPLE.org:80/new, http://example.org/new",
    "/new?a=b#c, http://example.org/new?a=b",
    "new, http://example.org/dir/new",
    "../new, http://example.org/new",
    "//example.org/new, http://example.org/new",
    "?q=2, http://example.org/dir/page?q=2",
  })
  void whatLocationNamesInTheSameOriginIsInvalidatedToo(String location, String named) {
    assertEquals(List.of(TARGET, uri(named)), invalidated("POST", 201, "Location", location));
    assertEquals(
        List.of(TARGET, uri(named)), invalidated("PUT", 200, "Content-Location", location));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/new",
        "https://example.org/new",
        "http://example.org:8080/new",
        "//example.com/new",
        "http://www.example.org/",
        "mailto:a@example.org",
        "http://",
        "http://example.org/a b",
        "",
        "#here"
      })
  void whatIsOfAnotherOriginIsNot(String location) {
    assertEquals(
        List.of(TARGET),
        invalidated("POST", 201, "Location", location, "Content-Location", location));
  }

  @Test
  void eachIsNamedOnce() {
    assertEquals(
        List.of(TARGET, uri("http://example.org/a"), uri("http://example.org/b")),
        invalidated("POST", 201, "Location", "/a", "Content-Location", "/b"));
    assertEquals(
        List.of(TARGET, uri("http://example.org/a")),
        invalidated("POST", 201, "Location", "/a", "Content-Location", "../a"));
  }
}
