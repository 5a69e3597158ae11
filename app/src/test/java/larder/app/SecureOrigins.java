package larder.app;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import larder.access.HostPattern;
import larder.access.InterceptedHosts;
import larder.test.origin.FakeOrigin;

/** Origins of this machine that speak TLS, vouched for by an authority that a proxy may trust. */
final class SecureOrigins {
  private static final String ANSWER =
      Framing.CONTENT_LENGTH.answer("Cache-Control: max-age=60\r\n", "secret");
  private static final InterceptedHosts LOCAL =
      new InterceptedHosts(
          false,
          List.of(HostPattern.parse("localhost"), HostPattern.parse("127.0.0.1")),
          List.of());

  private final OriginAuthority authority;
  private final Path trusted;

  /**
   * @param folder for the authority's file
   */
  SecureOrigins(Path folder) throws Exception {
    authority = new OriginAuthority();
    trusted = authority.file(folder);
  }

  OriginAuthority authority() {
    return authority;
  }

  /** The authority's file. */
  Path trusted() {
    return trusted;
  }

  /** A proxy that trusts them, and reads what is for them. */
  Setup intercepting() {
    return new Setup().intercepting(LOCAL).trusting(trusted);
  }

  /** One that nothing is wrong with. */
  FakeOrigin good() throws Exception {
    return answering(authority.vouchingFor("localhost", "127.0.0.1"));
  }

  FakeOrigin answering(SSLContext context) throws IOException {
    return answering(context.getServerSocketFactory());
  }

  FakeOrigin answering(ServerSocketFactory sockets) throws IOException {
    FakeOrigin[] self = new FakeOrigin[1];
    self[0] =
        FakeOrigin.on(
            sockets,
            InetAddress.ofLiteral("127.0.0.1"),
            peer -> {
              while (true) {
                self[0].remember(peer.readMessage());
                peer.send(ANSWER);
              }
            });
    return self[0];
  }
}
