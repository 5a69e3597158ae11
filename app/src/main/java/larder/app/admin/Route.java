package larder.app.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import larder.http.Authority;
import larder.http.SyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One path of the admin port: checks the client and the method, and reports errors (RFC 9457). */
final class Route implements HttpHandler {
  private final Answering answering;

  Route(Answering answering) {
    this.answering = answering;
  }

  /** Answers a query, given as parameters by name. */
  @FunctionalInterface
  interface Answering {
    /**
     * @throws IllegalArgumentException if the query is wrong; the message says why
     */
    Answer to(Map<String, List<String>> query);
  }

  /** A complete answer. */
  record Answer(int status, String type, String content) {}

  static Answer text(String text) {
    return new Answer(200, "text/plain; charset=utf-8", text + "\n");
  }

  static Answer metrics(String text) {
    return new Answer(200, "text/plain; version=0.0.4; charset=utf-8", text);
  }

  static Answer json(ObjectNode json) {
    return new Answer(200, "application/json", JsonMapper.shared().writeValueAsString(json) + "\n");
  }

  static Answer notFound() {
    return problem(
        404,
        "There are /healthz, /stats, /metrics, /explain?url=http://example.org/, and for whoever"
            + " has the token /cache/...");
  }

  /** Why a request is refused that uses another host name, perhaps a web page's; null if not. */
  static @Nullable Answer wrongName(HttpExchange exchange) {
    return isLoopback(exchange.getRequestHeaders().getFirst("Host"))
        ? null
        : problem(403, "Ask for it by the name 127.0.0.1 or localhost");
  }

  /** Why a request is refused that may come from a web page in a browser; null if it does not. */
  static @Nullable Answer fromAPage(HttpExchange exchange) {
    Answer refusal = wrongName(exchange);
    if (refusal != null) {
      return refusal;
    }
    Headers fields = exchange.getRequestHeaders();
    return fields.containsKey("Origin") || fields.containsKey("Sec-Fetch-Site")
        ? problem(403, "No page in a browser may ask this")
        : null;
  }

  static Answer problem(int status, String detail) {
    String content =
        JsonMapper.shared()
            .writeValueAsString(
                JsonMapper.shared().createObjectNode().put("status", status).put("detail", detail));
    return new Answer(status, "application/problem+json", content + "\n");
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      if (answer.status() == 405) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      }
      send(exchange, answer);
    }
  }

  private Answer answer(HttpExchange exchange) {
    Answer refusal = wrongName(exchange);
    if (refusal != null) {
      return refusal;
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return problem(405, "Only GET and HEAD are answered here");
    }
    try {
      return answering.to(query(exchange.getRequestURI().getRawQuery()));
    } catch (IllegalArgumentException e) {
      return problem(400, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isLoopback(@Nullable String host) {
    if (host == null) {
      return false;
    }
    try {
      String name = Authority.parse(host, 80).hostForLookup();
      return name.equals("localhost") || InetAddress.ofLiteral(name).isLoopbackAddress();
    } catch (SyntaxException | IllegalArgumentException e) {
      return false;
    }
  }

  static Map<String, List<String>> query(@Nullable String raw) {
    Map<String, List<String>> query = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        query
            .computeIfAbsent(decoded(name), each -> new ArrayList<>())
            .add(decoded(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] content = answer.content().getBytes(StandardCharsets.UTF_8);
    describe(exchange, answer.type());
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), content.length);
    exchange.getResponseBody().write(content);
  }

  static void describe(HttpExchange exchange, String type) {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
  }
}
