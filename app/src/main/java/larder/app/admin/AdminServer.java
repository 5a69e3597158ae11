package larder.app.admin;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import larder.app.statistics.State;
import larder.app.upkeep.Question;
import larder.forwarding.ExplainPort;
import larder.upkeep.Upkeep;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about a running proxy, on loopback only. Without the token, a client can change
 * nothing, and sees of the stored responses only why a URL that it names is answered as it is.
 */
public final class AdminServer implements AutoCloseable {
  /** Questions are few; below this number, slow clients do not delay others. */
  private static final int MOST_CONNECTIONS = 64;

  /** The time limit for a whole request, which may import a large bundle. */
  static final Duration LONGEST_QUESTION = Duration.ofHours(1);

  static {
    System.setProperty("jdk.httpserver.maxConnections", Integer.toString(MOST_CONNECTIONS));
    System.setProperty(
        "sun.net.httpserver.maxReqTime", Long.toString(LONGEST_QUESTION.toSeconds()));
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private AdminServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * @param port 0 takes a free one
   * @param guests null if no commands are let in
   * @throws IOException if the port is in use
   */
  public static AdminServer start(
      int port,
      ExplainPort explainer,
      Supplier<State> state,
      Upkeep upkeep,
      AdminToken token,
      InstantSource clock,
      @Nullable Guests guests)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    HttpServer server = HttpServer.create(address, 0);
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("larder-admin-", 0).factory());
    server.setExecutor(threads);
    server.createContext("/", new Route(query -> Route.notFound()));
    server.createContext("/healthz", new Route(query -> Route.text("ok")));
    server.createContext("/explain", new Route(new ExplainRoute(explainer, clock)));
    server.createContext("/stats", new Route(query -> Route.json(state.get().json())));
    server.createContext("/metrics", new Route(query -> Route.metrics(state.get().metrics())));
    server.createContext(ProofRoute.PATH, new Route(new ProofRoute(token)));
    for (Question.Verb verb : Question.Verb.values()) {
      server.createContext(ToolsRoute.path(verb), new ToolsRoute(verb, upkeep, clock, token));
    }
    server.createContext(GuestsRoute.PATH, new GuestsRoute(guests, token));
    server.start();
    return new AdminServer(server, threads);
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Closes all connections at once. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
