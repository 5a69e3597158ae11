package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import larder.caching.Answer;
import larder.caching.Piece;
import larder.caching.Reuse;
import larder.caching.Rfc9111Policy;
import larder.caching.Trace;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.ByteRange;
import larder.http.ContentRange;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.TransferException;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, sections 14.6, 15.3.7.2 and 17.15. */
class MultipartTest {
  private static final int TYPE = 60_000;
  private static final String LONG_TYPE = "text/" + "a".repeat(TYPE);

  private static ExchangeFixture asked(String range, int length, String type) {
    ExchangeFixture f = new ExchangeFixture();
    FakeStore.Stored stored =
        f.stored(
            "x".repeat(length),
            "Date",
            "Fri, 02 Jan 2026 03:04:05 GMT",
            "Cache-Control",
            "max-age=60",
            "Content-Type",
            type);
    f.policy.answer = answer(range, stored);
    f.asks(Method.GET, ExchangeFixture.URI, "Range", range);
    return f;
  }

  private static Answer answer(String range, StoredResponse stored) {
    RequestHead request =
        new RequestHead(
            Method.GET,
            new RequestTarget.OriginForm("/a"),
            HttpVersion.HTTP_1_1,
            Fields.of("Range", range));
    Reuse reuse =
        new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT)
            .reuse(request, false, List.of(stored), ExchangeFixture.NOW, Trace.OFF);
    return assertInstanceOf(Reuse.Serve.class, reuse).answer();
  }

  /** That many single bytes, each so far from the one before. */
  private static String singleBytes(int count, int distance) {
    return IntStream.range(0, count)
        .mapToObj(i -> i * distance + "-" + i * distance)
        .collect(Collectors.joining(",", "bytes=", ""));
  }

  @Test
  void manySmallPartsOfALongTypeAreNoMoreThanTheContentAndOneHead() {
    ExchangeFixture f = asked(singleBytes(200, 150), 40_000, LONG_TYPE);

    assertEquals(206, f.client.status());
    assertTrue(f.client.text().length() <= 40_000 + TYPE, "" + f.client.text().length());
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 81, 90, 95, 100, 105, 110, 150})
  void partsAndTheirHeadsAreNoMoreThanTheContentAndOneHead(int distance) {
    for (String type : List.of("a/b", "text/plain;charset=utf-8")) {
      ExchangeFixture f = asked(singleBytes(200, distance), 200 * distance, type);

      int head = 150 + type.length(); // and the last delimiter
      int sent = f.client.text().length();
      assertTrue(sent <= 200 * distance + head, sent + " bytes of " + 200 * distance);
    }
  }

  /** Of ten bytes for each range, until it is gone. */
  private static final class Vanishing implements StoredResponse {
    private boolean takesMemoryAway;
    private int opensLeft;
    private int open;

    private Vanishing(int opensLeft) {
      this.opensLeft = opensLeft;
    }

    @Override
    public StoreKey key() {
      return new StoreKey(ExchangeFixture.URI);
    }

    @Override
    public StoredHead head() {
      return new StoredHead(
          200, "OK", Fields.EMPTY, Fields.EMPTY, ExchangeFixture.NOW, ExchangeFixture.NOW);
    }

    @Override
    public long length() {
      return 1000;
    }

    @Override
    public Body open() throws TransferException {
      return open(new ByteRange(0, length() - 1));
    }

    @Override
    public Body open(ByteRange range) throws TransferException {
      opensLeft--;
      if (opensLeft < 0 && takesMemoryAway) {
        throw new OutOfMemoryError("on purpose");
      }
      if (opensLeft < 0) {
        throw new TransferException(
            TransferException.Side.STORE, TransferException.Kind.FAILED, "It is gone");
      }
      open++;
      return new Part(Body.of(new byte[(int) range.length()]));
    }

    private final class Part implements Body {
      private final Body content;
      private boolean closed;

      private Part(Body content) {
        this.content = content;
      }

      @Override
      public OptionalLong length() {
        return content.length();
      }

      @Override
      public void writeTo(BodySink sink) throws TransferException {
        content.writeTo(sink);
      }

      @Override
      public void close() {
        open -= closed ? 0 : 1;
        closed = true;
      }
    }

    @Override
    public void freshen(StoredHead fresh) {}

    @Override
    public void remove() {}
  }

  private static List<ByteRange> tens(int count) {
    return IntStream.range(0, count).mapToObj(i -> new ByteRange(i * 90L, i * 90L + 9)).toList();
  }

  @Test
  void aFewPartsRemainWhenTheResponseIsGone() throws TransferException {
    Vanishing stored = new Vanishing(Multipart.OPENED_AT_ONCE);
    try (Body body = Multipart.of(stored, stored.head(), tens(Multipart.OPENED_AT_ONCE)).body()) {
      assertEquals(Multipart.OPENED_AT_ONCE, stored.open);
      AtomicLong written = new AtomicLong();
      body.writeTo(bytes -> written.addAndGet(bytes.remaining()));
      assertEquals(body.length().getAsLong(), written.get());
    }
    assertEquals(0, stored.open);
  }

  @Test
  void furtherPartsAreOpenedOneByOne() throws TransferException {
    Vanishing stored = new Vanishing(Multipart.OPENED_AT_ONCE + 1);
    try (Body body =
        Multipart.of(stored, stored.head(), tens(Multipart.OPENED_AT_ONCE + 2)).body()) {
      assertEquals(Multipart.OPENED_AT_ONCE, stored.open);
      assertThrows(TransferException.class, () -> body.writeTo(bytes -> {}));
    }
    assertEquals(0, stored.open);
  }

  @Test
  void ifOneOfTheFirstPartsCannotBeOpenedNoneIsLeftOpen() {
    Vanishing stored = new Vanishing(2);
    assertThrows(TransferException.class, () -> Multipart.of(stored, stored.head(), tens(3)));
    assertEquals(0, stored.open);
  }

  @Test
  void ifMemoryRunsOutBetweenThePartsNoneIsLeftOpen() {
    Vanishing stored = new Vanishing(2);
    stored.takesMemoryAway = true;
    assertThrows(OutOfMemoryError.class, () -> Multipart.of(stored, stored.head(), tens(3)));
    assertEquals(0, stored.open);
    stored.opensLeft = 2;
    List<Piece> pieces = tens(3).stream().map(range -> new Piece(stored, range)).toList();
    assertThrows(OutOfMemoryError.class, () -> JoinedBody.of(pieces));
    assertEquals(0, stored.open);
  }

  @Test
  void theHeadOfAPartIsMadeWhenItIsWritten() throws TransferException {
    for (String type : new @Nullable String[] {LONG_TYPE, null}) {
      Multipart.PartHead head =
          new Multipart.PartHead(
              "b".repeat(36), type, new ContentRange(new ByteRange(7, 1234), 56_789));
      List<ByteBuffer> written = new ArrayList<>();

      head.writeTo(bytes -> written.add(bytes.put(0, (byte) '!')));
      head.writeTo(written::add);

      String text = StandardCharsets.ISO_8859_1.decode(written.get(1)).toString();
      assertTrue(text.startsWith("\r\n--bbb"), "Kept from the first time");
      assertTrue(text.endsWith("\r\nContent-Range: bytes 7-1234/56789\r\n\r\n"), text);
      assertEquals(text.length(), head.length().getAsLong());
    }
  }
}
