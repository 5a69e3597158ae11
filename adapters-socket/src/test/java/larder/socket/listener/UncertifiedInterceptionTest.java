package larder.socket.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import larder.access.Reach;
import larder.forwarding.Bypass;
import larder.forwarding.Inside;
import larder.http.Authority;
import larder.http.Fields;
import larder.http.RequestTarget;
import larder.http.ResponseHead;
import larder.socket.channel.PassingTime;
import larder.socket.origin.OriginSettings;
import larder.socket.origin.Origins;
import larder.test.origin.Certificate;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A {@code CONNECT} to a host that is to be intercepted, but for which no certificate can be made.
 */
class UncertifiedInterceptionTest {
  private final BlockingQueue<Optional<Bypass>> met = new LinkedBlockingQueue<>();

  private FakePort.Handler lookingInside(Origins origins) {
    return (request, client) -> {
      Authority host = ((RequestTarget.AuthorityForm) request.head().target()).authority();
      met.add(
          Optional.ofNullable(
              client.lookInside(
                  ResponseHead.of(200, Fields.EMPTY),
                  new Inside(host, null),
                  () -> origins.open(host, Fields.EMPTY, Reach.ANYWHERE))));
    };
  }

  @Test
  void aHostThatNoCertificateCanBeMadeForIsCarried(@TempDir Path folder) throws Exception {
    SSLContext context = Certificate.madeFor("ip:127.0.0.1", folder);
    try (Origins origins = Origins.over(OriginSettings.defaults());
        FakeOrigin far =
            FakeOrigin.on(
                context.getServerSocketFactory(),
                InetAddress.ofLiteral("127.0.0.1"),
                peer -> peer.send("answer to " + peer.read(5)).endOutput());
        Door door =
            Door.lookingInside(
                lookingInside(origins),
                new PassingTime(),
                host -> {
                  throw new GeneralSecurityException("There is none for " + host);
                },
                null)) {
      InetSocketAddress proxy = door.listener().addresses().getFirst();
      Socket plain = new Socket(proxy.getAddress(), proxy.getPort());
      Peer client = new Peer(plain);
      client.send("CONNECT " + far.authority() + " HTTP/1.1\r\nHost: " + far.authority());
      assertTrue(client.send("\r\n\r\n").readHead().startsWith("HTTP/1.1 200 "));
      try (Peer inside =
          new Peer(context.getSocketFactory().createSocket(plain, "127.0.0.1", far.port(), true))) {
        assertEquals("answer to hello", inside.send("hello").readToEnd());
      }
      assertEquals(Optional.of(Bypass.NO_CERTIFICATE), met.poll(30, TimeUnit.SECONDS));
    }
  }
}
