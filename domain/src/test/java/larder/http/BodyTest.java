package larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import org.junit.jupiter.api.Test;

/** Bodies that are at hand from the beginning. */
class BodyTest {
  private final StringBuilder written = new StringBuilder();
  private final BodySink sink =
      bytes -> written.append('<').append(StandardCharsets.US_ASCII.decode(bytes)).append('>');

  @Test
  void aBodyOfBytesWritesThemOnce() throws TransferException {
    try (Body body = Body.of("abc".getBytes(StandardCharsets.US_ASCII))) {
      body.writeTo(sink);

      assertEquals(OptionalLong.of(3), body.length());
      assertEquals(Fields.EMPTY, body.trailers());
    }
    assertEquals("<abc>", written.toString());
  }

  @Test
  void aBodyOfNothingWritesNothing() throws TransferException {
    Body.of(new byte[0]).writeTo(sink);
    Body.empty().writeTo(sink);

    assertEquals("", written.toString());
    assertEquals(OptionalLong.of(0), Body.empty().length());
    assertEquals(OptionalLong.of(0), Body.of(new byte[0]).length());
  }

  @Test
  void aSinkThatFailsFailsTheBody() {
    BodySink failing =
        bytes -> {
          throw new TransferException(Side.CLIENT, Kind.CUT_SHORT, "The client is gone");
        };
    TransferException failure =
        assertThrows(TransferException.class, () -> Body.of(new byte[1]).writeTo(failing));

    assertEquals(Side.CLIENT, failure.side());
    assertEquals(Kind.CUT_SHORT, failure.kind());
    assertEquals("The client is gone", failure.explanation());
  }
}
