package larder.app.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import larder.forwarding.Conclusion;
import larder.forwarding.Conclusion.Result;
import larder.http.Fields;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The lines, character by character, and what must never get into them. */
class LogFormatTest {
  private static final String URI = "http://a.example/p?q=1";
  private static final Fields BROWSER =
      Fields.of("Referer", "http://b.example/", "User-Agent", "Mozilla/5.0 (X11)");

  private static String localTime() {
    return DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
        .withZone(ZoneId.systemDefault())
        .format(Conclusions.NOON);
  }

  @Test
  void squid() {
    assertEquals(
        "1772366400.154     34 192.0.2.7 TCP_MISS/200 1234 GET "
            + URI
            + " - HIER_DIRECT/a.example text/html",
        LogFormat.squid.format(Conclusions.miss(URI)));
    assertEquals(
        "1772366400.154     34 192.0.2.7 NONE_NONE/400 1234 NONE error:invalid-request"
            + " - HIER_NONE/- -",
        LogFormat.squid.format(Conclusions.unreadable()));
  }

  @Test
  void common() {
    assertEquals(
        "192.0.2.7 - - ["
            + localTime()
            + "] \"GET "
            + URI
            + " HTTP/1.1\" 200 1234 TCP_MISS:HIER_DIRECT",
        LogFormat.common.format(Conclusions.miss(URI)));
    assertEquals(
        "192.0.2.7 - - ["
            + localTime()
            + "] \"NONE error:invalid-request HTTP/0.0\" 400 1234"
            + " NONE_NONE:HIER_NONE",
        LogFormat.common.format(Conclusions.unreadable()));
  }

  @Test
  void combined() {
    assertEquals(
        "192.0.2.7 - - ["
            + localTime()
            + "] \"GET "
            + URI
            + " HTTP/1.1\" 200 1234 \"http://b.example/\" \"Mozilla/5.0 (X11)\""
            + " TCP_MISS:HIER_DIRECT",
        LogFormat.combined.format(Conclusions.miss(URI, BROWSER)));
    assertTrue(LogFormat.combined.format(Conclusions.miss(URI)).contains(" \"-\" \"-\" "));
  }

  @Test
  void json() {
    assertEquals(
        "{\"time\":\"2026-03-01T12:00:00.120Z\",\"client.address\":\"192.0.2.7\","
            + "\"http.request.method\":\"GET\",\"url.full\":\"http://a.example/p?q=1\","
            + "\"network.protocol.version\":\"1.1\",\"http.response.status_code\":200,"
            + "\"server.address\":\"a.example\",\"server.port\":80,\"cache.result\":\"miss\","
            + "\"cache.reason\":\"uri-miss\",\"cache.storing\":\"explicit-freshness\","
            + "\"bytes.client\":1234,\"bytes.received\":99,\"duration.ms\":34.567}",
        LogFormat.json.format(Conclusions.miss(URI)));
  }

  @Test
  void jsonOfAFailure() {
    TransferException failure =
        new TransferException(Side.ORIGIN, Kind.REFUSED, "a.example:80 refused the connection");
    JsonNode line =
        new ObjectMapper()
            .readTree(
                LogFormat.json.format(
                    Conclusions.of(
                        Conclusions.get(URI, Fields.EMPTY),
                        ResponseHead.of(502, Fields.EMPTY),
                        Result.FAILED,
                        Conclusions.ORIGIN,
                        failure)));
    assertEquals("failed", line.get("cache.result").asString());
    assertEquals("origin", line.get("error.side").asString());
    assertEquals("refused", line.get("error.type").asString());
    assertEquals("a.example:80 refused the connection", line.get("error.message").asString());
  }

