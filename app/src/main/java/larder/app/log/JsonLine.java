package larder.app.log;

import java.util.Locale;
import larder.caching.Reason;
import larder.forwarding.Conclusion;
import larder.forwarding.WaitEnd;
import larder.http.Authority;
import larder.http.RequestHead;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One JSON object, with the attribute names of OpenTelemetry where it has them. */
final class JsonLine {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JsonLine() {}

  static String format(Conclusion conclusion) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("time", conclusion.startedAt().toString());
    line.put("client.address", LogText.client(conclusion));
    String user = conclusion.user();
    if (user != null) {
      line.put("user.name", user);
    }
    RequestHead request = conclusion.request();
    if (request != null) {
      line.put("http.request.method", request.method().name());
      line.put("url.full", LogText.target(conclusion));
      line.put("network.protocol.version", request.version().number());
    }
    line.put("http.response.status_code", LogText.status(conclusion));
    Authority origin = conclusion.origin();
    if (origin != null) {
      line.put("server.address", origin.host());
      line.put("server.port", origin.port());
    }
    line.put("cache.result", conclusion.result().name().toLowerCase(Locale.ROOT));
    putReason(line, "cache.reason", conclusion.reuse());
    putReason(line, "cache.storing", conclusion.storing());
    String rule = conclusion.rule();
    if (rule != null) {
      line.put("cache.rule", rule);
    }
    WaitEnd waiting = conclusion.waiting();
    if (waiting != null) {
      line.put("cache.waiting", waiting.word());
    }
    line.put("bytes.client", conclusion.bytesSent());
    line.put("bytes.received", conclusion.bytesReceived());
    line.put("duration.ms", conclusion.elapsed().toNanos() / 1e6);
    TransferException failure = conclusion.failure();
    if (failure != null) {
      line.put("error.side", failure.side().name().toLowerCase(Locale.ROOT));
      line.put("error.type", failure.kind().name().toLowerCase(Locale.ROOT));
      line.put("error.message", failure.explanation());
    }
    return MAPPER.writeValueAsString(line).replace("\u007f", "\\u007F"); // DEL is ASCII
  }

  private static void putReason(ObjectNode line, String name, @Nullable Reason reason) {
    if (reason != null) {
      line.put(name, reason.word());
    }
  }
}
