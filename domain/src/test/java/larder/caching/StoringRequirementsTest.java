package larder.caching;

import static larder.caching.Given.NOW;
import static larder.caching.Given.RFC9111;
import static larder.caching.Given.ago;
import static larder.caching.Given.date;
import static larder.caching.Given.get;
import static larder.caching.Given.kept;
import static larder.caching.Given.ok;
import static larder.caching.Given.request;
import static larder.caching.Given.response;
import static larder.caching.Given.storing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Collections;
import java.util.List;
import larder.http.Fields;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.store.StoredHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, section 3: what a shared cache must not store, and what it must keep. */
class StoringRequirementsTest {
  private static final ResponseHead FRESH = ok("Cache-Control", "max-age=60");

  private static void assertNotStored(Reason reason, RequestHead request, ResponseHead response) {
    assertEquals(new Storing.DoNotStore(reason), storing(request, response));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "M-SEARCH"})
  void onlyResponsesToGetAreStored(String method) {
    assertNotStored(Reason.METHOD, request(method), FRESH);
  }

  @ParameterizedTest
  @CsvSource({
    "200, Cache-Control, max-age=60, Content-Location, /dir/other",
    "200, Cache-Control, max-age=60, Content-Location, http://example.com/dir/page?q=1",
    "200, Cache-Control, max-age=60, Content-Location, /dir/page",
    "200, Cache-Control, max-age=60, Location, /dir/page?q=1",
    "200, Cache-Control, public, Content-Location, /dir/page?q=1",
    "200, ETag, '\"a\"', Content-Location, /dir/page?q=1",
    "201, Cache-Control, max-age=60, Content-Location, /dir/page?q=1",
    "404, Cache-Control, max-age=60, Content-Location, /dir/page?q=1",
  })
  void theResponseToAPostThatIsNotTheTargetsIsNotStored(
      int status, String name, String value, String other, String otherValue) {
    assertNotStored(
        Reason.METHOD, request("POST"), response(status, name, value, other, otherValue));
  }

  @Test
  void theResponseToAPostIsStoredUnderTheSameConditions() {
    String location = "/dir/page?q=1";

    assertNotStored(
        Reason.NO_STORE,
        request("POST"),
        ok("Cache-Control", "max-age=60, no-store", "Content-Location", location));
    assertNotStored(
        Reason.REQUEST_NO_STORE,
        request("POST", "Cache-Control", "no-store"),
        ok("Cache-Control", "max-age=60", "Content-Location", location));
    assertNotStored(
        Reason.METHOD,
        request("PUT"),
        ok("Cache-Control", "max-age=60", "Content-Location", location));
  }

  @Test
  void theResponseToAGetWithContentIsNotStored() {
    assertEquals(
        new Storing.DoNotStore(Reason.REQUEST_CONTENT),
        RFC9111.storing(get(), true, FRESH, NOW, NOW, Trace.OFF));
  }

  @Test
  void noStoreOfTheRequestForbidsIt() {
    assertNotStored(Reason.REQUEST_NO_STORE, get("Cache-Control", "foo, no-store"), FRESH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-store",
        "No-StOrE",
        "max-age=60, no-store",
        "no-store, max-age=60",
        "public, no-store",
        "no-store=\"a\""
      })
  void noStoreOfTheResponseForbidsIt(String directives) {
    assertNotStored(Reason.NO_STORE, get(), ok("Cache-Control", directives, "Expires", date(-60)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "private",
        "max-age=60, private",
        "private, public, max-age=60",
        "private=\"vary\", max-age=60"
      })
  void privateForbidsIt(String directives) {
    assertNotStored(Reason.PRIVATE, get(), ok("Cache-Control", directives));
  }

  @Test
  void mustUnderstandForbidsItForAStatusThatIsNotUnderstood() {
    String directives = "max-age=60, must-understand";

    assertNotStored(Reason.STATUS, get(), response(599, "Cache-Control", directives));
    assertNotStored(
        Reason.STATUS, get(), response(599, "Cache-Control", directives + ", no-store"));
    assertNotStored(Reason.PRIVATE, get(), ok("Cache-Control", directives + ", no-store, private"));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 103, 304, 407, 412, 421, 425, 511})
  void theseStatusesAnswerNobodyElse(int status) {
    assertNotStored(Reason.STATUS, get(), response(status, "Cache-Control", "max-age=60"));
  }

  @Test
  void thatThereIsNoSuchPartIsNotStored() {
    assertNotStored(
        Reason.PARTIAL,
        get("Range", "bytes=6-"),
        response(416, "Cache-Control", "max-age=60", "Content-Range", "bytes */5"));
  }

  @Test
  void allOfItIsStoredThoughAPartWasAskedFor() {
    assertEquals(Reason.EXPLICIT_FRESHNESS, kept(get("Range", "bytes=0-1"), FRESH).reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"max-age=60", "max-age=60, proxy-revalidate", "public=x, max-age=60"})
  void whatWasGotWithCredentialsIsNotStored(String directives) {
    assertNotStored(
        Reason.AUTHORIZATION,
        get("Authorization", "Basic eDp5"),
        ok("Cache-Control", directives, "ETag", "\"a\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"max-age=60, public", "s-maxage=60", "max-age=60, must-revalidate"})
  void whatWasGotWithCredentialsIsStoredIfTheOriginSaysSo(String directives) {
    assertEquals(
        Reason.EXPLICIT_FRESHNESS,
        kept(get("Authorization", "Basic eDp5"), ok("Cache-Control", directives)).reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "Foo, *", "Foo bar"})
  void whatVariesOnAnythingIsNotStored(String vary) {
    assertNotStored(Reason.VARY_ANY, get(), ok("Cache-Control", "max-age=60", "Vary", vary));
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 302, 303, 307, 400, 403, 500, 502, 503, 504, 599})
  void aStatusThatIsNotCacheableByDefaultNeedsATime(int status) {
    assertNotStored(
        Reason.STATUS, get(), response(status, "Last-Modified", date(86_400), "ETag", "\"a\""));
    assertNotStored(
        Reason.STATUS,
        get(),
        response(status, "Cache-Control", "stale-if-error=60", "ETag", "\"a\""));
    assertEquals(
        Reason.EXPLICIT_FRESHNESS,
        kept(get(), response(status, "Cache-Control", "max-age=60")).reason());
    assertEquals(
        Reason.EXPLICIT_FRESHNESS, kept(get(), response(status, "Expires", date(-60))).reason());
    assertEquals(
        Reason.HEURISTIC_FRESHNESS,
        kept(get(), response(status, "Last-Modified", date(86_400), "Cache-Control", "public"))
            .reason());
  }

  @Test
  void allFieldsAreKeptButThoseOfTheContentsLengthAndOfTheProxy() {
    ResponseHead response =
        ok(
            "Date", date(0),
            "Cache-Control", "max-age=60",
            "Content-Length", "5",
            "Content-Type", "text/plain",
            "X", "1",
            "Proxy-Authenticate", "Basic",
            "Proxy-Authentication-Info", "x",
            "proxy-authorization", "x",
            "Set-Cookie", "a=b",
            "x", "2",
            "Set-Cookie", "c=d");

    assertEquals(
        Fields.of(
            "Date", date(0),
            "Cache-Control", "max-age=60",
            "Content-Type", "text/plain",
            "X", "1",
            "Set-Cookie", "a=b",
            "x", "2",
            "Set-Cookie", "c=d"),
        kept(get(), response).head().fields());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-cache", "private"})
  void fieldsThatAreNamedAreNotKept(String directive) {
    ResponseHead response =
        ok(
            "Date", date(0),
            "A", "1",
            "Cache-Control", directive + "=\"a, C\"",
            "b", "2",
            "c", "3",
            "Cache-Control", "max-age=60");

    assertEquals(
        Fields.of(
            "Date",
            date(0),
            "Cache-Control",
            directive + "=\"a, C\"",
            "b",
            "2",
            "Cache-Control",
            "max-age=60"),
        kept(get(), response).head().fields());
  }

  @Test
  void theHeadThatIsKeptHasTheStatusTheTimesAndTheSelectingFields() {
    ResponseHead response =
        response(404, "Cache-Control", "max-age=60", "Vary", "Foo, Bar", "Date", date(3));
    Storing.Store store =
        (Storing.Store)
            RFC9111.storing(
                get("Foo", "1 ,2", "Qux", "3"), false, response, ago(2), ago(1), Trace.OFF);

    assertEquals(
        new StoredHead(
            404, "Not Found", response.fields(), Fields.of("FOO", "1 ,2"), ago(2), ago(1)),
        store.head());
  }

  @ParameterizedTest
  @CsvSource({"Foo, bar", "Date, foo", "Date, 0"})
  void aDateThatIsMissingOrInvalidIsTheTimeOfReceipt(String name, String value) {
    Storing.Store store =
        (Storing.Store)
            RFC9111.storing(
                get(),
                false,
                ok("Cache-Control", "max-age=60", name, value),
                ago(20),
                ago(10),
                Trace.OFF);

    assertEquals(date(10), store.head().fields().combined("Date"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405, 414, 500, 501, 502, 503, 505})
  void anErrorThatAnOddRequestMayExplainIsNobodyElses(int status) {
    ResponseHead error = response(status, "Cache-Control", "max-age=60");
    for (RequestHead odd :
        List.of(
            get("X-Large", "a".repeat(5000)),
            get(Collections.nCopies(82, "Many").toArray(String[]::new)))) {
      assertNotStored(Reason.REQUESTS_FAULT, odd, error);
    }
    assertInstanceOf(Storing.Store.class, storing(get("X-Usual", "a"), error));
  }

  @ParameterizedTest
  @CsvSource({
    "X-Odd, \u00e9",
    "X-Odd, a\tb",
    "X-Odd, <script>",
    "X-Odd, ${jndi}",
    "X-HTTP-Method-Override, DELETE",
    "X-HTTP-Method, DELETE",
    "X-Method-Override, DELETE",
    "X-Forwarded-Port, 123",
    "X-Forwarded-Host, evil.example",
    "Forwarded, host=evil.example",
    "X-Original-URL, /evil",
    "X-Rewrite-URL, /evil",
    "X-Host, evil.example",
    "Content-Type, text/plain",
    "Content-Encoding, evil",
    "Range, bytes=x",
    "Expect, 100-continue",
    "If-Modified-Since, yesterday",
    "If-None-Match, a",
    "If-None-Match, '\"a\", b'",
    "If-None-Match, ''",
    "Accept, <evil>",
    "Accept-Encoding, gzip@",
    "Cache-Control, max-age=[5]",
  })
  void aFieldThatIsOdd(String name, String value) {
    ResponseHead error = response(400, "Cache-Control", "max-age=60");

    assertNotStored(Reason.REQUESTS_FAULT, get(name, value), error);
    assertInstanceOf(Storing.Store.class, storing(get(name, value), FRESH));
  }

  @ParameterizedTest
  @CsvSource({
    "X-Usual, 'a; b=\"c\" (d) [e] @f:g!#$%&*+,-./=?_~'",
    "If-Modified-Since, 'Sun, 06 Nov 1994 08:49:37 GMT'",
    "If-None-Match, '\"a,b\", W/\"c\"'",
    "If-None-Match, \"a\"",
    "If-None-Match, *",
    "Accept, 'text/html;q=0.9, */*;a=\"b\"'",
    "Accept-Encoding, 'gzip, br;q=1.0, *;q=0'",
    "Cache-Control, 'max-age=5, no-cache=\"a\"'",
    "User-Agent, 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)'",
    "Referer, 'https://example.org/a?b=c#d'",
  })
  void aFieldThatIsNot(String name, String value) {
    ResponseHead error = response(404, "Cache-Control", "max-age=60");

    assertInstanceOf(Storing.Store.class, storing(get(name, value), error));
  }

  @ParameterizedTest
  @ValueSource(ints = {406, 408, 411, 413, 415, 417, 422, 426, 428, 429, 431})
  void anErrorAboutFieldsOrContentIsNobodyElses(int status) {
    assertNotStored(Reason.REQUESTS_FAULT, get(), response(status, "Cache-Control", "max-age=60"));
  }
}
