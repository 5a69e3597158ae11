package larder.app.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import larder.app.statistics.Counts;
import larder.app.statistics.CountsJson;
import larder.app.statistics.Sizes;
import larder.caching.Reason;
import tools.jackson.databind.node.ObjectNode;

/** The report of a run, for users and programs. */
public final class RunText {
  private static final int HOSTS_SHOWN = 5;

  private RunText() {}

  /** A few lines for a terminal. */
  public static List<String> lines(Run run) {
    Counts counts = run.counts();
    if (counts.requests() == 0 && counts.tunnelled().isEmpty()) {
      return List.of("Nothing was asked for through the proxy.");
    }
    List<String> lines = new ArrayList<>();
    lines.add(requests(counts) + ".");
    lines.add(
        Sizes.text(counts.sentFromStore())
            + " from the cache, "
            + Sizes.text(counts.receivedFromOrigins())
            + " from origins"
            + (counts.waitingSaved().toMillis() < 50 ? "" : "; " + waiting(counts))
            + ".");
    if (counts.misses() > 0) {
      lines.add("Misses: " + reasons(counts.missesByReason()) + ".");
    }
    if (!counts.notStoredByReason().isEmpty()) {
      lines.add("Not stored: " + reasons(counts.notStoredByReason()) + "." + advice(counts));
    }
    if (!counts.tunnelled().isEmpty()) {
      lines.add(
          "Only tunnelled, so not cached: "
              + tunnelled(counts)
              + ". --intercept=HOST has it read if the client speaks TLS.");
    }
    if (!counts.bypassed().isEmpty()) {
      lines.add("Named by --intercept, but only tunnelled: " + bypassed(counts) + ".");
    }
    return lines;
  }

  private static String bypassed(Counts counts) {
    return new TreeMap<>(counts.bypassed())
        .entrySet().stream()
            .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
            .collect(Collectors.joining(", "));
  }

  private static String requests(Counts counts) {
    StringBuilder text = new StringBuilder();
    text.append(number(counts.requests(), "request")).append(": ");
    text.append(grouped(counts.hits())).append(" from the cache");
    if (counts.requests() > 0) {
      text.append(
          String.format(Locale.ROOT, " (%.1f %%)", 100.0 * counts.hits() / counts.requests()));
    }
    append(text, counts.validated(), "validated");
    append(text, counts.misses(), counts.misses() == 1 ? "miss" : "misses");
    append(text, counts.refused(), "refused");
    append(text, counts.failed(), "failed");
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(", ").append(grouped(count)).append(' ').append(what);
    }
  }

  /** The times are added up as if one request had followed another. */
  private static String waiting(Counts counts) {
    return String.format(
        Locale.ROOT,
        "%.1f s of waiting for origins saved, added up",
        counts.waitingSaved().toMillis() / 1000.0);
  }

  /** What to do about responses without a lifetime. */
  private static String advice(Counts counts) {
    return counts.notStoredByReason().containsKey(Reason.NO_LIFETIME.word())
        ? " --preset and --rule can say how long such answers stay fresh."
        : "";
  }

  private static String reasons(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(entry -> entry.getKey() + " " + grouped(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String tunnelled(Counts counts) {
    List<Counts.Tunnelled> hosts = counts.tunnelled();
    String shown =
        hosts.stream()
            .limit(HOSTS_SHOWN)
            .map(host -> host.host() + " (" + Sizes.text(host.bytes()) + ")")
            .collect(Collectors.joining(", "));
    int more = hosts.size() - HOSTS_SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private static String number(long count, String what) {
    return grouped(count) + " " + what + (count == 1 ? "" : "s");
  }

  private static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** For a Markdown page, such as a step summary of CI. */
  public static String markdown(Run run) {
    Counts counts = run.counts();
    StringBuilder text = new StringBuilder();
    text.append("### Larder: `").append(code(String.join(" ", run.command()))).append("`\n\n");
    text.append("| | |\n| --- | ---: |\n");
    row(text, "Requests", grouped(counts.requests()));
    row(text, "From the cache", grouped(counts.hits()));
    row(text, "Validated", grouped(counts.validated()));
    row(text, "Misses", grouped(counts.misses()));
    row(text, "Refused or failed", grouped(counts.refused() + counts.failed()));
    row(text, "Bytes from the cache", Sizes.text(counts.sentFromStore()));
    row(text, "Bytes from origins", Sizes.text(counts.receivedFromOrigins()));
    row(
        text,
        "Waiting for origins saved, added up",
        String.format(Locale.ROOT, "%.1f s", counts.waitingSaved().toMillis() / 1000.0));
    row(text, "Took", String.format(Locale.ROOT, "%.1f s", run.elapsed().toMillis() / 1000.0));
    row(text, "Exit code", Integer.toString(run.exitCode()));
    if (counts.misses() > 0) {
      table(text, "Misses by reason", counts.missesByReason());
    }
    if (!counts.notStoredByReason().isEmpty()) {
      table(text, "Not stored, by reason", counts.notStoredByReason());
    }
    if (!counts.tunnelled().isEmpty()) {
      text.append("\n| Only tunnelled | Tunnels | Bytes |\n| --- | ---: | ---: |\n");
      counts.tunnelled().stream()
          .sorted(Comparator.comparing(Counts.Tunnelled::host))
          .forEach(
              host ->
                  row(
                      text,
                      "`" + code(host.host()) + "`",
                      grouped(host.tunnels()) + " | " + Sizes.text(host.bytes())));
    }
    if (!counts.bypassed().isEmpty()) {
      text.append("\n| Named by --intercept, but only tunnelled | Why |\n| --- | --- |\n");
      new TreeMap<>(counts.bypassed())
          .forEach((host, why) -> row(text, "`" + code(host) + "`", why));
    }
    return text.toString();
  }

  private static void table(StringBuilder text, String title, Map<String, Long> counts) {
    text.append("\n| ").append(title).append(" | |\n| --- | ---: |\n");
    new TreeMap<>(counts).forEach((name, count) -> row(text, name, grouped(count)));
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append("| ").append(name).append(" | ").append(value).append(" |\n");
  }

  /** Text for use between back quotes in a table. */
  private static String code(String text) {
    return text.replace('`', '\'').replace('\n', ' ').replace("|", "\\|");
  }

  public static ObjectNode json(Run run) {
    ObjectNode json = CountsJson.of(run.counts());
    run.command().forEach(json.putArray("command")::add);
    json.put("exitCode", run.exitCode());
    json.put("seconds", run.elapsed().toMillis() / 1000.0);
    return json;
  }
}
