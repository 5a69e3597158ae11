package larder.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import larder.test.origin.Peer;

/** Clients that speak TLS inside of a {@code CONNECT}. */
final class Within {
  private Within() {}

  /** A client that has asked for a tunnel. */
  static Socket connect(Running larder, String host) throws IOException {
    Socket socket = new Socket(larder.address().getAddress(), larder.address().getPort());
    socket.setSoTimeout(30_000);
    socket.getOutputStream().write(Running.request("CONNECT", host).getBytes(UTF_8));
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) socket.getInputStream().read());
    }
    assertTrue(head.toString().startsWith("HTTP/1.1 200 "), head::toString);
    return socket;
  }

  /** A client that trusts the proxy, in a tunnel to that host. */
  static Peer open(Running larder, String host) throws Exception {
    return open(larder, host, client(larder));
  }

  static Peer open(Running larder, String host, SSLContext client) throws IOException {
    String name = host.substring(0, host.lastIndexOf(':'));
    return new Peer(agree(connect(larder, host), client, name, client.getDefaultSSLParameters()));
  }

  /** The same client, once it has agreed on TLS with that host. */
  static SSLSocket agree(Socket tunnel, SSLContext client, String host, SSLParameters wanted)
      throws IOException {
    SSLSocket tls = (SSLSocket) client.getSocketFactory().createSocket(tunnel, host, 443, true);
    wanted.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(wanted);
    tls.startHandshake();
    return tls;
  }

  /** What trusts the proxy, and nobody else. */
  static SSLContext client(Running larder) throws Exception {
    return OriginAuthority.trusting(larder.larder().authority().orElseThrow().certificate());
  }

  /** One request on a tunnel of its own. */
  static Answer ask(Running larder, String host, String request) throws Exception {
    try (Peer inside = open(larder, host)) {
      inside.send(request);
      return Answer.read(inside, request.substring(0, request.indexOf(' ')));
    }
  }

  static String get(String path, String host) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
  }
}
