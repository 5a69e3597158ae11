package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.TargetUri;
import larder.http.TransferException;
import larder.store.StoreKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, section 7.6.1: what the cache decides on is the request that the origin gets. */
class ConnectionFieldsTest {
  private static final StoreKey KEY = new StoreKey(ExchangeFixture.URI);

  private static final String[] VARYING = {
    "Date", "Fri, 02 Jan 2026 03:04:05 GMT", "Cache-Control", "max-age=86400", "Vary", "Origin, TE"
  };

  @ParameterizedTest
  @ValueSource(strings = {"Origin", "keep-alive, oRIGIN"})
  void anAnswerToARequestWithoutAFieldIsNotStoredForThoseThatHaveIt(String connection)
      throws Exception {
    try (var f = new CollapsingFixture()) {
      f.gets("Origin", "https://shop.test", "Connection", connection);
      GatedOrigins.Call call = f.origins.next();
      assertNull(call.request.fields().first("Origin"));
      call.answers(200, 4, VARYING).sends("none").ends();
      f.allAreAnswered();

      var real = f.gets("Origin", "https://shop.test");
      call = f.origins.next();
      assertEquals("https://shop.test", call.request.fields().first("Origin"));
      call.answers(200, 4, VARYING).sends("shop").ends();
      assertEquals("shop", real.client().text());
    }
  }

  @Test
  void itIsStoredForThoseWithoutTheField() throws Exception {
    try (var f = new CollapsingFixture()) {
      f.gets("Origin", "https://shop.test", "Connection", "origin", "TE", "gzip");
      f.origins.next().answers(200, 4, VARYING).sends("none").ends();
      f.allAreAnswered();

      assertEquals("none", f.gets().client().text());
    }
  }

  @Test
  void whatIsStoredIsChosenByTheFieldsThatGoOnToo() throws Exception {
    try (var f = new CollapsingFixture()) {
      f.gets("Origin", "https://shop.test");
      f.origins.next().answers(200, 4, VARYING).sends("shop").ends();
      f.allAreAnswered();

      f.gets("Origin", "https://shop.test", "Connection", "Origin");
      f.origins.next().answers(200, 4, VARYING).sends("none").ends();
    }
  }

  @Test
  void whatIsForEverybodyCountsAndGoesOnThoughItIsNamed() {
    ExchangeFixture f = new ExchangeFixture();
    f.origins.answers(200, Fields.EMPTY, "");
    String[] kept = {
      "Cache-Control", "no-cache",
      "Authorization", "Basic eDp5",
      "Range", "bytes=0-1",
      "If-None-Match", "\"a\""
    };
    Fields asked =
        Fields.builder()
            .addAll(Fields.of(kept))
            .add("X-Hop", "1")
            .add("Keep-Alive", "5")
            .add("Connection", "Cache-Control, Authorization, Range, If-None-Match, X-Hop")
            .build();

    f.asks(Method.GET, ExchangeFixture.URI, lines(asked));

    assertEquals(Fields.of(kept), f.policy.requests.getFirst());
    assertEquals(
        Fields.builder()
            .add("Host", "example.org")
            .addAll(Fields.of(kept))
            .add("Via", "1.1 larder-1")
            .build(),
        f.sent().fields());
  }

  @Test
  void aTargetedFieldThatCountsIsReadThoughTheOriginNamesIt() {
    ExchangeFixture f = new ExchangeFixture();
    f.policy.targetedFields = Set.of("cdn-cache-control");
    Fields answered =
        Fields.of(
            "Date",
            "Fri, 02 Jan 2026 03:04:05 GMT",
            "CDN-Cache-Control",
            "no-store",
            "Other-Cache-Control",
            "no-store");
    f.origins.answers(
        200, answered.plus("Connection", "cdn-cache-control, other-cache-control"), "it");

    f.asks(Method.GET, ExchangeFixture.URI);

    Fields kept = answered.without("Other-Cache-Control");
    assertEquals(kept, Objects.requireNonNull(f.store.stored.get(KEY)).head().fields());
    assertEquals("no-store", f.client.field("CDN-Cache-Control"));
    assertNull(f.client.field("Other-Cache-Control"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cache-Groups", "No-Vary-Search", "Cache-Group-Invalidation"})
  void whatTellsCachesMoreThanCacheControlIsForEverybodyToo(String name) {
    ExchangeFixture f = new ExchangeFixture();
    f.origins.answers(200, Fields.of(name, "\"a\"", "Connection", name), "it");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("\"a\"", f.client.field(name));
    assertTrue(Objects.requireNonNull(f.store.stored.get(KEY)).head().fields().has(name));
  }

  @Test
  void manyOptionsOfTheConnectionAreLeftOutToo() {
    ExchangeFixture f = new ExchangeFixture();
    f.origins.answers(200, Fields.EMPTY, "");
    Fields.Builder asked = Fields.builder().add("X", "1");
    for (int i = 0; i < 20; i++) {
      asked.add("Connection", "x-HOP-" + i).add("X-Hop-" + i, "1");
    }

    f.asks(Method.GET, ExchangeFixture.URI, lines(asked.build()));

    assertEquals(Fields.of("X", "1"), f.policy.requests.getFirst());
  }

  @Test
  void theLogHasTheRequestAsItCame() {
    ExchangeFixture f = new ExchangeFixture();
    f.origins.answers(200, Fields.EMPTY, "");
    String[] asked = {"User-Agent", "curl", "Connection", "User-Agent"};

    f.asks(Method.GET, ExchangeFixture.URI, asked);

    assertNull(f.sent().fields().first("User-Agent"));
    assertEquals(Fields.of(asked), Objects.requireNonNull(f.concluded().request()).fields());
  }

  @Test
  void aTrailerFieldThatIsNamedGoesToo() {
    ExchangeFixture f = new ExchangeFixture();
    f.policy.pass = true;
    f.origins.answers(200, Fields.EMPTY, "");

    f.asks(Method.POST, ExchangeFixture.URI, new WithTrailers(), "Connection", "X-Hop");

    assertEquals(Fields.of("X-Sum", "2"), f.sent().body().trailers());
  }

  @Test
  void whatIsExplainedIsThatRequestToo() throws Exception {
    ExchangeFixture f = new ExchangeFixture();
    TargetUri target = TargetUri.parse(ExchangeFixture.URI);
    RequestHead asked =
        new RequestHead(
            Method.GET,
            new RequestTarget.AbsoluteForm(target),
            HttpVersion.HTTP_1_1,
            Fields.of("Origin", "https://shop.test", "Connection", "Origin", "X", "1"));

    f.proxy.explainer().explain(asked, target, ExchangeFixture.NOW);

    assertEquals(Fields.of("X", "1"), f.policy.requests.getFirst());
  }

  private static String[] lines(Fields fields) {
    String[] lines = new String[2 * fields.size()];
    for (int i = 0; i < fields.size(); i++) {
      lines[2 * i] = fields.name(i);
      lines[2 * i + 1] = fields.value(i);
    }
    return lines;
  }

  private static final class WithTrailers implements Body {
    @Override
    public OptionalLong length() {
      return OptionalLong.empty();
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      sink.write(ByteBuffer.wrap(new byte[] {1}));
    }

    @Override
    public Fields trailers() {
      return Fields.of("X-Hop", "1", "X-Sum", "2");
    }

    @Override
    public void close() {}
  }
}
