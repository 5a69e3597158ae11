package larder.app.explain;

import java.time.Duration;
import larder.app.upkeep.StoredJson;
import larder.caching.Reason;
import larder.caching.Reuse;
import larder.forwarding.Explanation;
import larder.forwarding.RecentRefusals.NotStored;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An explanation as one JSON object, for the admin port and {@code explain --json}. */
public final class ExplanationJson {
  private ExplanationJson() {}

  public static ObjectNode of(Explanation explanation) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("method", explanation.request().method().name());
    json.put("url", explanation.target().toString());
    json.put("at", explanation.at().toString());
    json.put("rule", explanation.rule());
    putDecision(json.putObject("decision"), explanation.decision());
    ArrayNode stored = json.putArray("stored");
    explanation.stored().forEach(each -> StoredJson.put(stored.addObject(), each));
    ArrayNode steps = json.putArray("steps");
    for (Explanation.Step step : explanation.steps()) {
      steps.addObject().put("section", step.section()).put("text", step.text());
    }
    NotStored refusal = explanation.refusal();
    if (refusal != null) {
      json.putObject("notStored")
          .put("at", refusal.at().toString())
          .put("status", refusal.status())
          .put("reason", refusal.reason().word())
          .put("section", refusal.reason().section());
    }
    putAdvice(json.putArray("advice"), explanation.decision(), refusal);
    return json;
  }

  private static void putDecision(ObjectNode json, Reuse decision) {
    json.put("outcome", outcome(decision));
    json.put("reason", decision.reason().word());
    json.put("section", decision.reason().section());
    switch (decision) {
      case Reuse.Serve serve -> putTimes(json, serve.age(), serve.remaining());
      case Reuse.ServeThenRevalidate both ->
          putTimes(json, both.now().age(), both.now().remaining());
      case Reuse.Revalidate revalidate -> {}
      case Reuse.Complete complete -> {}
      case Reuse.Fetch fetch -> {}
      case Reuse.Pass pass -> {}
      case Reuse.Unsatisfiable none -> {}
    }
  }

  private static void putTimes(ObjectNode json, Duration age, Duration ttl) {
    json.put("age", age.toSeconds()).put("ttl", ttl.toSeconds());
  }

  private static String outcome(Reuse decision) {
    return switch (decision) {
      case Reuse.Serve serve -> "serve";
      case Reuse.ServeThenRevalidate both -> "serve-then-revalidate";
      case Reuse.Revalidate revalidate -> "revalidate";
      case Reuse.Complete complete -> "complete";
      case Reuse.Fetch fetch -> "fetch";
      case Reuse.Pass pass -> "pass";
      case Reuse.Unsatisfiable none -> "unsatisfiable";
    };
  }

  private static void putAdvice(ArrayNode json, Reuse decision, @Nullable NotStored refusal) {
    add(json, Advice.on(decision.reason()));
    if (refusal != null && isMiss(decision.reason())) {
      add(json, Advice.on(refusal.reason()));
    }
  }

  private static boolean isMiss(Reason reason) {
    return reason == Reason.NOTHING_STORED || reason == Reason.NO_VARIANT;
  }

  private static void add(ArrayNode json, String advice) {
    if (!advice.isEmpty()) {
      json.add(advice);
    }
  }
}
