package larder.app.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import larder.app.upkeep.AnswerSink;
import larder.app.upkeep.Question;
import larder.app.upkeep.Tools;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.upkeep.Upkeep;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /cache/VERB?...}: questions about what is stored, and changes to it. Requires the token,
 * and refuses web pages: the stored responses tell who has read what. Changes require POST.
 *
 * <p>{@code export} answers with a bundle; {@code import} receives one. All other answers are JSON
 * objects, one a line, each with one member: {@code progress}, {@code item}, {@code problem} or
 * {@code result}. The last is a {@code result} or a {@code problem}.
 */
final class ToolsRoute implements HttpHandler {
  static final String PROGRESS = "progress";
  static final String ITEM = "item";
  static final String PROBLEM = "problem";
  static final String RESULT = "result";

  /** Enough for gigabytes within one machine. */
  private static final Duration LONGEST_REFUSED = Duration.ofSeconds(30);

  private final Question.Verb verb;
  private final Upkeep upkeep;
  private final InstantSource clock;
  private final AdminToken token;

  ToolsRoute(Question.Verb verb, Upkeep upkeep, InstantSource clock, AdminToken token) {
    this.verb = verb;
    this.upkeep = upkeep;
    this.clock = clock;
    this.token = token;
  }

  static String path(Question.Verb verb) {
    return "/cache/" + verb.word();
  }

  private String method() {
    return verb.changes() ? "POST" : "GET";
  }

  /** Leaves the exchange open if it fails midway: the client then sees that it was cut short. */
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Route.Answer refusal = refusal(exchange);
    if (refusal == null) {
      Question question = new Question(verb, Route.query(exchange.getRequestURI().getRawQuery()));
      try {
        answer(exchange, question);
      } catch (IllegalArgumentException e) {
        refuse(exchange, Route.problem(400, String.valueOf(e.getMessage())));
      }
    } else {
      refuse(exchange, refusal);
    }
    if (verb == Question.Verb.IMPORT) {
      readOn(
          exchange.getRequestBody(),
          refusal == null ? AdminServer.LONGEST_QUESTION : LONGEST_REFUSED);
    }
    exchange.close();
  }

  /**
   * Reads the rest of a bundle: its sender reads no answer before all is sent, and may get none if
   * the connection is closed earlier.
   */
  private static void readOn(InputStream rest, Duration most) throws IOException {
    byte[] passedOver = new byte[1 << 16];
    long start = System.nanoTime();
    int read;
    do {
      read = rest.read(passedOver);
    } while (read >= 0 && System.nanoTime() - start < most.toNanos());
  }

  private void answer(HttpExchange exchange, Question question) throws IOException {
    Lines lines = new Lines(exchange);
    Tools tools = new Tools(upkeep, clock);
    try {
      switch (verb) {
        case STATS, LS, SHOW, PURGE, VERIFY, GC -> tools.answer(question, lines);
        case EXPORT -> tools.bundles().exportTo(new Bundle(exchange), false, question);
        case IMPORT -> tools.bundles().importFrom(exchange.getRequestBody(), lines);
      }
    } catch (TransferException e) {
      if (e.side() != Side.STORE || verb == Question.Verb.EXPORT) {
        throw new IOException(e.explanation(), e);
      }
      lines.problem(e.explanation());
    }
  }

  /** An answer that is a bundle; the first byte begins the response. */
  private static final class Bundle extends OutputStream {
    private final HttpExchange exchange;
    private boolean begun;

    private Bundle(HttpExchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      if (!begun) {
        begun = true;
        Route.describe(exchange, "application/warc");
        exchange.sendResponseHeaders(200, 0);
      }
      exchange.getResponseBody().write(octets, offset, length);
    }
  }

  private void refuse(HttpExchange exchange, Route.Answer refusal) throws IOException {
    if (refusal.status() == 405) {
      exchange.getResponseHeaders().set("Allow", method());
    }
    if (refusal.status() == 401) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
    }
    Route.send(exchange, refusal);
  }

  private Route.@Nullable Answer refusal(HttpExchange exchange) {
    Route.Answer page = Route.fromAPage(exchange);
    if (page != null) {
      return page;
    }
    if (!exchange.getRequestURI().getPath().equals(path(verb))) {
      return Route.notFound();
    }
    if (!exchange.getRequestMethod().equals(method())) {
      return Route.problem(405, "Ask with " + method());
    }
    if (!token.isIn(exchange.getRequestHeaders().getFirst("Authorization"))) {
      return Route.problem(
          401,
          "The token is wrong or missing: it stands in the file 'admin' of the proxy's cache"
              + " folder, which --cache-dir names");
    }
    return null;
  }

  /** An answer in lines; the first line begins the response. */
  private static final class Lines implements AnswerSink {
    private final HttpExchange exchange;
    private boolean begun;

    private Lines(HttpExchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public void item(JsonNode item) throws TransferException {
      write(object().set(ITEM, item), false);
    }

    @Override
    public void progress(long done, long of) throws TransferException {
      write(object().set(PROGRESS, object().put("done", done).put("of", of)), true);
    }

    @Override
    public void result(JsonNode result) throws TransferException {
      write(object().set(RESULT, result), true);
    }

    private void problem(String sentence) {
      try {
        write(object().put(PROBLEM, sentence), true);
      } catch (TransferException e) {
        // The client is gone.
      }
    }

    private static ObjectNode object() {
      return JsonNodeFactory.instance.objectNode();
    }

    private void write(JsonNode line, boolean now) throws TransferException {
      try {
        if (!begun) {
          begun = true;
          Route.describe(exchange, "application/x-ndjson");
          exchange.sendResponseHeaders(200, 0);
        }
        OutputStream out = exchange.getResponseBody();
        out.write(
            (JsonMapper.shared().writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
        if (now) {
          out.flush();
        }
      } catch (IOException e) {
        throw new TransferException(Side.CLIENT, Kind.CUT_SHORT, "Nobody listens any more", e);
      }
    }
  }
}
