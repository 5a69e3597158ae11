package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client, or one origin, tries to leave in the store for others; with each store. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class PoisoningEndToEndTest extends EachStoreFixture {
  private static final String CACHED = "Cache-Control: max-age=60\r\n";
  private static final int SIZE = 200_000;
  private static final String WHOLE = "0123456789".repeat(SIZE / 10);
  private static final Pattern FROM = Pattern.compile("\r\nRange: bytes=(\\d+)-\r\n");

  private static String ok(String fields, String content) {
    return Framing.CONTENT_LENGTH.answer(fields, content);
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /A",
    "/a, /a/",
    "/a, /a?",
    "/a?b, /a?c",
    "/a?b=1&c=2, /a?c=2&b=1",
    "/a?b+c, /a?b%20c",
    "/a, /%61",
    "/%c3, /%C3",
    "/a//b, /a/b",
    "/a/../b, /b",
    "/%2e%2e/a, /../a",
    "/a%2fb, /a/b",
    "/a%3fb, /a?b",
    "/a%00, /a",
    "/a%23b, /a",
    "/a;b, /a",
    "/a, /a.css",
    "/a, ''",
  })
  void targetsThatDifferInAnOctetAreNotTheSame(String one, String other) throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(ok(CACHED, "one"), ok(CACHED, "two"))) {
      String host = "http://" + origin.authority();
      larder.get(host + one).is(200, "one");
      larder.get(host + other).is(200, "two");
      larder.get(host + one).is(200, "one");
    }
  }

  @Test
  void theTargetAloneSaysWhoseItIs() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(ok(CACHED, "mine"));
        FakeOrigin victim = FakeOrigin.answering(ok(CACHED, "theirs"))) {
      String mine = "GET http://" + origin.authority() + "/ HTTP/1.1\r\n";
      larder.ask(mine + "Host: " + victim.authority() + "\r\n\r\n").is(200, "mine");
      larder.get(victim.uri("/")).is(200, "theirs");
      larder.ask(mine + "Host: evil.example\r\n\r\n").says("larder; hit; ttl=60");
    }
  }

  @Test
  void fieldsThatWereForOneHopAreNotStored() throws Exception {
    String hops =
        "Connection: X-Hop, close\r\nX-Hop: 1\r\nKeep-Alive: 2\r\nUpgrade: h2c\r\n"
            + "Proxy-Authenticate: 3\r\nProxy-Authentication-Info: 4\r\nTE: 5\r\nX-End: 6\r\n";
    try (FakeOrigin origin = FakeOrigin.answering(ok(CACHED + hops, "one"))) {
      String uri = origin.uri("/");
      larder.get(uri);
      larder.conclusion();
      Answer hit = larder.get(uri).is(200, "one").says("larder; hit; ttl=60");
      for (String hop :
          List.of("X-Hop", "Keep-Alive", "Upgrade", "Proxy-Authenticate", "TE", "Connection")) {
        assertEquals(List.of(), hit.all(hop));
      }
      assertEquals(List.of(), hit.all("Proxy-Authentication-Info"));
      assertEquals("6", hit.field("X-End"));
    }
  }

  @Test
  void fieldsThatAreForOneUserAreNotStored() throws Exception {
    String fields =
        "Cache-Control: max-age=60, private=\"x-a, X-B\", no-cache=\"Set-Cookie\"\r\n"
            + "X-A: 1\r\nX-B: 2\r\nSet-Cookie: id=3\r\nX-C: 4\r\n";
    try (FakeOrigin origin = FakeOrigin.answering(ok(fields, "one"), ok("", "two"))) {
      String uri = origin.uri("/");
      assertEquals("id=3", larder.get(uri).field("Set-Cookie"));
      larder.conclusion();
      Answer next = larder.get(uri);
      assertEquals(List.of(), next.all("X-A"));
      assertEquals(List.of(), next.all("X-B"));
      assertEquals(List.of(), next.all("Set-Cookie"));
    }
  }

  @Test
  void trailersBecomeNoFields() throws Exception {
    String chunked =
        "HTTP/1.1 200 OK\r\n" + CACHED + "Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\n";
    String trailers = "X-T: 1\r\nLocation: http://evil.example/\r\nVary: X\r\n\r\n";
    try (FakeOrigin origin = FakeOrigin.answering(chunked + trailers)) {
      String uri = origin.uri("/");
      larder.get(uri).is(200, "one");
      larder.conclusion();
      Answer hit = larder.get(uri, "X: y").is(200, "one").says("larder; hit; ttl=60");
      for (String name : List.of("X-T", "Location", "Vary")) {
        assertEquals(List.of(), hit.all(name));
      }
    }
  }

  /** Gives the whole, the part that is asked for, or the first half and then nothing more. */
  private static FakeOrigin cuttingFirst(String rest) throws IOException {
    FakeOrigin[] self = new FakeOrigin[1];
    self[0] =
        FakeOrigin.following(
            peer -> {
              self[0].remember(peer.readMessage());
              String head = ok(CACHED + "ETag: \"e\"\r\n", WHOLE);
              peer.send(head.substring(0, head.length() - SIZE / 2));
            },
            peer -> answer(self[0], peer, rest));
    return self[0];
  }

  private static void answer(FakeOrigin self, Peer peer, String rest) throws IOException {
    boolean lied = false;
    while (true) {
      Matcher range = FROM.matcher(self.remember(peer.readMessage()));
      if (lied || !range.find()) {
        peer.send(ok(CACHED + "ETag: \"e\"\r\n", WHOLE));
        continue;
      }
      lied = true;
      int from = Integer.parseInt(range.group(1));
      int length = SIZE - from;
      peer.send(
          rest.replace("FROM-1", "" + (from - 1))
                  .replace("FROM", "" + from)
                  .replace("LENGTH+1", "" + (length + 1))
                  .replace("LENGTH-1", "" + (length - 1))
                  .replace("LENGTH", "" + length)
              + "X".repeat(rest.contains("LENGTH+1") ? length + 1 : length));
      if (rest.contains("LENGTH-1")) {
        return; // which sent one byte too many
      }
    }
  }

  /** Each names a part that does not fit what is stored, or not what comes with it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "206 P\r\nETag: \"x\"\r\nContent-Range: bytes FROM-199999/200000\r\nContent-Length: LENGTH",
        "206 P\r\n"
            + "ETag: W/\"e\"\r\n"
            + "Content-Range: bytes FROM-199999/200000\r\n"
            + "Content-Length: LENGTH",
        "206 P\r\nETag: \"e\"\r\nContent-Range: bytes FROM-199999/200001\r\nContent-Length: LENGTH",
        "206 P\r\n"
            + "ETag: \"e\"\r\n"
            + "Content-Range: bytes FROM-1-199998/200000\r\n"
            + "Content-Length: LENGTH",
        "206 P\r\nETag: \"e\"\r\nContent-Range: bytes FROM-199999/*\r\nContent-Length: LENGTH+1",
        "206 P\r\n"
            + "ETag: \"e\"\r\n"
            + "Content-Range: bytes FROM-199999/200000\r\n"
            + "Content-Length: LENGTH+1",
        "206 P\r\n"
            + "ETag: \"e\"\r\n"
            + "Content-Range: bytes FROM-199999/200000\r\n"
            + "Content-Length: LENGTH-1",
        "206 P\r\nETag: \"e\"\r\nContent-Range: cats FROM-199999/200000\r\nContent-Length: LENGTH",
        "206 P\r\nETag: \"e\"\r\nContent-Length: LENGTH",
      })
  void aRestThatIsNoneNeverCompletesAPart(String head) throws Exception {
    try (FakeOrigin origin = cuttingFirst("HTTP/1.1 " + head + "\r\n\r\n")) {
      String uri = origin.uri("/");
      assertCut(uri);
      larder.conclusion();
      assertWholeOrCut(uri);
      larder.conclusion();
      assertTrue(origin.requests().get(1).contains("\r\nRange: bytes="), "It was not resumed");
      assertTrue(WHOLE.equals(larder.get(uri).content()), "Other bytes");
    }
  }

  private void assertCut(String uri) throws IOException {
    try (Peer client = larder.connect()) {
      client.send(Running.request("GET", uri));
      assertFalse(client.readToEnd().endsWith(WHOLE));
    }
  }

  private void assertWholeOrCut(String uri) throws IOException {
    try (Peer client = larder.connect()) {
      client.send(Running.request("GET", uri, "Connection: close"));
      String head = client.readHead();
      String content = client.readToEnd();
      boolean announced = head.contains("\r\nContent-Length: " + SIZE + "\r\n");
      boolean failed = !head.startsWith("HTTP/1.1 2");
      assertTrue(failed || (announced && content.length() < SIZE) || content.equals(WHOLE), head);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-9", "bytes=0-", "bytes=10-19", "bytes=0-199999", "bytes=-5"})
  void aPartThatAClientAskedForIsNoWhole(String range) throws Exception {
    String part =
        "HTTP/1.1 206 Partial Content\r\n"
            + CACHED
            + "ETag: \"e\"\r\nContent-Range: bytes 0-9/200000\r\n"
            + "Content-Length: 10\r\n\r\n0123456789";
    try (FakeOrigin origin = FakeOrigin.answering(part, ok(CACHED, WHOLE))) {
      String uri = origin.uri("/");
      assertEquals(206, larder.get(uri, "Range: " + range).status());
      larder.conclusion();
      Answer whole = larder.get(uri);
      assertEquals(200, whole.status());
      assertTrue(WHOLE.equals(whole.content()), "Other bytes");
    }
  }

  @Test
  void getWithContentIsNeitherAnsweredFromTheStoreNorKept() throws Exception {
    try (FakeOrigin origin =
        FakeOrigin.answering(ok(CACHED, "for evil"), ok(CACHED, "fine"), ok(CACHED, "for me"))) {
      String uri = origin.uri("/");
      String evil = Running.request("GET", uri, "Content-Length: 4") + "evil";
      larder.ask(evil).is(200, "for evil");
      larder.get(uri).is(200, "fine");
      String mine = Running.request("GET", uri, "Transfer-Encoding: chunked");
      larder.ask(mine + Framing.chunk("me") + "0\r\n\r\n").is(200, "for me");
      larder.get(uri).is(200, "fine").says("larder; hit; ttl=60");
    }
  }

  @Test
  void whatTheProxyAnswersItselfIsNotKept() throws Exception {
    try (FakeOrigin origin =
        FakeOrigin.following(
            peer -> peer.readHead(),
            peer -> {
              peer.readMessage();
              peer.send(ok(CACHED, "fine"));
            })) {
      String uri = origin.uri("/");
      assertEquals(502, larder.get(uri).status());
      larder.get(uri).is(200, "fine");
    }
  }
}
