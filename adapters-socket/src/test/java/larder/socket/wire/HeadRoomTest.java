package larder.socket.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import larder.http.Fields;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.MessageLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The room that large heads and trailers take, and give back. */
class HeadRoomTest {
  private static final MessageLimits LIMITS = MessageLimits.defaults();
  private static final String GET = "GET http://a/ HTTP/1.1\r\nHost: a\r\n";

  private final Scratch scratch = new Scratch();

  private RequestHeadParser parsed(HeadRoom room, String head) throws Exception {
    RequestHeadParser parser = new RequestHeadParser(scratch.within(room), LIMITS);
    assertEquals(HeadReader.End.COMPLETE, HeadReader.read(Bytes.source(head), parser));
    return parser;
  }

  private void assertNoRoom(HeadRoom room, String head) {
    TransferException e =
        assertThrows(TransferException.class, () -> parsed(room, head), head.substring(0, 50));
    assertEquals(Kind.OVERLOADED, e.kind());
    assertEquals(Side.CLIENT, e.side());
  }

  @Test
  void aHeadOfUsualSizeTakesNone() throws Exception {
    HeadRoom none = new HeadRoom(0, Side.CLIENT);
    String lines = ("X-Name: " + "v".repeat(60) + "\r\n").repeat(20);
    RequestHeadParser parser = parsed(none, GET + lines + "\r\n");
    assertEquals(0, parser.leaveRoom());
    scratch.trim();
    assertEquals(0, none.left());
  }

  @Test
  void bytesAndLinesBothCount() {
    HeadRoom none = new HeadRoom(0, Side.CLIENT);
    assertNoRoom(none, GET + "X: " + "v".repeat(8_000) + "\r\n\r\n");
    scratch.trim();
    assertNoRoom(none, GET + "X:\r\n".repeat(90) + "\r\n");
    scratch.trim();
    assertEquals(0, none.left());
  }

  @Test
  void theArrayIsGivenBackBeforeTheStrings() throws Exception {
    HeadRoom room = new HeadRoom(1 << 20, Side.CLIENT);
    RequestHeadParser parser = parsed(room, GET + "X: " + "v".repeat(60_000) + "\r\n\r\n");
    assertTrue((1 << 20) - room.left() > 100_000, "Bytes and strings: " + room.left());
    long left = parser.leaveRoom();
    scratch.trim();
    assertEquals((1 << 20) - left, room.left());
    assertTrue(left > 50_000 && left < 60_000, "The strings: " + left);
    room.give(left);
    assertEquals(1 << 20, room.left());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 60_000, 120_000})
  void aHeadThatFindsNoRoomGivesBackWhatItHadTaken(int bytes) {
    HeadRoom room = new HeadRoom(bytes, Side.CLIENT);
    assertNoRoom(room, GET + "X: " + "v".repeat(65_000) + "\r\n\r\n");
    scratch.trim();
    assertEquals(bytes, room.left());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20_000})
  void aHeadThatIsWrittenTakesRoomUntilTheScratchIsTrimmed(int bytes) throws Exception {
    HeadRoom room = new HeadRoom(bytes, Side.ORIGIN);
    HeadBuilder head = new HeadBuilder(scratch.within(room));
    ResponseHead large = ResponseHead.of(200, Fields.of("X", "v".repeat(12_000)));
    if (bytes == 0) {
      assertThrows(TransferException.class, () -> head.response(large).fields(large.fields()));
    } else {
      head.response(large).fields(large.fields());
      assertTrue(room.left() < bytes);
    }
    scratch.trim();
    assertEquals(bytes, room.left());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10_000})
  void trailersTakeRoomUntilTheyAreRead(int bytes) throws Exception {
    HeadRoom room = new HeadRoom(bytes, Side.CLIENT);
    ByteSource source = Bytes.source("0\r\nX: " + "v".repeat(7_000) + "\r\n\r\n");
    ContentReader reader =
        new ContentReader(source, Framing.CHUNKED, LIMITS, room, Side.CLIENT, "somebody");
    if (bytes == 0) {
      TransferException e =
          assertThrows(TransferException.class, () -> reader.writeTo(new Bytes.Target()));
      assertEquals(Kind.OVERLOADED, e.kind());
    } else {
      reader.writeTo(new Bytes.Target());
      assertEquals(1, reader.trailers().size());
    }
    assertEquals(bytes, room.left());
  }

  @Test
  void oneHeadOfTheLargestSizeAlwaysFits() throws Exception {
    MessageLimits huge = new MessageLimits(8 << 10, 1 << 30, 100, 8 << 10, 4 << 10);
    assertTrue(HeadRooms.of(Side.CLIENT, huge).read().left() > 1L << 30);
  }
}
