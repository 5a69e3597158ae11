package larder.app.statistics;

import java.time.Duration;
import java.util.TreeMap;
import larder.store.StoreSize;
import tools.jackson.databind.node.ObjectNode;

/**
 * The state of a running proxy.
 *
 * @param up how long it has been running
 * @param connections of clients, including idle ones
 * @param stored the present size of its store
 */
public record State(Duration up, int connections, StoreSize stored, Counts counts) {
  /**
   * For programs, and for {@code larder stats}. Names no hosts: all users of this machine may ask,
   * and must not see who went where.
   */
  public ObjectNode json() {
    ObjectNode json = CountsJson.withoutHosts(counts);
    json.putObject("stored").put("responses", stored.responses()).put("bytes", stored.bytes());
    json.put("connections", connections);
    json.put("secondsUp", up.toMillis() / 1000.0);
    return json;
  }

  /** In the text format of Prometheus, version 0.0.4. */
  public String metrics() {
    StringBuilder text = new StringBuilder();
    family(text, "larder_cache_requests_total", "counter", "Exchanges by how they were answered.");
    new TreeMap<>(counts.results())
        .forEach(
            (result, count) ->
                sample(
                    text,
                    "larder_cache_requests_total{result=\"" + CountsJson.word(result) + "\"}",
                    count));
    family(text, "larder_cache_misses_total", "counter", "Misses by reason.");
    new TreeMap<>(counts.missesByReason())
        .forEach(
            (reason, count) ->
                sample(text, "larder_cache_misses_total{reason=\"" + reason + "\"}", count));
    family(
        text,
        "larder_cache_not_stored_total",
        "counter",
        "Answers that were not stored, by reason.");
    new TreeMap<>(counts.notStoredByReason())
        .forEach(
            (reason, count) ->
                sample(text, "larder_cache_not_stored_total{reason=\"" + reason + "\"}", count));
    family(text, "larder_errors_total", "counter", "What the proxy answered itself, by cause.");
    new TreeMap<>(counts.errors()).forEach((kind, count) -> error(text, kind, count));
    family(text, "larder_bytes_total", "counter", "To clients from the cache, and from origins.");
    sample(text, "larder_bytes_total{source=\"cache\"}", counts.sentFromStore());
    sample(text, "larder_bytes_total{source=\"origin\"}", counts.receivedFromOrigins());
    family(text, "larder_tunnel_bytes_total", "counter", "Bytes carried unread, both ways.");
    sample(
        text,
        "larder_tunnel_bytes_total",
        counts.tunnelled().stream().mapToLong(Counts.Tunnelled::bytes).sum());
    family(text, "larder_origin_requests_total", "counter", "How often an origin was asked.");
    sample(text, "larder_origin_requests_total", counts.originRequests());
    family(text, "larder_connections", "gauge", "Open connections of clients.");
    sample(text, "larder_connections", connections);
    family(text, "larder_uptime_seconds", "gauge", "For how long it has been running.");
    sample(text, "larder_uptime_seconds", up.toSeconds());
    family(text, "larder_cache_entries", "gauge", "Stored responses.");
    sample(text, "larder_cache_entries", stored.responses());
    family(text, "larder_cache_size_bytes", "gauge", "What they take.");
    sample(text, "larder_cache_size_bytes", stored.bytes());
    return text.toString();
  }

  private static void error(StringBuilder text, String kind, long count) {
    int space = kind.indexOf(' ');
    String labels =
        "{status=\"" + kind.substring(0, space) + "\",cause=\"" + kind.substring(space + 1) + "\"}";
    sample(text, "larder_errors_total" + labels, count);
  }

  private static void family(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void sample(StringBuilder text, String sample, long value) {
    text.append(sample).append(' ').append(value).append('\n');
  }
}
