package larder.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import larder.app.run.Run.Violation;
import larder.app.statistics.Counts;
import larder.forwarding.Conclusion.Result;
import org.junit.jupiter.api.Test;

class RunTextTest {
  private static final Counts MIXED =
      new Counts(
          Map.of(
              Result.HIT, 900L,
              Result.NOT_MODIFIED_HIT, 90L,
              Result.REVALIDATED, 5L,
              Result.MISS, 3L,
              Result.PASS, 1L,
              Result.FAILED, 1L,
              Result.TUNNEL, 2L),
          Map.of("uri-miss", 3L, "method", 1L),
          Map.of("private", 1L, "no-lifetime", 2L),
          Map.of("502 dns_error", 1L),
          50L << 20,
          11,
          2048,
          Duration.ofMillis(12_345),
          List.of(new Counts.Tunnelled("a.example:443", 2, 4096)),
          Map.of("a.example:443", "not-http"));
  private static final Counts QUIET =
      new Counts(
          Map.of(), Map.of(), Map.of(), Map.of(), 0, 0, 0, Duration.ZERO, List.of(), Map.of());

  private static Run run(Counts counts) {
    return new Run(List.of("npm", "ci"), 0, Duration.ofMillis(2500), counts);
  }

  @Test
  void aTerminalGetsAFewLines() {
    assertEquals(
        List.of(
            "1,000 requests: 990 from the cache (99.0 %), 5 validated, 4 misses, 1 failed.",
            "50 MiB from the cache, 2 KiB from origins; 12.3 s of waiting for origins saved, added"
                + " up.",
            "Misses: uri-miss 3, method 1.",
            "Not stored: no-lifetime 2, private 1. --preset and --rule can say how long such"
                + " answers stay fresh.",
            "Only tunnelled, so not cached: a.example:443 (4 KiB)."
                + " --intercept=HOST has it read if the client speaks TLS.",
            "Named by --intercept, but only tunnelled: a.example:443 (not-http)."),
        RunText.lines(run(MIXED)));
  }

  @Test
  void nothingIsMadeOfNothing() {
    assertEquals(List.of("Nothing was asked for through the proxy."), RunText.lines(run(QUIET)));
  }

  @Test
  void aPageOfMarkdownHasTheSameFigures() {
    String page = RunText.markdown(run(MIXED));
    for (String row :
        List.of(
            "### Larder: `npm ci`",
            "| Requests | 1,000 |",
            "| From the cache | 990 |",
            "| uri-miss | 3 |",
            "| no-lifetime | 2 |",
            "| `a.example:443` | 2 | 4 KiB |",
            "| Took | 2.5 s |")) {
      assertTrue(page.contains(row), page);
    }
  }

  @Test
  void programsGetThemAsJson() {
    assertEquals(
        "{\"requests\":1000,\"hits\":990,\"validated\":5,\"misses\":4,\"refused\":0,\"failed\":1,"
            + "\"missesByReason\":{\"method\":1,\"uri-miss\":3},"
            + "\"notStoredByReason\":{\"no-lifetime\":2,\"private\":1},"
            + "\"errors\":{\"502 dns_error\":1},"
            + "\"bytes\":{\"fromCache\":52428800,\"fromOrigins\":2048,\"tunnelled\":4096},"
            + "\"originRequests\":11,\"secondsOfWaitingSaved\":12.345,"
            + "\"tunnelled\":[{\"host\":\"a.example:443\",\"tunnels\":2,\"bytes\":4096}],"
            + "\"bypassed\":{\"a.example:443\":\"not-http\"},"
            + "\"results\":{\"hit\":900,\"not_modified_hit\":90,\"revalidated\":5,\"miss\":3,"
            + "\"pass\":1,\"tunnel\":2,\"failed\":1},"
            + "\"command\":[\"npm\",\"ci\"],\"exitCode\":0,\"seconds\":2.5}",
        RunText.json(run(MIXED)).toString());
  }

  @Test
  void whatIsUnwantedIsToldApart() {
    Set<Violation> all = EnumSet.allOf(Violation.class);
    assertEquals(
        List.of("misses: 4", "hosts past the cache: 1", "requests to origins: 11"),
        run(MIXED).violations(all));
    assertEquals(List.of(), run(MIXED).violations(Set.of()));
    assertEquals(List.of(), run(QUIET).violations(all));
  }
}
