package larder.app.statistics;

import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What was counted as one JSON object: what the admin port gives, and {@code run --json}. */
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
    return json;
  }
}
