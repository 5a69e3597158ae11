package larder.app.statistics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import larder.forwarding.Conclusion.Result;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Counts as one JSON object, for the admin port and {@code run --json}. */
public final class CountsJson {
  private CountsJson() {}

  public static ObjectNode of(Counts counts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("requests", counts.requests());
    json.put("hits", counts.hits());
    json.put("validated", counts.validated());
    json.put("misses", counts.misses());
    json.put("refused", counts.refused());
    json.put("failed", counts.failed());
    ObjectNode reasons = json.putObject("missesByReason");
    new TreeMap<>(counts.missesByReason()).forEach(reasons::put);
    ObjectNode notStored = json.putObject("notStoredByReason");
    new TreeMap<>(counts.notStoredByReason()).forEach(notStored::put);
    ObjectNode errors = json.putObject("errors");
    new TreeMap<>(counts.errors()).forEach(errors::put);
    json.putObject("bytes")
        .put("fromCache", counts.sentFromStore())
        .put("fromOrigins", counts.receivedFromOrigins())
        .put("tunnelled", counts.tunnelled().stream().mapToLong(Counts.Tunnelled::bytes).sum());
    json.put("originRequests", counts.originRequests());
    json.put("secondsOfWaitingSaved", counts.waitingSaved().toMillis() / 1000.0);
    ArrayNode tunnelled = json.putArray("tunnelled");
    counts
        .tunnelled()
        .forEach(
            host ->
                tunnelled
                    .addObject()
                    .put("host", host.host())
                    .put("tunnels", host.tunnels())
                    .put("bytes", host.bytes()));
    ObjectNode bypassed = json.putObject("bypassed");
    new TreeMap<>(counts.bypassed()).forEach(bypassed::put);
    ObjectNode results = json.putObject("results");
    new TreeMap<>(counts.results()).forEach((result, count) -> results.put(word(result), count));
    return json;
  }

  /** The same without the hosts that clients have reached. */
  static ObjectNode withoutHosts(Counts counts) {
    return of(counts).without(List.of("tunnelled", "bypassed"));
  }

  static String word(Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }

  /** Reads such an object. Missing values count as zero; unknown ones are ignored. */
  public static Counts read(JsonNode json) {
    Map<Result, Long> results = new EnumMap<>(Result.class);
    for (Result each : Result.values()) {
      results.put(each, json.path("results").path(word(each)).asLong());
    }
    List<Counts.Tunnelled> tunnelled = new ArrayList<>();
    for (JsonNode host : json.path("tunnelled")) {
      tunnelled.add(
          new Counts.Tunnelled(
              host.path("host").asString(""),
              host.path("tunnels").asLong(),
              host.path("bytes").asLong()));
    }
    Map<String, String> bypassed = new TreeMap<>();
    json.path("bypassed")
        .properties()
        .forEach(each -> bypassed.put(each.getKey(), each.getValue().asString("")));
    return new Counts(
        results,
        numbers(json.path("missesByReason")),
        numbers(json.path("notStoredByReason")),
        numbers(json.path("errors")),
        json.path("bytes").path("fromCache").asLong(),
        json.path("originRequests").asLong(),
        json.path("bytes").path("fromOrigins").asLong(),
        Duration.ofMillis(Math.round(json.path("secondsOfWaitingSaved").asDouble() * 1000)),
        tunnelled,
        bypassed);
  }

  private static Map<String, Long> numbers(JsonNode json) {
    Map<String, Long> numbers = new TreeMap<>();
    json.properties().forEach(each -> numbers.put(each.getKey(), each.getValue().asLong()));
    return numbers;
  }
}
