package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import larder.access.Prefixing;
import larder.http.Fields;
import larder.http.IpAddress;
import larder.http.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets behind the proxy's own address. */
class PrefixTest {
  private static final String HOST = "127.0.0.1:3128";

  private ExchangeFixture f = new ExchangeFixture();

  private void asks(String path, String... fields) {
    String[] all = new String[fields.length + 2];
    all[0] = "Host";
    all[1] = HOST;
    System.arraycopy(fields, 0, all, 2, fields.length);
    f.asks(Method.GET, path, all);
  }

  private int status() {
    return Objects.requireNonNull(f.client.head).status();
  }

  private String content() {
    return f.client.content.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "/https://a.example/b?c=d, https://a.example/b?c=d",
    "/http://A.example:8080, http://a.example:8080/",
    "/HTTPS://a.example:443/, https://a.example/",
    "/-/https://a.example/b, https://a.example/b",
    "/https:/a.example/b, https://a.example/b",
    "/http:/A.example:8080/b?c=//d, http://a.example:8080/b?c=//d",
    "/HTTPS:/a.example, https://a.example/",
    "/-/https:/a.example/b, https://a.example/b",
    "/https%3A/a.example%3A8443/b%3A, https://a.example:8443/b%3A",
    "/http%3a//a.example%3a8080?c=%3A, http://a.example:8080/?c=%3A",
    "/-/HTTP%3A/a.example, http://a.example/"
  })
  void theTargetIsWhatStandsBehind(String path, String target) {
    f.origins.answers(200, Fields.EMPTY, "it");
    asks(path);
    assertEquals(target, f.sent().target().toString());
    assertEquals(target, Objects.requireNonNull(f.concluded().request()).target().toString());
    assertEquals("it", content());
  }

  @Test
  void whatWasStoredForAClientOfTheProxyIsServed() {
    f.stored("kept");
    asks("/" + ExchangeFixture.URI);
    assertEquals("kept", content());
    assertTrue(f.origins.asked.isEmpty());
  }

  @Test
  void credentialsDoNotFollowWhereOneSlashOfTwoIsLeftEither() {
    f.origins.answers(302, Fields.of("Location", "https://a.example/y"), "");
    asks("/-/https:/b.example/x", "Authorization", "Bearer a");
    assertFalse(f.sent().fields().has("Authorization"));
    assertEquals("/-/https://a.example/y", f.client.field("Location"));
  }

  /** Behind one address a client cannot see that it was sent to another origin. */
  @Test
  void credentialsDoNotFollowARedirectionToAnotherOrigin() {
    f.origins.answers(302, Fields.of("Location", "https://b.example/x"), "");
    asks("/https://a.example/x", "Authorization", "Bearer a");
    assertTrue(f.sent().fields().has("Authorization"));
    String next = Objects.requireNonNull(f.client.field("Location"));
    f = new ExchangeFixture();
    f.origins.answers(302, Fields.of("Location", "/y"), "");
    asks(next, "Authorization", "Bearer a");
    assertFalse(f.sent().fields().has("Authorization"));
    assertEquals("/-/https://b.example/y", f.client.field("Location"));
  }

  @Test
  void cookiesAndWhatElseAllOriginsWouldShareDoNotPass() {
    f.origins.answers(
        200,
        Fields.of(
            "Set-Cookie", "a=b",
            "Alt-Svc", "h3=\":443\"",
            "Strict-Transport-Security", "max-age=1",
            "Clear-Site-Data", "\"*\"",
            "Content-Security-Policy", "default-src 'self'",
            "X", "1"),
        "");
    asks(
        "/https://a.example/",
        "Cookie",
        "c=d",
        "Referer",
        "http://" + HOST + "/https://a.example/");
    assertFalse(f.sent().fields().has("Cookie"));
    assertFalse(f.sent().fields().has("Referer"));
    Fields sent = Objects.requireNonNull(f.client.head).fields();
    for (String name :
        List.of("Set-Cookie", "Alt-Svc", "Strict-Transport-Security", "Clear-Site-Data")) {
      assertFalse(sent.has(name), name);
    }
    assertEquals(List.of("default-src 'self'", "sandbox"), sent.all("Content-Security-Policy"));
    assertEquals("1", f.client.field("X"));
  }

  @Test
  void clientsElsewhereMayNotUnlessThatIsSaid() {
    f.client.address = Objects.requireNonNull(IpAddress.parse("192.0.2.7"));
    asks("/https://a.example/");
    assertEquals(403, status());
    assertTrue(content().contains("--prefix-mode"), this::content);
    f = new ExchangeFixture(Doors.prefixing(Prefixing.EVERYBODY));
    f.client.address = Objects.requireNonNull(IpAddress.parse("192.0.2.7"));
    f.origins.answers(200, Fields.EMPTY, "it");
    f.asks(Method.GET, "/https://a.example/", "Host", "proxy.example:3128");
    assertEquals("it", content());
  }

  @Test
  void nobodyMayIfThatIsSaid() {
    f = new ExchangeFixture(Doors.prefixing(Prefixing.NOBODY));
    asks("/https://a.example/");
    assertEquals(403, status());
  }

  @ParameterizedTest
  @CsvSource({
    "/http://192.168.0.1/, cross-site",
    "/http://192.168.0.1/, same-site",
    "/http://192.168.0.1/, same-origin",
    "/http:/192.168.0.1/, same-origin"
  })
  void webPagesMayNot(String path, String site) {
    asks(path, "Sec-Fetch-Site", site);
    assertEquals(403, status());
    assertTrue(f.origins.asked.isEmpty());
    f = new ExchangeFixture();
    asks("/http://192.168.0.1/", "Origin", "https://evil.example");
    assertEquals(403, status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/http://192.168.0.1/", "/http:/192.168.0.1/"})
  void aNameThatWasMadeToLeadHereIsNotOurs(String path) {
    f.asks(Method.GET, path, "Host", "evil.example:3128");
    assertEquals(403, status());
    assertTrue(f.origins.asked.isEmpty());
  }

  @Test
  void suchANameIsNotOursEitherIfEverybodyMay() {
    f = new ExchangeFixture(Doors.prefixing(Prefixing.EVERYBODY));
    f.asks(Method.GET, "/http://192.168.0.1/", "Host", "evil.example:3128");
    assertEquals(403, status());
    assertTrue(f.origins.asked.isEmpty());
  }

  @Test
  void theDoorsRulesHold() {
    f = new ExchangeFixture(Doors.denying("a.example"));
    asks("/https://a.example/");
    assertEquals(403, status());
    assertTrue(content().contains("--deny-host"), this::content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/http://127.0.0.1:3128/",
        "/http://127.0.0.1:3128/http://a.example/",
        "/http:/127.0.0.1:3128/http:/a.example/"
      })
  void itLeadsNowhereBackToTheProxy(String path) {
    asks(path);
    assertEquals(404, status());
    assertTrue(f.origins.asked.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.html",
        "/ftp://a.example/",
        "/httpx://a.example/",
        "/httpx:/a.example/",
        "/http:/",
        "/https:/?a",
        "/https:///a.example/",
        "/https:/user@a.example/",
        "/https:a.example/",
        "//https:/a.example/",
        "/-//https:/a.example/",
        "/-/x"
      })
  void anythingElseIsAPageOfOurOwn(String path) {
    asks(path);
    assertEquals(404, status());
    assertNull(f.client.field("Location"));
  }
}
