package larder.app.admin;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import larder.app.explain.ExplainQuery;
import larder.app.statistics.Counts;
import larder.app.statistics.CountsJson;
import larder.app.upkeep.AnswerSink;
import larder.app.upkeep.Question;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running proxy at its admin port. */
public final class AdminClient {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private AdminClient() {}

  /**
   * @param admin such as {@code http://127.0.0.1:3127}
   * @throws NoAnswerException if nobody answers there, or the answer is that the question is wrong
   */
  public static JsonNode ask(String admin, ExplainQuery query) throws NoAnswerException {
    return get(admin, path(query));
  }

  /**
   * The counts of the proxy.
   *
   * @param admin such as {@code http://127.0.0.1:3127}
   * @throws NoAnswerException if nobody answers there
   */
  public static JsonNode statistics(String admin) throws NoAnswerException {
    return get(admin, "/stats");
  }

  /**
   * Whether the proxy that has this token answers there. Another process cannot prove this, and
   * does not get the token.
   */
  public static boolean isProved(AdminAddress admin) {
    AdminToken token = admin.token();
    if (token == null) {
      return false;
    }
    String challenge = AdminToken.random().text();
    try {
      JsonNode answer =
          get(admin.url(), ProofRoute.PATH + "?" + ProofRoute.CHALLENGE + "=" + challenge);
      return token.isProved(answer.path(ProofRoute.PROOF).asString(""), challenge);
    } catch (NoAnswerException e) {
      return false;
    }
  }

  /**
   * Asks a question about the store.
   *
   * @throws NoAnswerException if nobody answers there, the answer is cut short, or it is that the
   *     question is wrong
   * @throws TransferException the one thrown by the sink
   */
  public static void ask(AdminAddress admin, Question question, AnswerSink answers)
      throws NoAnswerException, TransferException {
    try (HttpClient client = client()) {
      HttpRequest request = request(admin, question).timeout(PATIENCE).build();
      read(admin, sent(client, admin, request), answers);
    }
  }

  @FunctionalInterface
  public interface Receiving {
    void from(InputStream bundle) throws IOException;
  }

  /**
   * Receives a bundle.
   *
   * @throws NoAnswerException if nobody answers there, the answer is cut short, or it is that the
   *     question is wrong
   * @throws IOException the one thrown by the receiver
   */
  public static void receive(AdminAddress admin, Question question, Receiving receiving)
      throws NoAnswerException, IOException {
    try (HttpClient client = client()) {
      HttpResponse<InputStream> response = sent(client, admin, request(admin, question).build());
      try (InputStream bundle = new Incoming(response.body(), admin)) {
        receiving.from(bundle);
      }
    }
  }

  /** A bundle from a proxy; its read errors name the proxy. */
  private static final class Incoming extends FilterInputStream {
    private final AdminAddress admin;

