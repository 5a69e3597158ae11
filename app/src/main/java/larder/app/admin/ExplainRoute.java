package larder.app.admin;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import larder.app.explain.ExplainQuery;
import larder.app.explain.ExplanationJson;
import larder.forwarding.ExplainPort;

/** {@code /explain?url=...&method=...&at=...&field=...}: why a request is answered as it is. */
final class ExplainRoute implements Route.Answering {
  private final ExplainPort explainer;
  private final InstantSource clock;

  ExplainRoute(ExplainPort explainer, InstantSource clock) {
    this.explainer = explainer;
    this.clock = clock;
  }

  @Override
  public Route.Answer to(Map<String, List<String>> query) {
    ExplainQuery asked =
        new ExplainQuery(
            one(query, "method", "GET"),
            one(query, "url", ""),
            one(query, "at", ""),
            query.getOrDefault("field", List.of()));
    return Route.json(
        ExplanationJson.of(
            explainer.explain(asked.request(), asked.target(), asked.instant(clock.instant()))));
  }

  private static String one(Map<String, List<String>> query, String name, String otherwise) {
    List<String> given = query.getOrDefault(name, List.of());
    if (given.size() > 1) {
      throw new IllegalArgumentException("'" + name + "' is given more than once");
    }
    return given.isEmpty() ? otherwise : given.getFirst();
  }
}
