package larder.socket.listener;

import static larder.socket.listener.FakePort.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import larder.access.Reach;
import larder.forwarding.OriginPort.OriginRequest;
import larder.forwarding.ResponsePort;
import larder.http.Body;
import larder.http.Fields;
import larder.http.Request;
import larder.http.RequestTarget;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import larder.socket.channel.PassingTime;
import larder.socket.origin.OriginSettings;
import larder.socket.origin.Origins;
import larder.test.origin.Certificate;
import larder.test.origin.Conversation;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a client that is still sending reads when its origin fails (RFC 9112, section 9.6). No time
 * passes, so the client is heard to its end, however long it takes.
 */
@SuppressWarnings("try") // some connections are closed before their block ends
class FailedUploadTest {
  private static final String BEGUN = "12345";
  private static final String REST = "x".repeat(1 << 20);

  @AutoClose private final Origins origins = Origins.over(OriginSettings.defaults());

  private void handle(Request request, ResponsePort client) throws TransferException {
    var target = (RequestTarget.AbsoluteForm) request.head().target();
    try (Response response =
        origins.fetch(
            new OriginRequest(
                request.head().method(),
                target.uri(),
                Fields.EMPTY,
                request.body(),
                Reach.ANYWHERE),
            head -> {})) {
      client.send(ok(response.body()));
    } catch (TransferException e) {
      int status = e.side() == Side.ORIGIN ? 502 : 400;
      client.send(new Response(ResponseHead.of(status, Fields.EMPTY), Body.empty()));
    }
  }

  private static String post(FakeOrigin origin) {
    return "POST "
        + origin.uri("/")
        + " HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n"
        + BEGUN;
  }

  private static Conversation readsAndThen(Conversation then) {
    return peer -> {
      peer.readHead();
      peer.read(BEGUN.length());
      then.with(peer);
    };
  }

  private static void assertReadsTheAnswer(Peer peer) throws IOException {
    assertTrue(peer.readMessage().startsWith("HTTP/1.1 502 "));
    peer.send(REST).endOutput();
    assertEquals("", peer.readToEnd());
  }

  private void assertTellsOf(Conversation failure) throws Exception {
    try (FakeOrigin origin = FakeOrigin.following(readsAndThen(failure));
        Door door = Door.open(this::handle, new PassingTime());
        Peer peer = door.connect()) {
      peer.send(post(origin));
      assertReadsTheAnswer(peer);
    }
  }

  @Test
  void itReadsThatTheOriginBrokeOff() throws Exception {
    assertTellsOf(Peer::reset);
  }

  @Test
  void itReadsThatTheOriginAnsweredNoHttp() throws Exception {
    assertTellsOf(
        peer -> {
          peer.send("nonsense\r\n\r\n");
          peer.readToEnd();
        });
  }

  @Test
  void itReadsThatInsideTls(@TempDir Path folder) throws Exception {
    SSLContext context = Certificate.madeFor("ip:127.0.0.1", folder);
    try (FakeOrigin origin = FakeOrigin.following(readsAndThen(Peer::reset));
        Door door =
            Door.lookingInside(this::handle, new PassingTime(), host -> context, () -> context);
        SSLSocket socket =
            (SSLSocket)
                context
                    .getSocketFactory()
                    .createSocket(
                        Door.ANY_PORT.getAddress(),
                        door.listener().addresses().getFirst().getPort());
        Peer peer = new Peer(socket)) {
      peer.send(post(origin));
      assertReadsTheAnswer(peer);
    }
  }
}
