package larder.caching;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import larder.http.Fields;
import larder.http.HttpDate;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.ResponseHead;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.store.StoredResponse;

/** Messages, stored responses, and the questions to the policy, in few words. */
final class Given {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final CachePolicy RFC9111 = new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT);
  static final TargetUri TARGET = uri("http://example.org/dir/page?q=1");

  private Given() {}

  static TargetUri uri(String text) {
    try {
      return TargetUri.parse(text);
    } catch (SyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Instant ago(long seconds) {
    return NOW.minusSeconds(seconds);
  }

  /** As a field has it. */
  static String date(long secondsAgo) {
    return HttpDate.format(ago(secondsAgo));
  }

  static RequestHead get(String... fields) {
    return request("GET", fields);
  }

  static RequestHead head(String... fields) {
    return request("HEAD", fields);
  }

  static RequestHead request(String method, String... fields) {
    return new RequestHead(
        Method.of(method),
        new RequestTarget.AbsoluteForm(TARGET),
        HttpVersion.HTTP_1_1,
        Fields.of(fields));
  }

  static ResponseHead ok(String... fields) {
    return response(200, fields);
  }

  static ResponseHead response(int status, String... fields) {
    return ResponseHead.of(status, Fields.of(fields));
  }

  /** Received now. */
  static FakeStored stored(String... fields) {
    return storedAgo(0, fields);
  }

  static FakeStored storedAgo(long seconds, String... fields) {
    return FakeStored.received(ago(seconds), Fields.of(fields));
  }

  static Reuse reuse(RequestHead request, StoredResponse... stored) {
    return RFC9111.reuse(request, false, List.of(stored), NOW, Trace.OFF);
  }

  static Reuse.Serve served(RequestHead request, StoredResponse... stored) {
    return assertInstanceOf(Reuse.Serve.class, reuse(request, stored));
  }

  static Reuse.Revalidate revalidated(RequestHead request, StoredResponse... stored) {
    return assertInstanceOf(Reuse.Revalidate.class, reuse(request, stored));
  }

  static Storing storing(RequestHead request, ResponseHead response) {
    return RFC9111.storing(request, false, response, NOW, NOW, Trace.OFF);
  }

  static Storing.Store kept(RequestHead request, ResponseHead response) {
    return assertInstanceOf(Storing.Store.class, storing(request, response));
  }

  static Validation validated(RequestHead request, Reuse.Revalidate asked, ResponseHead answer) {
    return RFC9111.validated(request, asked, answer, NOW, NOW, Trace.OFF);
  }

  static Validation.Freshened freshened(
      RequestHead request, Reuse.Revalidate asked, ResponseHead answer) {
    return assertInstanceOf(Validation.Freshened.class, validated(request, asked, answer));
  }

  static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
