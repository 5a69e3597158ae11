package larder.socket.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.Method;
import larder.http.Response;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.channel.PassingTime;
import larder.socket.wire.HeadRoom;
import larder.socket.wire.HeadRooms;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large heads to and from origins, and little room for them. */
class LargeAnswersTest {
  private static final int ROOM = 100 << 10;
  private static final String LARGE = "X: " + "v".repeat(30_000) + "\r\n";
  private static final String TOO_LARGE = "X: " + "v".repeat(60_000) + "\r\n";
  private static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private final HeadRoom read = new HeadRoom(ROOM, Side.ORIGIN);
  private final HeadRoom written = new HeadRoom(ROOM, Side.ORIGIN);

  @AutoClose
  private final Origins origins =
      Origins.over(
          OriginSettings.defaults(), new PassingTime().sweeper(), new HeadRooms(read, written));

  private void assertNothingIsTaken() {
    assertEquals(ROOM, read.left());
    assertEquals(ROOM, written.left());
  }

  @Test
  void anAnswerWhoseHeadFindsNoRoomFailsAndTheNextSucceeds() throws Exception {
    try (FakeOrigin origin =
        FakeOrigin.answering("HTTP/1.1 200 OK\r\n" + TOO_LARGE + "\r\n", EMPTY)) {
      String told = Fetch.failure(origins, origin.uri("/"), Kind.OVERLOADED);
      assertEquals("The proxy has no room for more large heads at present", told);
      assertNothingIsTaken();
      assertEquals(200, Fetch.get(origins, origin.uri("/")).head().status());
    }
  }

  @Test
  void aLargeHeadTakesRoomUntilItsResponseIsClosed() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\n" + LARGE + "Content-Length: 5\r\n\r\nhello";
    try (FakeOrigin origin = FakeOrigin.answering(answer)) {
      Response response =
          origins.fetch(Fetch.request(Method.GET, origin.uri("/"), Body.empty()), head -> {});
      assertTrue(read.left() < ROOM - 20_000, "It is held: " + read.left());
      response.close();
      response.close();
      assertNothingIsTaken();
      Fetch.get(origins, origin.uri("/"));
      assertNothingIsTaken();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 103 E\r\nLARGE\r\nHTTP/1.1 103 E\r\nLARGE\r\n" + EMPTY,
        "HTTP/1.1 204 No Content\r\nLARGE\r\n",
        "HTTP/1.1 200 OK\r\nLARGE\nX",
        "HTTP/1.1 101 Switching Protocols\r\nLARGE\r\n",
        "HTTP/1.1 103 E\r\nLARGE\r\nnonsense\r\n",
      })
  void largeHeadsGiveTheirRoomBackHoweverTheExchangeEnds(String answer) throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(answer.replace("LARGE", LARGE))) {
      try {
        Fetch.get(origins, origin.uri("/"));
      } catch (TransferException e) {
        assertEquals(Kind.MALFORMED, e.kind(), e::explanation);
      }
      assertNothingIsTaken();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "some content"})
  void aRequestWhoseHeadFindsNoRoomFailsAtOnce(String content) throws Exception {
    String large = "v".repeat(ROOM);
    try (FakeOrigin origin = FakeOrigin.answering(EMPTY)) {
      Body body = content.isEmpty() ? Body.empty() : ofUnknownLength(content);
      Fetch.failure(
          origins, Fetch.request(Method.PUT, origin.uri("/"), body, "X", large), Kind.OVERLOADED);
      assertNothingIsTaken();
      assertTrue(origin.requests().isEmpty());
    }
  }

  private static Body ofUnknownLength(String content) {
    Body known = Body.of(content.getBytes(ISO_8859_1));
    return new Body() {
      @Override
      public OptionalLong length() {
        return OptionalLong.empty();
      }

      @Override
      public void writeTo(BodySink sink) throws TransferException {
        known.writeTo(sink);
      }

      @Override
      public void close() {}
    };
  }
}
