package larder.test.origin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** An origin on a free loopback port that follows a script, and remembers requests. */
public final class FakeOrigin implements AutoCloseable {
  private final ServerSocket server;
  private final List<Conversation> script;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Peer> peers = new CopyOnWriteArrayList<>();
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();

  private FakeOrigin(ServerSocketFactory sockets, InetAddress address, List<Conversation> script)
      throws IOException {
    this.server = sockets.createServerSocket(0, 128, address);
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  /** The first connection follows the first conversation, and so on; the last serves all others. */
  public static FakeOrigin following(Conversation... script) throws IOException {
    return on(ServerSocketFactory.getDefault(), InetAddress.ofLiteral("127.0.0.1"), script);
  }

  /** The same at another address, or with TLS. */
  public static FakeOrigin on(
      ServerSocketFactory sockets, InetAddress address, Conversation... script) throws IOException {
    return new FakeOrigin(sockets, address, List.of(script));
  }

  /**
   * Answers every request on every connection: the first with the first answer, and so on; the last
   * answer serves all other requests.
   */
  public static FakeOrigin answering(String... answers) throws IOException {
    AtomicInteger next = new AtomicInteger();
    FakeOrigin[] self = new FakeOrigin[1];
    Conversation forever =
        peer -> {
          while (true) {
            self[0].requests.add(peer.readMessage());
            peer.send(answers[Math.min(next.getAndIncrement(), answers.length - 1)]);
          }
        };
    FakeOrigin origin = following(forever);
    self[0] = origin;
    return origin;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        int number = connections.getAndIncrement();
        Conversation conversation = script.get(Math.min(number, script.size() - 1));
        Thread.ofVirtual().start(() -> talk(socket, conversation));
      }
    } catch (IOException e) {
      // The origin was closed.
    }
  }

  private void talk(Socket socket, Conversation conversation) {
    try (Peer peer = new Peer(socket)) {
      peers.add(peer);
      conversation.with(peer);
    } catch (IOException e) {
      // The peer is gone; the test must notice this.
    } catch (Exception | AssertionError e) {
      faults.add(e);
    }
  }

  /** Remembers a request that a conversation read. */
  public String remember(String request) {
    requests.add(request);
    return request;
  }

  /** The requests so far, in the order in which they came. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** How many connections were made so far. */
  public int connections() {
    return connections.get();
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The URI of that path on this origin. */
  public String uri(String path) {
    return "http://" + authority() + path;
  }

  /** As {@code host:port}. */
  public String authority() {
    InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port();
  }

  /**
   * Closes all connections.
   *
   * @throws AssertionError if a conversation failed other than by a broken connection
   */
  @Override
  public void close() throws IOException {
    server.close();
    for (Peer peer : peers) {
      peer.close();
    }
    if (!faults.isEmpty()) {
      throw new AssertionError("A conversation went wrong", faults.getFirst());
    }
  }
}
