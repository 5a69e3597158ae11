package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import larder.caching.Answer;
import larder.caching.Reuse;
import larder.caching.Rfc9111Policy;
import larder.caching.Trace;
import larder.http.ByteRange;
import larder.http.ContentRange;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.TransferException;
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
