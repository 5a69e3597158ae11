package larder.app.admin;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import larder.app.explain.ExplainQuery;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running proxy at its admin port. */
public final class AdminClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private AdminClient() {}

  /**
   * @param admin as in {@code http://127.0.0.1:3127}
   * @throws NoAnswerException if nobody answers there, or says that the question is wrong
   */
  public static JsonNode ask(String admin, ExplainQuery query) throws NoAnswerException {
    return get(admin, path(query));
  }

  /**
   * What it has counted.
   *
   * @param admin as in {@code http://127.0.0.1:3127}
   * @throws NoAnswerException if nobody answers there
   */
  public static JsonNode statistics(String admin) throws NoAnswerException {
    return get(admin, "/stats");
  }

  private static JsonNode get(String admin, String path) throws NoAnswerException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(PATIENCE)
            .build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(admin + path)).timeout(PATIENCE).build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      JsonNode answer = JsonMapper.shared().readTree(response.body());
      if (response.statusCode() != 200) {
        throw new NoAnswerException(answer.path("detail").asString("refused"), null);
      }
      return answer;
    } catch (IllegalArgumentException e) {
      throw new NoAnswerException("'" + admin + "' is no URL such as http://127.0.0.1:3127", e);
    } catch (IOException | JacksonException e) {
      throw new NoAnswerException("No proxy answers at " + admin + " (" + e.getMessage() + ")", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException("Interrupted while asking " + admin, e);
    }
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

  /** A question that was not answered: one sentence that says why. */
  public static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
