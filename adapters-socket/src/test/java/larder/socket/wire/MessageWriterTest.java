package larder.socket.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import larder.http.Fields;
import larder.http.Method;
import larder.http.OpenFile;
import larder.http.ResponseHead;
import larder.http.TransferException;
import org.junit.jupiter.api.Test;

class MessageWriterTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nA: b\r\n";

  private static final OpenFile DIGITS =
      (to, position, count) -> {
        try {
          return to.write(
              Bytes.of("0123456789".substring((int) position, (int) (position + count))));
        } catch (IOException e) {
          return 0;
        }
      };

  private final Bytes.Target target = new Bytes.Target();
  private final Scratch scratch = new Scratch();

  private MessageWriter writer(Framing framing) throws TransferException {
    return writer(framing, Fields.of("A", "b"));
  }

  private MessageWriter writer(Framing framing, Fields fields) throws TransferException {
    HeadBuilder head =
        new HeadBuilder(scratch)
            .response(ResponseHead.of(200, fields))
            .fields(fields)
            .framing(framing)
            .end();
    return new MessageWriter(target, scratch, head, framing);
  }

  @Test
  void aSmallContentLeavesWithItsHeadInOneWrite() throws Exception {
    MessageWriter writer = writer(new Framing.Fixed(5));
    assertFalse(writer.hasBegun());
    writer.write(Bytes.of("12345"));
    assertTrue(writer.hasBegun());
    writer.end(Fields.EMPTY);
    assertEquals(HEAD + "Content-Length: 5\r\n\r\n12345", target.toString());
    assertEquals(1, target.writes());
  }

  @Test
  void soDoesALargeOne() throws Exception {
    String large = "x".repeat(100_000);
    MessageWriter writer = writer(new Framing.Fixed(large.length()));
    writer.write(Bytes.of(large));
    writer.end(Fields.EMPTY);
    assertEquals(HEAD + "Content-Length: 100000\r\n\r\n" + large, target.toString());
    assertEquals(1, target.writes());
  }

  @Test
  void whatLiesInAFileIsTakenUnreadOnceTheHeadHasGone() throws Exception {
    MessageWriter writer = writer(new Framing.Fixed(5));
    assertTrue(writer.takesUnread());
    assertEquals(0, writer.transfer(DIGITS, 0, 5));
    writer.write(Bytes.of("01"));
    assertEquals(3, writer.transfer(DIGITS, 2, 3));
    writer.end(Fields.EMPTY);
    assertEquals(HEAD + "Content-Length: 5\r\n\r\n01234", target.toString());
    assertThrows(IllegalStateException.class, () -> writer.transfer(DIGITS, 5, 1));
  }

  @Test
  void butNotInChunks() throws Exception {
    MessageWriter writer = writer(Framing.CHUNKED);
    assertFalse(writer.takesUnread());
    writer.write(Bytes.of("01"));
    assertEquals(0, writer.transfer(DIGITS, 2, 3));
  }

  @Test
  void aKeptSectionGoesAheadOfWhatIsBuiltUponIt() throws Exception {
    Fields kept = Fields.of("A", "b", "Date", "today");
    writer(Framing.NONE, Fields.builder().on(kept).add("Age", "1").build()).end(Fields.EMPTY);

    assertEquals(HEAD + "Date: today\r\nAge: 1\r\n\r\n", target.toString());
  }

  @Test
  void whatFramesTheMessageIsLeftOutOfAKeptSectionToo() throws Exception {
    Fields kept = Fields.of("A", "b", "content-length", "7", "Keep-Alive", "x", "C", "d");
    writer(Framing.NONE, Fields.builder().on(kept).add("Age", "1").build()).end(Fields.EMPTY);

    assertEquals(HEAD + "C: d\r\nAge: 1\r\n\r\n", target.toString());
  }

  @Test
  void anEmptyBufferLetsTheHeadGo() throws Exception {
    MessageWriter writer = writer(new Framing.Fixed(1));
    writer.write(Bytes.of(""));
    assertEquals(HEAD + "Content-Length: 1\r\n\r\n", target.toString());
    writer.write(Bytes.of("1"));
    assertTrue(target.toString().endsWith("\r\n\r\n1"));
  }

  @Test
  void chunks() throws Exception {
    MessageWriter writer = writer(Framing.CHUNKED);
    String large = "x".repeat(0x5000);
    writer.write(Bytes.of("0123456789abcdef"));
    writer.write(Bytes.of(large));
    writer.end(Fields.of("Digest", "x", "Host", "example.org"));
    assertEquals(
        HEAD
            + "Transfer-Encoding: chunked\r\n\r\n10\r\n0123456789abcdef\r\n5000\r\n"
            + large
            + "\r\n0\r\nDigest: x\r\n\r\n",
        target.toString());
    assertEquals(3, target.writes());
  }

  @Test
  void noChunksAtAll() throws Exception {
    MessageWriter writer = writer(Framing.CHUNKED);
    writer.end(Fields.EMPTY);
    assertEquals(HEAD + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", target.toString());
    assertEquals(1, target.writes());
  }

  @Test
  void untilClose() throws Exception {
    MessageWriter writer = writer(Framing.UNTIL_CLOSE);
    writer.write(Bytes.of("1"));
    writer.write(Bytes.of("2"));
    writer.end(Fields.EMPTY);
    assertEquals(HEAD + "\r\n12", target.toString());
  }

  @Test
  void aHeadLargerThanTheBufferIsWritten() throws Exception {
    Fields fields = Fields.of("A", "x".repeat(40_000), "B", "y".repeat(40_000));
    MessageWriter writer = writer(new Framing.Fixed(3), fields);
    writer.write(Bytes.of("123"));
    writer.end(Fields.EMPTY);
    assertEquals(
        "HTTP/1.1 200 OK\r\n"
            + fields.toString().replace("\n", "\r\n")
            + "Content-Length: 3\r\n\r\n123",
        target.toString());
  }

  @Test
  void fieldsThatFrameAreTheWritersOwn() throws Exception {
    Fields fields =
        Fields.of(
            "content-length",
            "7",
            "Transfer-Encoding",
            "gzip",
            "Connection",
            "x",
            "Trailer",
            "T",
            "Keep-Alive",
            "5",
            "Proxy-Connection",
            "x",
            "A",
            "b");
    MessageWriter writer = writer(new Framing.Fixed(1), fields);
    writer.write(Bytes.of("1"));
    writer.end(Fields.EMPTY);
    assertEquals(
        "HTTP/1.1 200 OK\r\nTrailer: T\r\nA: b\r\nContent-Length: 1\r\n\r\n1", target.toString());
  }

  @Test
  void aBodyThatBreaksItsPromiseIsNotWritten() throws Exception {
    assertThrows(
        IllegalStateException.class, () -> writer(new Framing.Fixed(1)).write(Bytes.of("12")));
    MessageWriter tooLittle = writer(new Framing.Fixed(2));
    tooLittle.write(Bytes.of("1"));
    assertThrows(IllegalStateException.class, () -> tooLittle.end(Fields.EMPTY));
    assertThrows(IllegalStateException.class, () -> writer(Framing.NONE).write(Bytes.of("1")));
  }

  @Test
  void onlyTheEndOfAMessageIsItsLast() throws Exception {
    MessageWriter fixed = writer(new Framing.Fixed(2));
    fixed.write(Bytes.of("1"));
    assertEquals(0, target.lasts());
    fixed.write(Bytes.of("2"));
    fixed.end(Fields.EMPTY);
    assertEquals(0, target.lasts()); // not through the buffer

    writer(new Framing.Fixed(2)).write(Bytes.of("12"));
    assertEquals(1, target.lasts());

    MessageWriter chunked = writer(Framing.CHUNKED);
    chunked.write(Bytes.of("12"));
    assertEquals(1, target.lasts());
    chunked.end(Fields.EMPTY);
    assertEquals(2, target.lasts());

    MessageWriter none = writer(Framing.NONE);
    none.flushHead();
    none.end(Fields.EMPTY);
    assertEquals(2, target.lasts());
    writer(Framing.NONE).end(Fields.EMPTY);
    assertEquals(3, target.lasts());
  }

  @Test
  void aRequestHead() throws Exception {
    HeadBuilder head =
        new HeadBuilder(scratch)
            .request(Method.of("PURGE"), "/a?b")
            .fields(Fields.of("Host", "\u00e9"))
            .contentLength(Long.MAX_VALUE)
            .end();
    new MessageWriter(target, scratch, head, Framing.NONE).flushHead();
    assertEquals(
        "PURGE /a?b HTTP/1.1\r\nHost: \u00e9\r\nContent-Length: 9223372036854775807\r\n\r\n",
        target.toString());
  }
}
