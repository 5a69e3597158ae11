package larder.app.log;

import java.io.StringWriter;
import java.util.Locale;
import larder.caching.Reason;
import larder.forwarding.Conclusion;
import larder.forwarding.WaitEnd;
import larder.http.Authority;
import larder.http.RequestHead;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object, with OpenTelemetry's attribute names where there are some. */
final class JsonLine {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JsonLine() {}

  static String format(Conclusion conclusion) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator line = MAPPER.createGenerator(text)) {
      line.writeStartObject();
      writeRequest(line, conclusion);
      writeAnswer(line, conclusion);
      TransferException failure = conclusion.failure();
      if (failure != null) {
        writeFailure(line, failure);
      }
      line.writeEndObject();
    }
    return text.toString().replace("\u007f", "\\u007F"); // DEL is ASCII
  }

  private static void writeRequest(JsonGenerator line, Conclusion conclusion) {
    line.writeStringProperty("time", conclusion.startedAt().toString());
    line.writeStringProperty("client.address", LogText.client(conclusion));
    writeIfAny(line, "user.name", conclusion.user());
    RequestHead request = conclusion.request();
    if (request != null) {
      line.writeStringProperty("http.request.method", request.method().name());
      line.writeStringProperty("url.full", LogText.target(conclusion));
      line.writeStringProperty("network.protocol.version", request.version().number());
    }
  }

  private static void writeAnswer(JsonGenerator line, Conclusion conclusion) {
    line.writeNumberProperty("http.response.status_code", LogText.status(conclusion));
    Authority origin = conclusion.origin();
    if (origin != null) {
      line.writeStringProperty("server.address", origin.host());
      line.writeNumberProperty("server.port", origin.port());
    }
    line.writeStringProperty("cache.result", word(conclusion.result()));
    writeReason(line, "cache.reason", conclusion.reuse());
    writeReason(line, "cache.storing", conclusion.storing());
    writeIfAny(line, "cache.rule", conclusion.rule());
    WaitEnd waiting = conclusion.waiting();
    writeIfAny(line, "cache.waiting", waiting == null ? null : waiting.word());
    line.writeNumberProperty("bytes.client", conclusion.bytesSent());
    line.writeNumberProperty("bytes.received", conclusion.bytesReceived());
    line.writeNumberProperty("duration.ms", conclusion.elapsed().toNanos() / 1e6);
  }

  private static void writeFailure(JsonGenerator line, TransferException failure) {
    line.writeStringProperty("error.side", word(failure.side()));
    line.writeStringProperty("error.type", word(failure.kind()));
    line.writeStringProperty("error.message", failure.explanation());
  }

  private static void writeReason(JsonGenerator line, String name, @Nullable Reason reason) {
    writeIfAny(line, name, reason == null ? null : reason.word());
  }

  private static void writeIfAny(JsonGenerator line, String name, @Nullable String value) {
    if (value != null) {
      line.writeStringProperty(name, value);
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
