package larder.app.explain;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.http.Tokens;

/**
 * A question about a request, as text from the command line or from the admin port.
 *
 * @param at {@code +3h} from now, {@code -5m} ago, or a time such as {@code 2026-03-01T12:00:00Z};
 *     empty for now
 * @param fields each as {@code Name: value}
 */
public record ExplainQuery(String method, String url, String at, List<String> fields) {
  private static final Pattern OFFSET = Pattern.compile("([+-])([0-9]{1,9})([smhd]?)");

  public ExplainQuery {
    fields = List.copyOf(fields);
  }

  /**
   * @throws IllegalArgumentException if it is no http or https URL; the message says what is wrong
   */
  public TargetUri target() {
    try {
      int fragment = url.indexOf('#');
      return TargetUri.parse(fragment < 0 ? url : url.substring(0, fragment));
    } catch (SyntaxException e) {
      throw new IllegalArgumentException(
          "'" + url + "' cannot be asked for: " + e.explanation(), e);
    }
  }

  /**
   * @throws IllegalArgumentException if the method or a field is invalid; the message says why
   */
  public RequestHead request() {
    Fields.Builder request = Fields.builder();
    for (String field : fields) {
      int colon = field.indexOf(':');
      String name = colon < 0 ? "" : field.substring(0, colon);
      String value = Tokens.trim(field.substring(colon + 1));
      if (!Tokens.isToken(name) || !Tokens.isFieldValue(value)) {
        throw new IllegalArgumentException(
            "'" + field + "' is no field: say, for example, 'Accept-Encoding: gzip'");
      }
      request.add(name, value);
    }
    if (!Tokens.isToken(method)) {
      throw new IllegalArgumentException("'" + method + "' is no method");
    }
    return new RequestHead(
        Method.of(method),
        new RequestTarget.AbsoluteForm(target()),
        HttpVersion.HTTP_1_1,
        request.build());
  }

  /**
   * @throws IllegalArgumentException if it is no time; the message says what is one
   */
  public Instant instant(Instant now) {
    if (at.isEmpty()) {
      return now;
    }
    Matcher offset = OFFSET.matcher(at);
    try {
      if (!offset.matches()) {
        return Instant.parse(at);
      }
      Duration time = time(Long.parseLong(offset.group(2)), offset.group(3));
      return offset.group(1).equals("+") ? now.plus(time) : now.minus(time);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + at + "' is no moment: say +3h, -5m or 2026-03-01T12:00:00Z", e);
    }
  }

  private static Duration time(long number, String unit) {
    return switch (unit) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofSeconds(number);
    };
  }
}
