package larder.socket.listener;

import static larder.socket.listener.Bodies.ofUnknownLength;
import static larder.socket.listener.FakePort.contentOf;
import static larder.socket.listener.FakePort.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import larder.http.Body;
import larder.http.Fields;
import larder.http.Method;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.channel.PassingTime;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;

/** Successful requests and answers. */
class ExchangeTest {
  private static final String GET = "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String LAST =
      "GET http://a/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  private static final String POST = "POST http://a/ HTTP/1.1\r\nHost: a\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  @Test
  void answersOneRequestAfterAnotherOnOneConnection() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok("hello")));
        Peer peer = door.connect()) {
      for (int i = 0; i < 3; i++) {
        assertEquals(OK + "Content-Length: 5\r\n\r\nhello", peer.send(GET).readMessage());
      }
      assertEquals(
          OK + "Content-Length: 5\r\nConnection: close\r\n\r\nhello", peer.send(LAST).readToEnd());
    }
  }

  @Test
  void answersPipelinedRequestsInTheirOrder() throws Exception {
    FakePort.Handler echo =
        (request, client) -> client.send(ok(request.head().target() + contentOf(request)));
    try (Door door = Door.open(echo);
        Peer peer = door.connect()) {
      peer.send(
          "POST http://a/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
              + "GET http://a/2 HTTP/1.1\r\nHost: a\r\n\r\n"
              + "POST http://a/3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "3\r\ndef\r\n0\r\n\r\n"
              + "GET http://a/4 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      List<String> contents = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String message = peer.readMessage();
        contents.add(message.substring(message.indexOf("\r\n\r\n") + 4));
      }
      assertEquals(List.of("http://a/1abc", "http://a/2", "http://a/3def", "http://a/4"), contents);
      assertTrue(peer.hasEnded());
    }
  }

  @Test
  void contentThatNobodyTookIsNotTheNextRequest() throws Exception {
    FakePort.Handler notTaken =
        (request, client) -> {
          if (request.head().method().equals(Method.POST)) {
            assertThrows(TransferException.class, () -> request.body().writeTo(this::takeNothing));
          }
          client.send(ok(request.head().target().toString()));
        };
    try (Door door = Door.open(notTaken);
        Peer peer = door.connect()) {
      String content = GET.replace("//a/", "//a/smuggled");
      peer.send(POST + "Content-Length: " + content.length() + "\r\n\r\n" + content);
      assertTrue(peer.readMessage().endsWith("http://a/"));
      assertTrue(peer.send(LAST).readToEnd().endsWith("http://a/"));
      assertEquals(2, door.port().requests().size());
    }
  }

  private void takeNothing(ByteBuffer bytes) throws TransferException {
    throw new TransferException(Side.ORIGIN, Kind.CUT_SHORT, "nobody wants " + bytes.remaining());
  }

  @Test
  void readsARequestThatComesOctetByOctet() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok(contentOf(request))));
        Peer peer = door.connect()) {
      for (String octet : (POST + "Content-Length: 3\r\n\r\nabc").split("", -1)) {
        peer.send(octet);
      }
      assertTrue(peer.readMessage().endsWith("abc"));
    }
  }

  @Test
  void readsAHeadThatIsLargerThanEveryBuffer() throws Exception {
    String value = "x".repeat(30_000);
    try (Door door =
            Door.open((request, client) -> client.send(ok(request.head().fields().first("X"))));
        Peer peer = door.connect()) {
      peer.send(
          "GET http://a/ HTTP/1.1\r\nHost: a\r\nX: "
              + value
              + "\r\n\r\n"
              + GET.replace("\r\n\r\n", "\r\nX: second\r\n\r\n"));
      assertTrue(peer.readMessage().endsWith("\r\n\r\n" + value));
      assertTrue(peer.readMessage().endsWith("\r\n\r\nsecond"));
    }
  }

  @Test
  void sendsContentOfUnknownLengthInChunks() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok(ofUnknownLength("ab", "c"))));
        Peer peer = door.connect()) {
      assertEquals(
          OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
          peer.send(GET).readMessage());
      assertEquals(200, status(peer.send(GET).readMessage()));
    }
  }

  @Test
  void sendsTrailers() throws Exception {
    Body body = Bodies.withTrailers(Fields.of("Digest", "x"), "abc");
    try (Door door = Door.open((request, client) -> client.send(ok(body)));
        Peer peer = door.connect()) {
      assertTrue(
          peer.send(GET).readMessage().endsWith("\r\n\r\n3\r\nabc\r\n0\r\nDigest: x\r\n\r\n"));
    }
  }

  @Test
  void aClientOfHttp10GetsNeitherChunksNorASecondAnswer() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok(ofUnknownLength("ab", "c"))));
        Peer peer = door.connect()) {
      peer.send("GET http://a/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      assertEquals(OK + "Connection: close\r\n\r\nabc", peer.readToEnd());
    }
  }

  @Test
  void somethingWithoutContentIsSentWithoutIt() throws Exception {
    FakePort.Handler handler =
        (request, client) -> {
          int status = Integer.parseInt(request.head().fields().first("Status"));
          Fields fields = Fields.of("Content-Length", "7");
          client.send(new Response(ResponseHead.of(status, fields), Body.empty()));
        };
    try (Door door = Door.open(handler);
        Peer peer = door.connect()) {
      String head = "HEAD http://a/ HTTP/1.1\r\nHost: a\r\nStatus: ";
      assertEquals(OK + "Content-Length: 7\r\n\r\n", peer.send(head + "200\r\n\r\n").readHead());
      assertEquals("HTTP/1.1 204 No Content\r\n\r\n", peer.send(head + "204\r\n\r\n").readHead());
      String get = head.replace("HEAD", "GET");
      assertEquals(
          "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n",
          peer.send(get + "304\r\n\r\n").readHead());
      assertEquals(OK + "Content-Length: 0\r\n\r\n", peer.send(get + "200\r\n\r\n").readHead());
    }
  }

  @Test
  void aClientThatWaitsForContinueGetsItWhenItsContentIsWanted() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok(contentOf(request))));
        Peer peer = door.connect()) {
      peer.send(POST + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      assertEquals("HTTP/1.1 100 Continue\r\n\r\n", peer.readHead());
      assertTrue(peer.send("abc").readMessage().endsWith("abc"));
      assertEquals(200, status(peer.send(GET).readMessage()));
    }
  }

  @Test
  void itGetsNoneAndTheConnectionEndsIfItsContentIsNotWanted() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok("no")));
        Peer peer = door.connect()) {
      peer.send(POST + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      assertEquals(OK + "Content-Length: 2\r\nConnection: close\r\n\r\nno", peer.readToEnd());
    }
  }

  @Test
  void interimResponsesArePassedOnAndContinueIsNotRepeated() throws Exception {
    FakePort.Handler handler =
        (request, client) -> {
          client.interim(ResponseHead.of(103, Fields.of("Link", "x")));
          client.interim(ResponseHead.of(100, Fields.EMPTY));
          client.send(ok(contentOf(request)));
        };
    try (Door door = Door.open(handler);
        Peer peer = door.connect()) {
      peer.send(POST + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc");
      assertEquals("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", peer.readHead());
      assertEquals("HTTP/1.1 100 Continue\r\n\r\n", peer.readHead());
      assertEquals(200, status(peer.readMessage()));
    }
  }

  @Test
  void aClientOfHttp10GetsNoInterimResponse() throws Exception {
    FakePort.Handler handler =
        (request, client) -> {
          client.interim(ResponseHead.of(103, Fields.EMPTY));
          client.send(ok("abc"));
        };
    try (Door door = Door.open(handler);
        Peer peer = door.connect()) {
      peer.send("GET http://a/ HTTP/1.0\r\n\r\n");
      assertEquals(200, status(peer.readToEnd()));
    }
  }

  @Test
  void alittleUnreadContentIsReadPast() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok("no")));
        Peer peer = door.connect()) {
      peer.send(POST + "Content-Length: 30000\r\n\r\n" + "GET / ".repeat(5000) + GET);
      assertEquals(OK + "Content-Length: 2\r\n\r\nno", peer.readMessage());
      assertEquals(200, status(peer.readMessage()));
      assertEquals(2, door.port().requests().size());
    }
  }

  @Test
  void aClientThatSendsMuchTooMuchGetsTheAnswerAllTheSame() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok("no")), new PassingTime());
        Peer peer = door.connect()) {
      peer.send(POST + "Content-Length: 1000000\r\n\r\n");
      for (int i = 0; i < 100; i++) {
        peer.send("x".repeat(10_000));
      }
      assertEquals(OK + "Content-Length: 2\r\nConnection: close\r\n\r\nno", peer.readToEnd());
    }
  }

  @Test
  void countsWhatWasSentAndReceived() throws Exception {
    BlockingQueue<Long> counts = new LinkedBlockingQueue<>();
    FakePort.Handler handler =
        (request, client) -> {
          contentOf(request);
          client.send(ok("abc"));
          counts.add(client.bytesReceived());
          counts.add(client.bytesSent());
        };
    String request = POST + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n";
    try (Door door = Door.open(handler);
        Peer peer = door.connect()) {
      String first = peer.send(request + request).readMessage();
      peer.readMessage();
      assertEquals(
          List.of(
              (long) request.length(),
              (long) first.length(),
              (long) request.length(),
              (long) first.length()),
          List.of(counts.take(), counts.take(), counts.take(), counts.take()));
    }
  }

  private static int status(String message) {
    return Integer.parseInt(message.substring(9, 12));
  }

  @Test
  void nobodyWaitsForAClientThatSaidItSendsNoMore() throws Exception {
    try (Door door = Door.open((request, client) -> client.send(ok("hello")), new PassingTime());
        Peer client = door.connect()) {
      client.send(LAST);
      assertTrue(client.readToEnd().endsWith("\r\n\r\nhello"));
      door.awaitConnections(0); // though the client has not ended
    }
  }

  @Test
  void oneThatMaySendMoreIsHeardToItsEnd() throws Exception {
    for (String head :
        List.of(LAST + "\r\n", POST + "Connection: close\r\nContent-Length: 1\r\n\r\nx")) {
      try (Door door =
          Door.open((request, client) -> client.send(ok("hello")), new PassingTime())) {
        try (Peer client = door.connect()) {
          client.send(head);
          assertTrue(client.readToEnd().endsWith("\r\n\r\nhello"));
          assertEquals(1, door.listener().connections());
          client.send("\r\n");
        }
        door.awaitConnections(0);
      }
    }
  }
}
