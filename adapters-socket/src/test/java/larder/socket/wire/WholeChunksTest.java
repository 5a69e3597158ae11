package larder.socket.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import larder.http.TransferException.Side;
import larder.socket.MessageLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeChunksTest {
  private static final int EXTENSIONS = 10;

  private static String all(ByteBuffer in) {
    return ISO_8859_1.decode(in.duplicate()).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5\r\n12345\r\n0\r\n\r\n",
        "1\r\n1\r\n3;a\r\n234\r\n1\r\n5\r\n0\r\n\r\n",
      })
  void whatIsWholeIsBroughtTogetherBeforeWhatFollows(String coded) {
    for (String next : new String[] {"", "next"}) {
      ByteBuffer in = Bytes.of("head" + coded + next).position(4);
      assertEquals(5, WholeChunks.bringTogether(in, EXTENSIONS));
      assertEquals("12345" + next, all(in));
    }
  }

  @Test
  void noContentAtAllIsWholeToo() {
    ByteBuffer in = Bytes.of("0\r\n\r\nnext");
    assertEquals(0, WholeChunks.bringTogether(in, EXTENSIONS));
    assertEquals("next", all(in));
  }

  @Test
  void whatIsNotWholeIsLeftAsItIs() {
    String coded = "2\r\n12\r\n3\r\n345\r\n0\r\n\r\n";
    for (int i = 0; i < coded.length(); i++) {
      assertLeft(coded.substring(0, i));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5\r\n12345\r\n0\r\nDigest: x\r\n\r\n",
        "5\r\n12345\r\nx\r\n\r\n",
        "5\r\n12345\n0\r\n\r\n",
        "5\r\n12345\r\n0\r\n\n\n",
        "5;aaaaaaaaaaa\r\n12345\r\n0\r\n\r\n",
      })
  void whatHasTrailersOrIsWrongIsLeftAsItIs(String coded) {
    assertLeft(coded);
  }

  private static void assertLeft(String coded) {
    ByteBuffer in = Bytes.of(coded);
    assertEquals(-1, WholeChunks.bringTogether(in, EXTENSIONS));
    assertEquals(coded, all(in));
  }

  @Test
  void aReaderKnowsTheLengthOfWhatIsWholeAndThatItIsAtHand() throws Exception {
    ByteSource source = Bytes.source("2\r\n12\r\n3\r\n345\r\n0\r\n\r\nnext");
    source.fill();
    ContentReader reader = reader(source);
    assertEquals(OptionalLong.of(5), reader.length());
    assertTrue(reader.isAtHand());
    Bytes.Target target = new Bytes.Target();
    reader.writeTo(target);
    assertEquals("12345", target.toString());
    assertEquals(1, target.writes());
    assertEquals("next", Bytes.rest(source));
  }

  @Test
  void theLengthOfWhatIsStillToComeIsNotKnown() throws Exception {
    ByteSource source = Bytes.source("2\r\n12\r\n3\r\n34", "5\r\n0\r\n\r\n");
    source.fill();
    ContentReader reader = reader(source);
    assertEquals(OptionalLong.empty(), reader.length());
    assertFalse(reader.isAtHand());
    Bytes.Target target = new Bytes.Target();
    reader.writeTo(target);
    assertEquals("12345", target.toString());
    assertEquals(2, target.writes());
  }

  private static ContentReader reader(ByteSource source) {
    MessageLimits limits = MessageLimits.defaults();
    ContentReader reader =
        new ContentReader(
            source, Framing.CHUNKED, limits, HeadRoom.ENDLESS, Side.ORIGIN, "example.org");
    reader.countWhatIsWhole();
    return reader;
  }
}
