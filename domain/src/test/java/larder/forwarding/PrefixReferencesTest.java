package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.Method;
import larder.http.ResponseHead;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** References to other targets in answers behind the proxy's own address. */
class PrefixReferencesTest {
  private ExchangeFixture f = new ExchangeFixture();

  private void asks(String path) {
    f.asks(Method.GET, path, "Host", "127.0.0.1:3128");
  }

  private int status() {
    return Objects.requireNonNull(f.client.head).status();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://a.example/dir/x?q=1#top | /https://a.example/dir/x?q=1#top",
        "/x | /https://a.example/x",
        "x | /https://a.example/dir/x",
        "../../x | /https://a.example/x",
        "?y | /https://a.example/dir/page?y",
        "//b.example/x | /-/https://b.example/x",
        "http://a.example/ | /-/http://a.example/",
        "https://b.example | /-/https://b.example/",
        "mailto:a@b.example | mailto:a@b.example",
        "https://a.example/x/../../../../https://evil.example/ |"
            + " /https://a.example/https://evil.example/",
        "https://a.example/%2e%2E/.%2e/%2e./../https://evil.example/ |"
            + " /https://a.example/https://evil.example/",
        "/%2e%2e/%2e%2e/https://evil.example/ | /https://a.example/https://evil.example/",
        "/https:/evil.example/ | /https://a.example/https:/evil.example/",
        "/-/https:/evil.example/ | /https://a.example/-/https:/evil.example/",
        "https://a.example/..//../https:/evil.example/ |"
            + " /https://a.example/https:/evil.example/",
        "//b.example/a/./b/..?../c#../d | /-/https://b.example/a/?../c#../d",
        "/https://evil.example/a b | /https://a.example/https://evil.example/a%20b",
        "https://b.example/\u00e4\\b | /-/https://b.example/%E4%5Cb"
      })
  void whereItLeadsStaysBehindOurAddress(String location, String expected) {
    f.origins.answers(302, Fields.of("Location", location, "Content-Location", location), "");
    asks("/https://a.example/dir/page");
    assertEquals(expected, f.client.field("Location"));
    assertEquals(expected, f.client.field("Content-Location"));
  }

  /** A client might read it as a path behind our address, which is whoever's it says. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://../../../../https://evil.example/",
        "//.:443/../../../https://evil.example/",
        "http:/https://evil.example/",
        "HTTPS:/https://evil.example/",
        "https:/evil.example/",
        "https:/evil.example/../x",
        "HTTP:/evil.example/",
        "https://..",
        "https://./https:/evil.example/",
        "https:../../https://evil.example/",
        "///evil.example/",
        "\\https://evil.example/",
        "1:/../https://evil.example/",
        "/https://evil.example/100%",
        "https://user@evil.example/"
      })
  void whatLeadsNobodyKnowsWhereIsLeftOut(String location) {
    String link = "<" + location + ">; rel=next";
    f.origins.answers(
        302, Fields.of("Location", location, "Content-Location", location, "Link", link), "");
    asks("/https://a.example/dir/page");
    assertEquals(302, status());
    for (String name : List.of("Location", "Content-Location", "Link")) {
      assertNull(f.client.field(name), name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</https://evil.example/; rel=next",
        "<x>; title=\", </y>; rel=next",
        "<x>; title=\"a, </https://evil.example/>\"; rel=next",
        "<x>; title=\"a, \\</https://evil.example/>\"; rel=next",
        "/https://evil.example/; rel=next",
        "https://evil.example/; rel=prev, <x>; rel=next"
      })
  void linksThatSomeReadInAnotherWayAreLeftOut(String link) {
    f.origins.answers(200, Fields.of("Link", link), "");
    asks("/https://a.example/1");
    assertNull(f.client.field("Link"));
  }

  @Test
  void linksStayThereToo() {
    f.origins.answers(
        200,
        Fields.of("Link", "<https://a.example/2>; rel=\"next\"; title=\"a, \\\\\", </3>; rel=last"),
        "");
    asks("/https://a.example/1");
    assertEquals(
        "</https://a.example/2>; rel=\"next\"; title=\"a, \\\\\", </https://a.example/3>; rel=last",
        f.client.field("Link"));
  }

  @Test
  void aRedirectionBehindManyLinksLeadsWhereItShould() {
    f.origins.answers(302, Fields.of("Link", "<>,".repeat(300), "Location", "/b"), "");
    asks("/https://a.example/a");
    assertNull(f.client.field("Link"));
    assertEquals("/https://a.example/b", f.client.field("Location"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void linksThatWouldMakeAHeadMuchLongerAreLeftOut(int linesOfTen) {
    String[] links = new String[2 * linesOfTen];
    for (int i = 0; i < links.length; i += 2) {
      links[i] = "Link";
      links[i + 1] = "<>,".repeat(10);
    }
    for (int i = 0; i < 64; i++) {
      f.origins.interim.add(ResponseHead.of(103, Fields.of(links)));
    }
    f.origins.answers(200, Fields.of(links).plus("X", "1"), "");

    asks("/https://a.example/" + "a/".repeat(3900));

    int sent = Objects.requireNonNull(f.client.head).fields().length();
    for (ResponseHead interim : f.client.interim) {
      sent += interim.fields().length();
    }
    assertTrue(sent < 80_000, sent + " bytes of heads");
    assertEquals("1", f.client.field("X"));
  }

  @Test
  void locationsThatWouldMakeAHeadMuchLongerAreLeftOut() {
    Fields.Builder fields = Fields.builder();
    for (int i = 0; i < 20; i++) {
      fields.add("Content-Location", "").add("Location", "").add("Refresh", "0; url=x");
    }
    f.origins.answers(200, fields.build(), "");

    asks("/https://a.example/" + "a/".repeat(3900));

    Fields sent = Objects.requireNonNull(f.client.head).fields();
    assertTrue(sent.length() < 80_000, sent.length() + " bytes of heads");
    assertEquals("/https://a.example/" + "a/".repeat(3900), sent.first("Location"));
  }

  /** However short they become: each dot segment of the target costs time for each link. */
  @Test
  void moreThanTwoHundredLinksAreLeftOut() {
    f.origins.answers(200, Fields.of("Link", "<>, ".repeat(200)), "");
    asks("/https://a.example/" + "a/../".repeat(1600));
    assertTrue(Objects.requireNonNull(f.client.head).fields().has("Link"));

    f = new ExchangeFixture();
    f.origins.answers(200, Fields.of("Link", "<>, ".repeat(201)), "");
    asks("/https://a.example/" + "a/../".repeat(1600));
    assertNull(f.client.field("Link"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | 5",
        "0; url=https://b.example/x | 0; url=/-/https://b.example/x",
        "0;URL=/x | 0; url=/https://a.example/x",
        "10, url=x | 10; url=/https://a.example/dir/x",
        "0; url=/https://evil.example/ | 0; url=/https://a.example/https://evil.example/",
        "0; url=http:/https://evil.example/ |",
        "0; url='/https://evil.example/' |",
        "0; url=\"/https://evil.example/\" |",
        "0; /https://evil.example/ |",
        "0 /https://evil.example/ |",
        "0; url=x; url=/https://evil.example/ |",
        "0; url=x, 1; url=/https://evil.example/ |",
        "; url=/https://evil.example/ |"
      })
  void whatIsToBeAskedForNextStaysThereToo(String refresh, @Nullable String expected) {
    f.origins.answers(200, Fields.of("Refresh", refresh), "");
    asks("/https://a.example/dir/page");
    assertEquals(200, status());
    assertEquals(expected, f.client.field("Refresh"));
  }

  /** What is written anew in a head has been read too late there. */
  @Test
  void nothingOfThatPassesAfterTheContent() {
    Fields trailers =
        Fields.of(
            "Content-Location", "/https://evil.example/",
            "Link", "</https://evil.example/>; rel=next",
            "Refresh", "0; url=/https://evil.example/",
            "Clear-Site-Data", "\"*\"",
            "X-Sum", "2");
    f.origins.answers(200, Fields.EMPTY, new WithTrailers(trailers));
    asks("/https://a.example/1");
    assertEquals("it", f.client.text());
    assertEquals(Fields.of("X-Sum", "2"), f.client.trailers);
  }

  private record WithTrailers(Fields trailers) implements Body {
    @Override
    public OptionalLong length() {
      return OptionalLong.empty();
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      sink.write(ByteBuffer.wrap("it".getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {}
  }
}
