package larder.socket.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.socket.MessageLimits;
import larder.socket.wire.ResponseHeadParser.ReadResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseHeadParserTest {
  private static final String USUAL =
      "HTTP/1.1 404 Not at all\r\nContent-Length: 12\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n\r\n";

  private static ReadResponse read(Method method, ByteSource source) throws Exception {
    ResponseHeadParser parser =
        new ResponseHeadParser(method, new Scratch(), MessageLimits.defaults());
    assertEquals(HeadReader.End.COMPLETE, HeadReader.read(source, parser));
    return parser.result();
  }

  private static ReadResponse read(String text) throws Exception {
    return read(Method.GET, Bytes.source(text));
  }

  @Test
  void readsTheUsualHeadHoweverItIsCut() throws Exception {
    for (ByteSource source : Bytes.everyWay(USUAL)) {
      ReadResponse read = read(Method.GET, source);
      assertEquals(404, read.head().status());
      assertEquals("Not at all", read.head().reason());
      assertEquals(
          Fields.of("Content-Length", "12", "Set-Cookie", "a", "Set-Cookie", "b"),
          read.head().fields());
      assertEquals(new Framing.Fixed(12), read.framing());
      assertFalse(read.closes());
    }
  }

  @Test
  void theReasonPhraseMayBeMissing() throws Exception {
    assertEquals("", read("HTTP/1.1 200 \r\n\r\n").head().reason());
    assertEquals("", read("HTTP/1.1 200\r\n\r\n").head().reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "HTTP/1.1 600 OK\r\n\r\n",
        "HTTP/1.1\t200 OK\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.2 200 OK\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "<html>no head at all</html>\r\n\r\n",
        "\r\nHTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\n\n",
        "HTTP/1.1 200 O\0K\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX : a\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 304 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: X-GZIP\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: a, b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked;a=b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: a\r\nTransfer-Encoding: a\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: a\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: a\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
      })
  void refuses(String head) {
    for (ByteSource source : Bytes.everyWay(head)) {
      assertThrows(MalformedException.class, () -> read(Method.GET, source));
    }
  }

  @Test
  void theFramingFieldsAreNotPassedOnAsTheyCame() throws Exception {
    ReadResponse read = read("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nA: b\r\n\r\n");
    assertEquals(Fields.of("A", "b"), read.head().fields());
    assertEquals(Framing.CHUNKED, read.framing());
    ReadResponse twice = read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n");
    assertEquals(Fields.of("Content-Length", "5"), twice.head().fields());
  }

  @Test
  void withoutFramingTheContentEndsWithTheConnection() throws Exception {
    ReadResponse read = read("HTTP/1.1 200 OK\r\n\r\n");
    assertEquals(Framing.UNTIL_CLOSE, read.framing());
    assertTrue(read.closes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "nosuchcoding", "xchunked"})
  void aCodingThatDoesNotExistFramesNothing(String coding) throws Exception {
    ReadResponse read = read("HTTP/1.1 200 OK\r\nTransfer-Encoding: " + coding + "\r\n\r\n");
    assertEquals(Framing.UNTIL_CLOSE, read.framing());
    assertEquals(Fields.EMPTY, read.head().fields());
    assertTrue(read.closes());
  }

  @Test
  void someResponsesHaveNoContentWhateverTheirFieldsSay() throws Exception {
    assertEquals(Framing.NONE, read("HTTP/1.1 204 N\r\nContent-Length: 5\r\n\r\n").framing());
    assertEquals(Framing.NONE, read("HTTP/1.1 304 N\r\nContent-Length: 5\r\n\r\n").framing());
    assertEquals(
        Framing.NONE, read("HTTP/1.1 304 N\r\nTransfer-Encoding: chunked\r\n\r\n").framing());
    assertEquals(Framing.NONE, read("HTTP/1.1 103 E\r\n\r\n").framing());
    ReadResponse head = read(Method.HEAD, Bytes.source(USUAL));
    assertEquals(Framing.NONE, head.framing());
    assertFalse(head.closes());
  }

  @Test
  void readsWhetherTheConnectionEnds() throws Exception {
    assertTrue(read("HTTP/1.0 204 N\r\nConnection: keep-alive\r\n\r\n").closes());
    assertTrue(read("HTTP/1.1 204 N\r\nConnection: close\r\n\r\n").closes());
    assertFalse(read("HTTP/1.1 204 N\r\n\r\n").closes());
    assertEquals(HttpVersion.HTTP_1_0, read("HTTP/1.0 200 OK\r\n\r\n").head().version());
  }
}
