package larder.socket.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import larder.http.Fields;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.MessageLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentReaderTest {
  private static final MessageLimits LIMITS = new MessageLimits(100, 100, 10, 40, 20);

  private static ContentReader reader(Framing framing, ByteSource source) {
    return new ContentReader(source, framing, LIMITS, HeadRoom.ENDLESS, Side.ORIGIN, "example.org");
  }

  private static String read(Framing framing, ByteSource source) throws TransferException {
    Bytes.Target target = new Bytes.Target();
    ContentReader reader = reader(framing, source);
    reader.writeTo(target);
    assertTrue(reader.isComplete());
    return target.toString();
  }

  private static Kind failure(Framing framing, ByteSource source) {
    ContentReader reader = reader(framing, source);
    TransferException e =
        assertThrows(TransferException.class, () -> reader.writeTo(new Bytes.Target()));
    assertFalse(reader.isComplete());
    assertEquals(Side.ORIGIN, e.side());
    return e.kind();
  }

  @Test
  void aFixedLengthIsReadAndNoMore() throws Exception {
    for (ByteSource source : Bytes.everyWay("12345next")) {
      assertEquals("12345", read(new Framing.Fixed(5), source));
    }
    ByteSource source = Bytes.source("12345next");
    read(new Framing.Fixed(5), source);
    assertEquals(4, source.unread().remaining());
  }

  /** Complete content must be consumed: otherwise it would be read as the next message. */
  @Test
  void whatWasNotTakenIsReadAllTheSame() {
    for (ByteSource source : Bytes.everyWay("12345")) {
      ContentReader reader = reader(new Framing.Fixed(5), source);
      while (!reader.isComplete()) {
        assertThrows(TransferException.class, () -> reader.writeTo(this::takeNothing));
      }
      assertFalse(source.unread().hasRemaining());
    }
  }

  private void takeNothing(ByteBuffer bytes) throws TransferException {
    if (bytes.hasRemaining()) {
      throw new TransferException(Side.CLIENT, Kind.CUT_SHORT, "nobody wants it");
    }
  }

  @Test
  void aFixedLengthThatIsNotReachedIsCutShort() {
    assertEquals(Kind.CUT_SHORT, failure(new Framing.Fixed(5), Bytes.source("1234")));
  }

  @Test
  void untilTheEndOfTheConnection() throws Exception {
    for (ByteSource source : Bytes.everyWay("12345")) {
      assertEquals("12345", read(Framing.UNTIL_CLOSE, source));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5\r\n12345\r\n0\r\n\r\n",
        "1\r\n1\r\n004\r\n2345\r\n000\r\n\r\n",
        "5;a=b\r\n12345\r\n0;c\r\n\r\n",
        "5;a=\"b;\\\"\"\r\n12345\r\n0\r\n\r\n",
        "00000000000005\r\n12345\r\n0\r\n\r\n",
        "5\r\n12345\r\n0\r\nA: b\r\n\r\n",
      })
  void acceptsChunks(String coded) throws Exception {
    for (ByteSource source : Bytes.everyWay(coded + "next")) {
      assertEquals("12345", read(Framing.CHUNKED, source));
    }
    ByteSource source = Bytes.source(coded + "next");
    read(Framing.CHUNKED, source);
    assertEquals(4, source.unread().remaining());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n12345\r\n0\r\n\r\n",
        "x\r\n12345\r\n0\r\n\r\n",
        "+5\r\n12345\r\n0\r\n\r\n",
        "-5\r\n12345\r\n0\r\n\r\n",
        "0x5\r\n12345\r\n0\r\n\r\n",
        " 5\r\n12345\r\n0\r\n\r\n",
        "5 \r\n12345\r\n0\r\n\r\n",
        "5\t;\ta \r\n12345\r\n0\r\n\r\n",
        "5_\r\n12345\r\n0\r\n\r\n",
        "5\n12345\r\n0\r\n\r\n",
        "5\r12345\r\n0\r\n\r\n",
        "5\r\n12345\n0\r\n\r\n",
        "5\r\n123456\r\n0\r\n\r\n",
        "5\r\n1234567\r\n0\r\n\r\n",
        "5\r\n123450\r\n\r\n",
        "5;a\nb\r\n12345\r\n0\r\n\r\n",
        "5;a\rb\r\n12345\r\n0\r\n\r\n",
        "5;\"\r\n\"\r\n12345\r\n0\r\n\r\n",
        "0000000000000005\r\n12345\r\n0\r\n\r\n",
        "10000000000000005\r\n12345\r\n0\r\n\r\n",
        "FFFFFFFFFFFFFFFF\r\n12345\r\n0\r\n\r\n",
        "5\r\n12345\r\n0\r\nA : b\r\n\r\n",
        "5\r\n12345\r\n0\r\nA: b\n\r\n",
        "5\r\n12345\r\n0\r\n A: b\r\n\r\n",
        "5\r\n12345\r\n0\r\nno colon\r\n\r\n",
      })
  void refusesChunks(String coded) {
    for (ByteSource source : Bytes.everyWay(coded)) {
      assertEquals(Kind.MALFORMED, failure(Framing.CHUNKED, source), coded);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5;aaaaaaaaaaaaaaaaaaaa\r\n12345\r\n0\r\n\r\n",
        "5 ;a = \"aaaaaaaaaaaaa\"\r\n12345\r\n0\r\n\r\n",
        "1;aaaaaaaaa\r\n1\r\n1;aaaaaaaaaa\r\n1\r\n0\r\n\r\n",
        "5\r\n12345\r\n0\r\nA: 12345678901234567890123456789012345\r\n\r\n",
      })
  void refusesExtensionsAndTrailersBeyondTheirBounds(String coded) {
    for (ByteSource source : Bytes.everyWay(coded)) {
      assertEquals(Kind.TOO_LARGE, failure(Framing.CHUNKED, source), coded);
    }
  }

  @Test
  void chunksThatEndWithoutTheLastOneAreCutShort() {
    String coded = "5\r\n12345\r\n0\r\nA: b\r\n\r\n";
    for (int i = 0; i < coded.length(); i++) {
      ByteSource source = Bytes.source(coded.substring(0, i));
      assertEquals(Kind.CUT_SHORT, failure(Framing.CHUNKED, source));
    }
  }

  @Test
  void trailersAreKeptButThoseThatDoNotBelongThere() throws Exception {
    ByteSource source = Bytes.source("0\r\nDigest: x\r\nContent-Length: 5\r\n\r\n");
    ContentReader reader = reader(Framing.CHUNKED, source);
    assertEquals(Fields.EMPTY, reader.trailers());
    reader.writeTo(new Bytes.Target());
    assertEquals(Fields.of("Digest", "x"), reader.trailers());
  }

  @Test
  void whoeverHoldsSomethingBackIsToldWhenNothingIsThereYet() throws Exception {
    StringBuilder calls = new StringBuilder();
    reader(new Framing.Fixed(2), Bytes.source("1", "2"))
        .writeTo(
            bytes -> {
              calls.append(bytes.remaining()).append(' ');
              bytes.position(bytes.limit());
            });
    assertEquals("0 1 1 ", calls.toString());
  }
}
