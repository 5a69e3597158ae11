package larder.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import larder.caching.Adjustment;
import larder.caching.CachePolicy;
import larder.caching.Reuse;
import larder.caching.Rfc9111Policy;
import larder.caching.Rule;
import larder.caching.Storing;
import larder.caching.Trace;
import larder.caching.UrlPattern;
import larder.http.Body;
import larder.http.ByteRange;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.ResponseHead;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one decision costs: a browser's request, and what a server of files says. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class Decisions {
  private static final Instant STORED = Instant.parse("2026-03-01T12:00:00Z");
  private static final Fields PLAIN =
      Fields.of(
          "Date", "Sun, 01 Mar 2026 12:00:00 GMT",
          "Content-Type", "text/html; charset=utf-8",
          "Last-Modified", "Sun, 01 Feb 2026 12:00:00 GMT",
          "ETag", "\"5f3b-62a\"",
          "Accept-Ranges", "bytes",
          "Cache-Control", "public, max-age=3600",
          "Server", "example");

  private final CachePolicy policy = new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT);
  private final CachePolicy ruled =
      new Rfc9111Policy(
          Rfc9111Policy.Settings.DEFAULT,
          IntStream.range(0, 40)
              .mapToObj(
                  i ->
                      new Rule(
                          "rule-" + i,
                          UrlPattern.parse("/**/folder" + i + "/**/*.deb"),
                          new Adjustment(Duration.ofHours(1), null, null, Set.of(), false, false)))
              .toList());
  private final TargetUri target = target("http://www.example.org/some/path/page.html?q=1");
  private final TargetUri ofTheLastRule =
      target("http://www.example.org/debian/folder39/main/p/page/page_1.0-2_amd64.deb");
  private final RequestHead request =
      new RequestHead(
          Method.GET,
          new RequestTarget.AbsoluteForm(target),
          HttpVersion.HTTP_1_1,
          Fields.of(
              "Host", "www.example.org",
              "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101",
              "Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
              "Accept-Language", "en-US,en;q=0.5",
              "Accept-Encoding", "gzip, deflate, br, zstd",
              "Connection", "keep-alive",
              "Referer", "http://www.example.org/",
              "Cookie", "session=0123456789abcdef"));
  private final List<StoredResponse> one = List.of(stored(PLAIN, Fields.EMPTY));
  private final List<StoredResponse> three =
      List.of(variant("br"), variant("gzip"), variant("br, deflate, gzip, zstd"));
  private final ResponseHead response = ResponseHead.of(200, PLAIN);
  private final Map<String, String> floor = new HashMap<>(Map.of(target.toString(), "max-age"));
  private final Instant now = STORED.plusSeconds(60);

  private static TargetUri target(String uri) {
    try {
      return TargetUri.parse(uri);
    } catch (SyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static StoredResponse variant(String encoding) {
    return stored(PLAIN.plus("Vary", "Accept-Encoding"), Fields.of("accept-encoding", encoding));
  }

  private static StoredResponse stored(Fields fields, Fields selecting) {
    return new Stored(new StoredHead(200, "OK", fields, selecting, STORED, STORED));
  }

  /** May what is stored answer? One response is stored. */
  @Benchmark
  public Reuse hit() {
    return policy.reuse(request, false, one, now, Trace.OFF);
  }

  /** The same with three variants. */
  @Benchmark
  public Reuse hitOfThreeVariants() {
    return policy.reuse(request, false, three, now, Trace.OFF);
  }

  /** Which policy decides, with forty rules of which none fits. */
  @Benchmark
  public CachePolicy fortyRules() {
    return ruled.forTarget(target);
  }

  /** The same where the last one does, and each of the others only nearly. */
  @Benchmark
  public CachePolicy lastOfFortyRules() {
    return ruled.forTarget(ofTheLastRule);
  }

  /** May the answer be stored? */
  @Benchmark
  public Storing storing() {
    return policy.storing(request, false, response, STORED, STORED, Trace.OFF);
  }

  /** The floor: one look into a map, and one comparison of a text. */
  @Benchmark
  public boolean floor() {
    return "max-age".equals(floor.get(target.toString()));
  }

  private record Stored(StoredHead head) implements StoredResponse {
    @Override
    public StoreKey key() {
      return new StoreKey("http://www.example.org/");
    }

    @Override
    public long length() {
      return 1000;
    }

    @Override
    public Body open() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Body open(ByteRange range) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void freshen(StoredHead other) {}

    @Override
    public void remove() {}
  }
}
