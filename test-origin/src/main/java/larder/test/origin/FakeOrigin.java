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

/** An origin on a free port of the loopback address that follows a script, and remembers. */
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

  /** The first connection follows the first conversation, and so on; the last goes for the rest. */
  public static FakeOrigin following(Conversation... script) throws IOException {
    return on(ServerSocketFactory.getDefault(), InetAddress.ofLiteral("127.0.0.1"), script);
  }

  /** The same at another address, or inside TLS. */
  public static FakeOrigin on(
      ServerSocketFactory sockets, InetAddress address, Conversation... script) throws IOException {
    return new FakeOrigin(sockets, address, List.of(script));
  }

  /**
   * Answers every request on every connection, with the first answer at first, and so on; the last
   * goes for the rest.
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
      // Closed.
    }
  }

  private void talk(Socket socket, Conversation conversation) {
    try (Peer peer = new Peer(socket)) {
      peers.add(peer);
      conversation.with(peer);
    } catch (IOException e) {
      // The other side is gone, which is for the test to notice.
    } catch (Exception | AssertionError e) {
      faults.add(e);
    }
  }

  /** Remembers a request that a conversation read. */
  public String remember(String request) {
    requests.add(request);
    return request;
  }

  /** What was asked so far, in the order it came. */
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

  /** The URI of what it has there. */
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
   * Ends all connections.
   *
   * @throws AssertionError if a conversation went wrong, other than by a connection that broke
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
