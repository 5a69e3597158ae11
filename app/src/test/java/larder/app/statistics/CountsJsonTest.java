package larder.app.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import larder.forwarding.Conclusion.Result;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CountsJsonTest {
  @Test
  void whatIsWrittenIsReadTheSame() {
    Map<Result, Long> results = new EnumMap<>(Result.class);
    long number = 1;
    for (Result each : Result.values()) {
      results.put(each, number++);
    }
    Counts counts =
        new Counts(
            results,
            Map.of("uri-miss", 3L, "stale", 1L),
            Map.of("no-lifetime", 5L, "private", 1L),
            Map.of("502 tls_certificate_error", 2L),
            10_000_000_000L,
            17,
            4321,
            Duration.ofMillis(1234),
            List.of(
                new Counts.Tunnelled("a.example:443", 2, 500),
                new Counts.Tunnelled("b.example:443", 1, 7)),
            Map.of("pinned.example:443", "certificate-rejected"));
    assertEquals(
        counts,
        CountsJson.read(JsonMapper.shared().readTree(CountsJson.of(counts).toPrettyString())));
  }
}
