package larder.app.rehearsal;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An origin whose paths determine how its responses can be cached. */
final class RehearsalOrigin implements AutoCloseable {
  /** The same for all responses. */
  static final String ETAG = "\"1\"";

  private static final byte[] SMALL = new byte[1024];
  private static final byte[] LARGE = new byte[300 * 1024];

  /** One response; if it is chunked, its length is not announced. */
  private record Answer(String cacheControl, byte[] content, boolean chunked) {}

  private final HttpServer server;
  private final ExecutorService threads;

  private RehearsalOrigin(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  static RehearsalOrigin start() throws IOException {
    // Otherwise each response waits until the client has acknowledged its head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    serve(server, "/kept/", new Answer("max-age=600", SMALL, false));
    serve(server, "/large/", new Answer("max-age=600", LARGE, false));
    serve(server, "/chunked/", new Answer("max-age=600", SMALL, true));
    serve(server, "/stale/", new Answer("max-age=0", SMALL, false));
    serve(server, "/passed/", new Answer("no-store", SMALL, false));
    server.start();
    return new RehearsalOrigin(server, threads);
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void serve(HttpServer server, String path, Answer answer) {
    server.createContext(path, exchange -> send(exchange, answer));
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      Headers fields = exchange.getResponseHeaders();
      fields.set("Cache-Control", answer.cacheControl());
      fields.set("Content-Type", "application/octet-stream");
      fields.set("ETag", ETAG);
      if (ETAG.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
        exchange.sendResponseHeaders(304, -1);
        return;
      }
      byte[] content = answer.content();
      exchange.sendResponseHeaders(200, answer.chunked() ? 0 : content.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(content);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