  @ParameterizedTest
  @CsvSource({
    "HIT, TCP_MEM_HIT",
    "NOT_MODIFIED_HIT, TCP_IMS_HIT",
    "STALE_HIT, TCP_OFFLINE_HIT",
    "REVALIDATED, TCP_REFRESH_UNMODIFIED",
    "REPLACED, TCP_REFRESH_MODIFIED",
    "COLLAPSED, TCP_CF_HIT",
    "MISS, TCP_MISS",
    "PASS, TCP_MISS",
    "TUNNEL, TCP_TUNNEL",
    "REFUSED, TCP_DENIED",
    "FAILED, TCP_MISS"
  })
  void everyResultHasSquidsCode(Result result, String code) {
    Conclusion conclusion =
        Conclusions.of(
            Conclusions.get(URI, Fields.EMPTY),
            ResponseHead.of(200, Fields.EMPTY),
            result,
            null,
            null);
    assertTrue(LogFormat.squid.format(conclusion).contains(" " + code + "/200 "));
  }

  @Test
  void aStaleAnswerForAnOriginThatFailedHasACodeOfItsOwn() {
    TransferException failure = new TransferException(Side.ORIGIN, Kind.TIMED_OUT, "late");
    Conclusion conclusion =
        Conclusions.of(
            Conclusions.get(URI, Fields.EMPTY),
            ResponseHead.of(200, Fields.EMPTY),
            Result.STALE_HIT,
            Conclusions.ORIGIN,
            failure);
    assertTrue(LogFormat.squid.format(conclusion).contains(" TCP_REFRESH_FAIL_OLD/200 "));
  }

  /** In whatever a client can choose. */
  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void nothingThatAClientSendsEndsALineOrDrivesATerminal(LogFormat format) {
    String evil = "a\r\nGET http://fake/ \u001b[2J\u0007\u009b1m\u0000\u007f\" \\ \u2028x";
    Fields fields = Fields.builder().copy("Referer", evil).copy("User-Agent", evil).build();
    ResponseHead response =
        ResponseHead.of(200, Fields.builder().copy("Content-Type", evil).build());
    TransferException failure = new TransferException(Side.ORIGIN, Kind.MALFORMED, evil);
    String line =
        format.format(
            Conclusions.of(
                Conclusions.get(URI, fields),
                response,
                Result.FAILED,
                Conclusions.ORIGIN,
                failure));
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      assertTrue(c >= ' ' && c < 0x7f, () -> "character " + (int) c + " in " + line);
    }
    if (format == LogFormat.json) {
      assertEquals(evil, new ObjectMapper().readTree(line).get("error.message").asString());
    } else {
      int quotes = format == LogFormat.squid ? 0 : format == LogFormat.common ? 2 : 6;
      assertEquals(quotes, line.chars().filter(c -> c == '"').count(), line);
      assertFalse(line.contains("\\"), line);
    }
  }

  @Test
  void aVeryLongTargetIsCut() {
    String line = LogFormat.squid.format(Conclusions.miss("http://a.example/" + "x".repeat(8000)));
    assertTrue(line.length() < 4500, line);
    assertTrue(line.contains("xxx... - HIER_DIRECT"), line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token",
        "access_token",
        "api_key",
        "apikey",
        "API_KEY",
        "key",
        "password",
        "passwd",
        "secret",
        "sig",
        "signature",
        "auth",
        "X-Amz-Signature",
        "X-Amz-Credential",
        "X-Amz-Security-Token",
        "X-Goog-Signature"
      })
  void secretsInQueriesAreLeftOut(String name) {
    Conclusion conclusion =
        Conclusions.miss("http://a.example/p?a=b&" + name + "=s3cr3t%20x&c=d&" + name + "=s3cr3t");
    for (LogFormat format : LogFormat.values()) {
      String line = format.format(conclusion);
      assertFalse(line.contains("s3cr3t"), line);
      assertTrue(line.contains("?a=b&" + name + "=***&c=d&" + name + "=***"), line);
    }
  }

  @Test
  void secretsInARefererAreLeftOutToo() {
    Fields fields = Fields.of("Referer", "http://b.example/?token=s3cr3t&x=y");
    String line = LogFormat.combined.format(Conclusions.miss(URI, fields));
    assertFalse(line.contains("s3cr3t"), line);
    assertTrue(line.contains("?token=***&x=y"), line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"monkey=1", "tokens=1", "q=token", "keyboard=qwerty"})
  void whatOnlyLooksLikeASecretStays(String query) {
    String line = LogFormat.squid.format(Conclusions.miss("http://a.example/p?" + query));
    assertTrue(line.contains("?" + query + " "), line);
  }
}
