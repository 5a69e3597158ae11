package larder.fuzzing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import larder.access.HostPattern;
import larder.access.Login;
import larder.caching.CachePolicy;
import larder.caching.Rfc9111Policy;
import larder.caching.Storing;
import larder.caching.Trace;
import larder.http.Authority;
import larder.http.ContentRange;
import larder.http.Fields;
import larder.http.HttpDate;
import larder.http.HttpVersion;
import larder.http.IpAddress;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.ResponseHead;
import larder.http.SyntaxException;
import larder.http.TargetUri;

/** Any text as the values of fields: every reader says what it is, or that it is nothing. */
public final class FieldsFuzz {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final CachePolicy POLICY = new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT);
  private static final List<String> RESPONSE =
      List.of(
          "Cache-Control",
          "Expires",
          "Date",
          "Age",
          "Vary",
          "ETag",
          "Last-Modified",
          "Content-Range",
          "No-Vary-Search",
          "Cache-Groups",
          "Warning",
          "Content-Encoding");
  private static final List<String> REQUEST =
      List.of(
          "Cache-Control",
          "Range",
          "If-Range",
          "If-None-Match",
          "If-Modified-Since",
          "Accept-Encoding",
          "Authorization",
          "Proxy-Authorization");

  private FieldsFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String text =
        new String(bytes, StandardCharsets.ISO_8859_1)
            .replaceAll("[\\x00-\\x09\\x0b-\\x1f\\x7f]", " ");
    String[] values = text.split("\n", -1);
    RequestHead request = request(fields(REQUEST, values, values.length / 2));
    ResponseHead response =
        ResponseHead.of(bytes.length % 2 == 0 ? 200 : 206, fields(RESPONSE, values, 0));
    Storing storing = POLICY.storing(request, false, response, NOW, NOW, Trace.OFF);
    Promise.holds(storing != null, "No decision");
    POLICY.reuse(request, false, List.of(), NOW, Trace.OFF);
    HttpDate.parse(values[0], NOW);
    Login.of(request.fields());
    ContentRange.parse(values[0]);
    IpAddress address = IpAddress.parse(values[0]);
    if (address != null) {
      Promise.same(address, IpAddress.parse(address.toString()), "An address");
    }
    targets(values[0]);
  }

  private static void targets(String text) {
    try {
      TargetUri uri = TargetUri.parse(text);
      Promise.same(uri, TargetUri.parse(uri.toString()), "A target");
    } catch (SyntaxException e) {
      Promise.holds(!e.explanation().isEmpty(), "No explanation");
    }
    try {
      Authority authority = Authority.parse(text, 80);
      Promise.same(authority, Authority.parse(authority.toString(), 1), "An authority");
    } catch (SyntaxException e) {
      Promise.holds(!e.explanation().isEmpty(), "No explanation");
    }
    try {
      HostPattern pattern = HostPattern.parse(text);
      Promise.same(pattern, HostPattern.parse(pattern.toString()), "A pattern");
    } catch (IllegalArgumentException e) {
      Promise.holds(e.getMessage() != null, "No explanation");
    }
  }

  private static Fields fields(List<String> names, String[] values, int from) {
    Fields.Builder fields = Fields.builder();
    for (int i = from; i < values.length && i - from < 2 * names.size(); i++) {
      fields.add(names.get((i - from) % names.size()), values[i].strip());
    }
    return fields.build();
  }

  private static RequestHead request(Fields fields) {
    try {
      RequestTarget target = RequestTarget.parse(Method.GET, "http://example.org/a?b=c");
      return new RequestHead(Method.GET, target, HttpVersion.HTTP_1_1, fields);
    } catch (SyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
