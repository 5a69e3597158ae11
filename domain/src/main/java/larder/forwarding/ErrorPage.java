package larder.forwarding;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import larder.http.Body;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpDate;
import larder.http.RequestHead;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.StatusCodes;
import larder.http.Tokens;
import org.jspecify.annotations.Nullable;

/** Makes a refusal a response: HTML for a browser, plain text for everything else. */
final class ErrorPage {
  private final String name;

  ErrorPage(String name) {
    this.name = name;
  }

  /**
   * @param request null if it could not be read
   */
  Response of(Refusal refusal, @Nullable RequestHead request, Instant now) {
    boolean html = request != null && wantsHtml(request.fields());
    byte[] content = (html ? html(refusal) : text(refusal)).getBytes(StandardCharsets.UTF_8);
    Fields.Builder fields =
        Fields.builder()
            .copy(FieldNames.DATE, HttpDate.format(now))
            .copy(FieldNames.CACHE_CONTROL, "no-store")
            .copy(
                FieldNames.CONTENT_TYPE,
                html ? "text/html; charset=utf-8" : "text/plain; charset=utf-8")
            .copy(FieldNames.PROXY_STATUS, proxyStatus(refusal))
            .addAll(refusal.fields());
    ResponseHead head = ResponseHead.of(refusal.status(), fields.build());
    if (request != null && !head.mayHaveContent(request.method())) {
      Fields announced = head.fields().plus(FieldNames.CONTENT_LENGTH, "" + content.length);
      return new Response(head.withFields(announced), Body.empty());
    }
    return new Response(head, Body.of(content));
  }

  private static boolean wantsHtml(Fields fields) {
    for (String range : fields.elements(FieldNames.ACCEPT)) {
      if (Tokens.lowerCase(range).startsWith("text/html")) {
        return true;
      }
    }
    return false;
  }

  /** RFC 9209, section 2, with the sentence as a quoted string. */
  private String proxyStatus(Refusal refusal) {
    StringBuilder member = new StringBuilder(name);
    member.append("; error=").append(refusal.error()).append("; details=\"");
    for (int i = 0; i < refusal.whatHappened().length(); i++) {
      char c = refusal.whatHappened().charAt(i);
      if (c == '"' || c == '\\') {
        member.append('\\').append(c);
      } else {
        member.append(c >= ' ' && c < 0x7f ? c : '?');
      }
    }
    return member.append('"').toString();
  }

  private static String title(Refusal refusal) {
    return refusal.status() + " " + StatusCodes.reason(refusal.status());
  }

  private String text(Refusal refusal) {
    return title(refusal)
        + "\n\n"
        + refusal.whatHappened()
        + "\n"
        + refusal.whatToDo()
        + "\n\nSaid by the proxy "
        + name
        + ".\n";
  }

  private String html(Refusal refusal) {
    return """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="color-scheme" content="light dark">
    <title>%1$s</title>
    <style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto;
      padding: 0 1rem } small { opacity: .7 }</style>
    <h1>%1$s</h1>
    <p>%2$s</p>
    <p>%3$s</p>
    <p><small>Said by the proxy %4$s.</small></p>
    </html>
    """
        .formatted(
            escape(title(refusal)),
            escape(refusal.whatHappened()),
            escape(refusal.whatToDo()),
            escape(name));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
