package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;

/** What comes before content and behind it: interim answers, expectations and trailers. */
class AroundContentEndToEndTest extends ProxyFixture {
  private static final String DONE = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone";

  private static String uri(FakeOrigin origin) {
    return origin.uri("/a");
  }

  @Test
  void interimAnswersComeBeforeTheFinalOne() throws Exception {
    String hints = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n";
    try (FakeOrigin origin = FakeOrigin.answering(hints + hints + DONE);
        Peer client = larder.connect()) {
      client.send(Running.request("GET", uri(origin)));
      for (int i = 0; i < 2; i++) {
        Answer interim = Answer.read(client, "GET");
        assertEquals("HTTP/1.1 103 Early Hints", interim.statusLine());
        assertEquals("</a.css>; rel=preload", interim.field("Link"));
      }
      Answer.read(client, "GET").is(200, "done");
      larder.ask("GET " + uri(origin) + " HTTP/1.0\r\n\r\n").is(200, "done");
    }
  }

  @Test
  void aClientThatWaitsForA100GetsTheOriginsAndThenSends() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.following(
                peer -> {
                  String head = peer.readHead();
                  assertTrue(head.contains("\r\nExpect: 100-continue\r\n"), head);
                  peer.send("HTTP/1.1 100 Continue\r\n\r\n");
                  assertEquals("hello", peer.read(5));
                  peer.send(DONE);
                });
        Peer client = larder.connect()) {
      client.send(Running.request("PUT", uri(origin), "Content-Length: 5", "Expect: 100-continue"));
      assertEquals("HTTP/1.1 100 Continue\r\n\r\n", client.readHead());
      client.send("hello");
      Answer.read(client, "PUT").is(200, "done");
    }
  }

  @Test
  void aClientThatWaitsForA100IsToldTheRefusalInstead() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.following(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno");
                  assertTrue(peer.hasEnded(), "content that nobody wanted");
                });
        Peer client = larder.connect()) {
      client.send(Running.request("PUT", uri(origin), "Content-Length: 5", "Expect: 100-continue"));
      Answer answer = Answer.read(client, "PUT").is(413, "no");
      assertEquals("close", answer.field("Connection")); // or its content would be a request
      assertTrue(client.hasEnded());
    }
  }

  @Test
  void trailersGoBothWays() throws Exception {
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
            + "5\r\nhello\r\n0\r\nX-Sum: 2\r\n\r\n";
    try (FakeOrigin origin = FakeOrigin.answering(answer)) {
      Answer got =
          larder.ask(
              Running.request("POST", uri(origin), "Transfer-Encoding: chunked", "Trailer: X-Up")
                  + "2\r\nhi\r\n0\r\nX-Up: 1\r\n\r\n");
      assertEquals("X-Sum: 2\r\n\r\n", got.is(200, "hello").trailer());
      String request = origin.requests().getFirst();
      assertTrue(request.endsWith("\r\n2\r\nhi\r\n0\r\nX-Up: 1\r\n\r\n"), request);
    }
  }

  @Test
  void trailersThatAreForOneHopStayHere() throws Exception {
    String trailers = "X-Hop: 1\r\nX-End: 2\r\nKeep-Alive: 3\r\nCookie: 4\r\nAge: 5\r\n\r\n";
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: X-Hop\r\n\r\n"
            + "5\r\nhello\r\n0\r\n"
            + trailers;
    try (FakeOrigin origin = FakeOrigin.answering(answer)) {
      Answer got =
          larder.ask(
              Running.request(
                      "POST", uri(origin), "Transfer-Encoding: chunked", "Connection: x-hop")
                  + "2\r\nhi\r\n0\r\n"
                  + trailers);
      assertEquals("X-End: 2\r\n\r\n", got.is(200, "hello").trailer());
      String request = origin.requests().getFirst();
      assertTrue(request.endsWith("\r\n2\r\nhi\r\n0\r\nX-End: 2\r\n\r\n"), request);
    }
  }
}
