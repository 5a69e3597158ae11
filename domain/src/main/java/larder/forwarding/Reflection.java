package larder.forwarding;

import java.nio.charset.StandardCharsets;
import larder.http.Fields;
import larder.http.RequestHead;
import larder.http.SecretFields;

/** A request as received, for a client that traces it, without probably secret fields. */
final class Reflection {
  private Reflection() {}

  /** In the form of {@code message/http} (RFC 9112, section 10.1). */
  static byte[] of(RequestHead request) {
    StringBuilder text = new StringBuilder();
    text.append(request.method().name()).append(' ').append(request.target());
    text.append(' ').append(request.version().text()).append("\r\n");
    Fields fields = request.fields().withoutMatching(SecretFields::include);
    for (int i = 0; i < fields.size(); i++) {
      text.append(fields.name(i)).append(": ").append(fields.value(i)).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
