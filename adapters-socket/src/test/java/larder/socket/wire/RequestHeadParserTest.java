package larder.socket.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.socket.MessageLimits;
import larder.socket.wire.RequestHeadParser.ReadRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadParserTest {
  private static final MessageLimits LIMITS = new MessageLimits(8192, 2000, 10, 1000, 100);

  private static ReadRequest read(ByteSource source) throws Exception {
    RequestHeadParser parser = new RequestHeadParser(new Scratch(), LIMITS);
    assertEquals(HeadReader.End.COMPLETE, HeadReader.read(source, parser));
    return parser.result();
  }

  private static ReadRequest read(String text) throws Exception {
    return read(Bytes.source(unescape(text)));
  }

  /** The tests write control characters as \r, \n, \t, \0, and \d for DEL. */
  private static String unescape(String text) {
    return text.replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\0", "\0")
        .replace("\\d", "\u007f");
  }

  private static final String USUAL =
      "GET http://example.org/a?b HTTP/1.1\r\nHost: example.org\r\nX-Odd:\t a b \t\r\n\r\n";

  @Test
  void whatComesAgainIsOneStringUnlessItIsPrivate() throws Exception {
    String again =
        "GET http://example.org/ HTTP/1.1\r\n"
            + "Host: example.org\r\n"
            + "Accept: text/valuesThatComeAgain\r\n"
            + "Authorization: Basic valuesThatComeAgain\r\n"
            + "X-Values-That-Come-Again: a\r\n\r\n";
    read(again);
    Fields second = read(again).head().fields();
    Fields third = read(again).head().fields();

    assertEquals(second, third);
    assertSame(second.value(1), third.value(1));
    assertNotSame(second.value(2), third.value(2));
    assertSame(second.name(3), third.name(3), "names are nobody's secret");
  }

  @Test
  void readsTheUsualHead() throws Exception {
    ReadRequest read = read(USUAL);
    assertSame(Method.GET, read.head().method());
    assertEquals("http://example.org/a?b", read.head().target().toString());
    assertEquals(HttpVersion.HTTP_1_1, read.head().version());
    assertEquals(Fields.of("Host", "example.org", "X-Odd", "a b"), read.head().fields());
    assertInstanceOf(Framing.None.class, read.framing());
    assertFalse(read.closes());
    assertFalse(read.expectsContinue());
  }

  @Test
  void readsTheSameHoweverItIsCut() throws Exception {
    for (ByteSource source : Bytes.everyWay(USUAL)) {
      assertEquals(read(USUAL), read(source));
    }
  }

  @Test
  void leavesWhatFollows() throws Exception {
    ByteSource source = Bytes.source(USUAL + "next");
    read(source);
    assertEquals(4, source.unread().remaining());
  }

  @Test
  void namesThatAreOftenSeenAreShared() throws Exception {
    Fields fields =
        read("GET / HTTP/1.1\\r\\nHost: a\\r\\nx-made-up: b\\r\\n\\r\\n").head().fields();
    assertSame("Host", fields.name(0));
    assertEquals("x-made-up", fields.name(1));
  }

  @Test
  void octetsAboveAsciiAreKeptAsTheyAre() throws Exception {
    Fields fields =
        read("GET / HTTP/1.1\\r\\nHost: a\\r\\nX: \u00e9\u00ff\\r\\n\\r\\n").head().fields();
    assertEquals("\u00e9\u00ff", fields.value(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\r\\nGET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "GET / HTTP/1.0\\r\\n\\r\\n",
        "GET / HTTP/1.1\\r\\nHost:\\r\\n\\r\\n",
        "GET / HTTP/1.1\\r\\nHost:a\\r\\nX:\\r\\n\\r\\n",
        "GET / HTTP/1.1\\r\\nHost: [::1]:80\\r\\n\\r\\n",
        "GET http://b/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "OPTIONS * HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "CONNECT a:443 HTTP/1.1\\r\\nHost: a:443\\r\\n\\r\\n",
        "CONNECT a:443 HTTP/1.1\\r\\nHost: a:443\\r\\nContent-Length: 0\\r\\n\\r\\n",
        "M-SEARCH / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 9223372036854775807\\r\\n\\r\\n",
        "POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: CHUNKED\\r\\n\\r\\n",
        "GET / HTTP/1.1\\r\\nHost: a\\r\\nA: 1\\r\\nA: 2\\r\\n\\r\\n",
      })
  void accepts(String head) throws Exception {
    read(head);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The request line.
        "400 | GET /\\r\\n\\r\\n",
        "400 | GET  / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET /  HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1 \\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET\\t/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "400 | G@T / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET /a b HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET /\u00e9 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET a HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET ftp://a/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET http:///a HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET http://u@a/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET * HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "400 | CONNECT a HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "400 | CONNECT a: HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET / http/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET / HTTP/11\\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET / HTTP/1.10\\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET / HTTP/+1.1\\r\\nHost: a\\r\\n\\r\\n",
        "505 | GET / HTTP/1.2\\r\\nHost: a\\r\\n\\r\\n",
        "505 | GET / HTTP/0.9\\r\\nHost: a\\r\\n\\r\\n",
        "505 | PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n",
        "400 | \\r\\n\\r\\n\\r\\n\\r\\n\\r\\nGET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        // Lines.
        "400 | GET / HTTP/1.1\\nHost: a\\n\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: a\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: a\\rX: b\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\r\\nHost: a\\r\\n\\r\\n",
        "400 | \\nGET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET /\\0 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        // Field lines.
        "400 | GET / HTTP/1.1\\r\\n Host: a\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nX: a\\r\\n b\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost : a\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost\\t: a\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\n: b\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nX\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nX Y: b\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nX\u00e9: b\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nX(: b\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nX: a\\0b\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nX: a\\db\\r\\n\\r\\n",
        // Host.
        "400 | GET / HTTP/1.1\\r\\n\\r\\n",
        "400 | GET http://a/ HTTP/1.1\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: a\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nhost: b\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: a b\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: u@a\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: a/b\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: a:b\\r\\n\\r\\n",
        "400 | GET / HTTP/1.1\\r\\nHost: a, b\\r\\n\\r\\n",
        "400 | GET / HTTP/1.0\\r\\nHost: a\\r\\nHost: a\\r\\n\\r\\n",
        // Framing.
        "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: +5\\r\\n\\r\\n",
        "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: -5\\r\\n\\r\\n",
        "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 0x5\\r\\n\\r\\n",
        "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5_0\\r\\n\\r\\n",
        "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5 0\\r\\n\\r\\n",
        "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5, 5\\r\\n\\r\\n",
        "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length:\\r\\n\\r\\n",
        "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: \u0660\\r\\n\\r\\n",
        "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 9223372036854775808\\r\\n\\r\\n",
        "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 18446744073709551621\\r\\n\\r\\n",
        "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 00000000000000000005\\r\\n\\r\\n",
        "400 | POST / HTTP/1.1\\r"
            + "\\n"
            + "Host: a\\r"
            + "\\n"
            + "Content-Length: 5\\r"
            + "\\n"
            + "Content-Length: 5\\r"
            + "\\n"
            + "\\r"
            + "\\n",
        "400 | POST / HTTP/1.1\\r"
            + "\\n"
            + "Host: a\\r"
            + "\\n"
            + "Content-Length: 5\\r"
            + "\\n"
            + "Content-Length: 6\\r"
            + "\\n"
            + "\\r"
            + "\\n",
        "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5\\r\\n"
            + "Transfer-Encoding: chunked\\r\\n\\r\\n",
        "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n"
            + "Transfer-Encoding: chunked\\r\\n\\r\\n",
        "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding:\\r\\n\\r\\n",
        "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked, gzip\\r\\n\\r\\n",
        "501 | POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n",
        "501 | POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked, chunked\\r\\n\\r\\n",
        "501 | POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: xchunked\\r\\n\\r\\n",
        "501 | POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: \\\"chunked\\\"\\r\\n\\r\\n",
        "501 | POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: identity\\r\\n\\r\\n",
        "501 | POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked;a=b\\r\\n\\r\\n",
        "400 | POST / HTTP/1.0\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
        "400 | CONNECT a:443 HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5\\r\\n\\r\\n",
        "417 | POST / HTTP/1.1\\r\\nHost: a\\r\\nExpect: 200-ok\\r\\nContent-Length: 5\\r\\n\\r\\n",
      })
  void refuses(int status, String head) {
    String text = unescape(head);
    for (ByteSource source : Bytes.everyWay(text)) {
      MalformedException e = assertThrows(MalformedException.class, () -> read(source), text);
      assertEquals(status, e.status(), e.explanation());
    }
  }

  @Test
  void refusesAtTheFirstWrongOctet() {
    ByteSource source = Bytes.source("GET / HTTP/1.1\rHost");
    assertThrows(MalformedException.class, () -> read(source));
  }

  @Test
  void aRequestLineMayBeAsLongAsTheLimitAndNoLonger() throws Exception {
    int rest = LIMITS.startLine() - "GET / HTTP/1.1".length();
    String longest = "GET /" + "a".repeat(rest) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    assertTrue(read(longest).head().target().toString().length() > 8000);
    assertEquals(414, refusal(longest.replace("/a", "/aa")));
    assertEquals(414, refusal("a".repeat(LIMITS.startLine() + 1)));
  }

  @Test
  void fieldsMayBeAsLargeAsTheLimitAndNoLarger() throws Exception {
    String head = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
    int rest = LIMITS.fieldSection() - "Host: a\r\nX: \r\n\r\n".length();
    read(head + "a".repeat(rest) + "\r\n\r\n");
    assertEquals(431, refusal(head + "a".repeat(rest + 1) + "\r\n\r\n"));
    assertEquals(431, refusal(head + "a".repeat(LIMITS.fieldSection())));
  }

  @Test
  void asManyFieldLinesAsTheLimitAndNoMore() throws Exception {
    String head = "GET / HTTP/1.1\r\nHost: a\r\n";
    read(head + "X: a\r\n".repeat(LIMITS.fieldLines() - 1) + "\r\n");
    assertEquals(431, refusal(head + "X: a\r\n".repeat(LIMITS.fieldLines()) + "\r\n"));
  }

  private static int refusal(String text) {
    return assertThrows(MalformedException.class, () -> read(text)).status();
  }

  @Test
  void readsTheFraming() throws Exception {
    String post = "POST / HTTP/1.1\\r\\nHost: a\\r\\n";
    assertEquals(new Framing.Fixed(5), read(post + "Content-Length: 5\\r\\n\\r\\n").framing());
    assertEquals(Framing.CHUNKED, read(post + "transfer-encoding: chunked\\r\\n\\r\\n").framing());
    assertEquals(Framing.NONE, read(post + "Content-Length: 0\\r\\n\\r\\n").framing());
  }

  @Test
  void readsWhetherTheConnectionEnds() throws Exception {
    String get = "GET / HTTP/1.1\\r\\nHost: a\\r\\n";
    assertTrue(read(get + "Connection: close\\r\\n\\r\\n").closes());
    assertTrue(read(get + "Connection: x, CLOSE\\r\\n\\r\\n").closes());
    assertTrue(read(get + "Connection: x\\r\\nConnection: close\\r\\n\\r\\n").closes());
    assertTrue(read(get + "Connection: \", close\\r\\n\\r\\n").closes());
    assertFalse(read(get + "Connection: keep-alive\\r\\n\\r\\n").closes());
    assertTrue(read("GET / HTTP/1.0\\r\\nConnection: keep-alive\\r\\n\\r\\n").closes());
  }

  @Test
  void readsWhetherTheClientWaitsForContinue() throws Exception {
    String post = "POST / HTTP/1.1\\r\\nHost: a\\r\\nExpect: 100-Continue\\r\\n";
    assertTrue(read(post + "Content-Length: 5\\r\\n\\r\\n").expectsContinue());
    assertFalse(read(post + "\\r\\n").expectsContinue());
    String old = post.replace("1.1", "1.0");
    assertFalse(read(old + "Content-Length: 5\\r\\n\\r\\n").expectsContinue());
  }

  @Test
  void tellsHowAHeadEndedThatDidNotComplete() throws Exception {
    RequestHeadParser parser = new RequestHeadParser(new Scratch(), LIMITS);
    assertEquals(HeadReader.End.NOTHING, HeadReader.read(Bytes.source(), parser));
    RequestHeadParser begun = new RequestHeadParser(new Scratch(), LIMITS);
    assertEquals(HeadReader.End.CUT_SHORT, HeadReader.read(Bytes.source("GET"), begun));
  }

  @ParameterizedTest
  @CsvSource({
    "true, GET\\t/ HTTP/1.1\\r\\n",
    "true, GET / HTTP/2.0\\r\\n",
    "true, GET /\\r\\n",
    "true, GET /\\n",
    "true, G\\0T / HTTP/1.1\\r\\n",
    "true, 'GET / HTTP/1.1\\r\\n X: folded\\r\\n'",
    "false, PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n",
    "false, NICK somebody\\r\\n",
    "false, SSH-2.0-x\\r\\n",
    "false, \\d\\0\\0",
  })
  void whatIsMalformedIsToldFromOtherProtocols(boolean http, String begun) throws Exception {
    RequestHeadParser parser = new RequestHeadParser(new Scratch(), LIMITS);
    assertThrows(
        MalformedException.class,
        () -> HeadReader.read(Bytes.source(unescape(begun)), parser),
        begun);
    assertEquals(http, parser.looksLikeHttp());
  }

  @Test
  void aRequestLineThatIsTooLongIsStillHttp() {
    RequestHeadParser parser = new RequestHeadParser(new Scratch(), LIMITS);
    assertThrows(
        MalformedException.class,
        () -> HeadReader.read(Bytes.source("GET /" + "a".repeat(9000)), parser));
    assertTrue(parser.looksLikeHttp());
  }
}