    private Incoming(InputStream in, AdminAddress admin) {
      super(in);
      this.admin = admin;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return super.read(into, offset, length);
      } catch (IOException e) {
        throw new IOException("The proxy at " + admin.url() + " has not sent all of it", e);
      }
    }
  }

  /**
   * Sends a bundle, and passes on the answer.
   *
   * @throws NoAnswerException if nobody answers there, the answer is cut short, or it is that the
   *     question is wrong
   * @throws TransferException the one thrown by the sink
   */
  public static void give(
      AdminAddress admin, Question question, InputStream bundle, AnswerSink answers)
      throws NoAnswerException, TransferException {
    try (HttpClient client = client()) {
      HttpRequest request =
          request(admin, question).POST(BodyPublishers.ofInputStream(() -> bundle)).build();
      read(admin, sent(client, admin, request), answers);
    }
  }

  private static HttpResponse<InputStream> sent(
      HttpClient client, AdminAddress admin, HttpRequest request) throws NoAnswerException {
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        try (InputStream refusal = response.body()) {
          throw refused(JsonMapper.shared().readTree(refusal));
        }
      }
      return response;
    } catch (IOException | JacksonException e) {
      throw noAnswer(admin.url(), e);
    } catch (InterruptedException e) {
      throw interrupted(admin.url(), e);
    }
  }

  /**
   * Asks for a way in for one command.
   *
   * @throws NoAnswerException if nobody answers there, or it is not admitted
   */
  public static Guests.Admitted admit(AdminAddress admin, Guests.Wish wish)
      throws NoAnswerException {
    BodyPublisher content = BodyPublishers.ofString(GuestJson.of(wish).toString());
    return GuestJson.admitted(
        get(admin.url(), GuestsRoute.PATH, request -> authorized(admin, request).POST(content)));
  }

  /**
   * Closes that way in, and returns what was counted there.
   *
   * @throws NoAnswerException if nobody answers there, or the proxy does not know this way in
   */
  public static Counts leave(AdminAddress admin, Guests.Admitted admitted)
      throws NoAnswerException {
    String path = GuestsRoute.PATH + "/" + encoded(admitted.name());
    return CountsJson.read(get(admin.url(), path, request -> authorized(admin, request).DELETE()));
  }

  private static HttpRequest.Builder authorized(AdminAddress admin, HttpRequest.Builder request) {
    AdminToken token = admin.token();
    return token == null ? request : request.header("Authorization", token.authorization());
  }

  private static void read(
      AdminAddress admin, HttpResponse<InputStream> response, AnswerSink answers)
      throws NoAnswerException, TransferException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      pass(admin, lines, answers);
    } catch (IOException | JacksonException e) {
      throw noAnswer(admin.url(), e);
    }
  }

  private static HttpRequest.Builder request(AdminAddress admin, Question question)
      throws NoAnswerException {
    StringBuilder uri = new StringBuilder(admin.url());
    uri.append(ToolsRoute.path(question.verb()));
    char separator = '?';
    for (Map.Entry<String, List<String>> each : question.parameters().entrySet()) {
      for (String value : each.getValue()) {
        uri.append(separator).append(each.getKey()).append('=').append(encoded(value));
        separator = '&';
      }
    }
    HttpRequest.Builder request;
    try {
      request = authorized(admin, HttpRequest.newBuilder(URI.create(uri.toString())));
    } catch (IllegalArgumentException e) {
      throw noUrl(admin.url(), e);
    }
    if (question.verb().changes()) {
      request.POST(BodyPublishers.noBody());
    }
    return request;
  }

  private static void pass(AdminAddress admin, BufferedReader lines, AnswerSink answers)
      throws IOException, NoAnswerException, TransferException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode json = JsonMapper.shared().readTree(line);
      if (json.has(ToolsRoute.ITEM)) {
        answers.item(json.path(ToolsRoute.ITEM));
      } else if (json.has(ToolsRoute.PROGRESS)) {
        JsonNode progress = json.path(ToolsRoute.PROGRESS);
        answers.progress(progress.path("done").asLong(), progress.path("of").asLong());
      } else if (json.has(ToolsRoute.RESULT)) {
        answers.result(json.path(ToolsRoute.RESULT));
        return;
      } else {
        throw new NoAnswerException(json.path(ToolsRoute.PROBLEM).asString("refused"), null);
      }
    }
    throw new NoAnswerException("The proxy at " + admin.url() + " has not ended its answer", null);
  }

  private static JsonNode get(String admin, String path) throws NoAnswerException {
    return get(admin, path, HttpRequest.Builder::GET);
  }

  private static JsonNode get(
      String admin, String path, UnaryOperator<HttpRequest.Builder> completed)
      throws NoAnswerException {
    try (HttpClient client = client()) {
      HttpRequest request =
          completed
              .apply(HttpRequest.newBuilder(URI.create(admin + path)).timeout(PATIENCE))
              .build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      JsonNode answer = JsonMapper.shared().readTree(response.body());
      if (response.statusCode() != 200) {
        throw refused(answer);
      }
      return answer;
    } catch (IllegalArgumentException e) {
      throw noUrl(admin, e);
    } catch (IOException | JacksonException e) {
      throw noAnswer(admin, e);
    } catch (InterruptedException e) {
      throw interrupted(admin, e);
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .proxy(HttpClient.Builder.NO_PROXY)
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(PATIENCE)
        .build();
  }

  private static NoAnswerException refused(JsonNode answer) {
    return new NoAnswerException(answer.path("detail").asString("refused"), null);
  }

  private static NoAnswerException noUrl(String admin, IllegalArgumentException e) {
    return new NoAnswerException("'" + admin + "' is no URL such as http://127.0.0.1:3127", e);
  }

  private static NoAnswerException noAnswer(String admin, Exception e) {
    String why =
        switch (e) {
          case ConnectException _ -> "nobody listens there";
          case JacksonException _ -> "what answers there is none";
          default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    return new NoAnswerException("No proxy answers at " + admin + " (" + why + ")", e);
  }

  private static NoAnswerException interrupted(String admin, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new NoAnswerException("Interrupted while asking " + admin, e);
  }

  private static String path(ExplainQuery query) {
    StringBuilder uri = new StringBuilder("/explain?url=").append(encoded(query.url()));
    uri.append("&method=").append(encoded(query.method()));
    uri.append("&at=").append(encoded(query.at()));
    query.fields().forEach(field -> uri.append("&field=").append(encoded(field)));
    return uri.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A question was not answered; the message is one sentence that says why. */
  public static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
