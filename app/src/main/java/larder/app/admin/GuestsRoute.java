package larder.app.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import larder.app.statistics.Counts;
import larder.app.statistics.CountsJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Admits commands and lets them leave; requires the token: {@code POST /runs}, then {@code DELETE
 * /runs/NAME}.
 */
final class GuestsRoute implements HttpHandler {
  static final String PATH = "/runs";

  private static final int MOST_CONTENT = 1 << 20;

  private final @Nullable Guests guests;
  private final AdminToken token;

  /**
   * @param guests null if no commands are let in
   */
  GuestsRoute(@Nullable Guests guests, AdminToken token) {
    this.guests = guests;
    this.token = token;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Route.send(exchange, answer(exchange));
    }
  }

  private Route.Answer answer(HttpExchange exchange) throws IOException {
    Route.Answer refusal = Route.fromAPage(exchange);
    if (refusal != null) {
      return refusal;
    }
    if (!token.isIn(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
      return Route.problem(401, "The token is wrong or missing");
    }
    if (guests == null) {
      return Route.problem(409, "It is a larder run, which is there for its own command alone");
    }
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    if (method.equals("POST") && path.equals(PATH)) {
      return admit(exchange, guests);
    }
    if (method.equals("DELETE") && path.startsWith(PATH + "/")) {
      return leave(path.substring(PATH.length() + 1), guests);
    }
    return Route.problem(404, "There are POST /runs and DELETE /runs/NAME");
  }

  private static Route.Answer admit(HttpExchange exchange, Guests guests) throws IOException {
    byte[] content = exchange.getRequestBody().readNBytes(MOST_CONTENT);
    try {
      Guests.Wish wish = GuestJson.wish(JsonMapper.shared().readTree(content));
      return Route.json(GuestJson.of(guests.admit(wish)));
    } catch (JacksonException e) {
      return Route.problem(400, "The content is no JSON");
    } catch (Guests.NotAdmittedException e) {
      return Route.problem(409, String.valueOf(e.getMessage()));
    }
  }

  private static Route.Answer leave(String name, Guests guests) {
    Counts counts = guests.leave(name);
    return counts == null
        ? Route.problem(404, "No command of the name " + name + " runs behind this proxy")
        : Route.json(CountsJson.of(counts));
  }
}
