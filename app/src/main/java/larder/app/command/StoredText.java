package larder.app.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import larder.app.statistics.Sizes;
import tools.jackson.databind.JsonNode;

/** Descriptions of stored responses for users. */
final class StoredText {
  private static final String LINE = "%6s  %11s  %6s  %-16s  %s";

  /** The heading of {@link #line}s. */
  static final String HEADING =
      String.format(Locale.ROOT, LINE, "STATUS", "SIZE", "AGE", "USE", "URL");

  private StoredText() {}

  static String line(JsonNode stored) {
    return String.format(
        Locale.ROOT,
        LINE,
        stored.path("status").asString(),
        Sizes.text(stored.path("bytes").asLong()),
        span(stored.path("ageSeconds").asLong()),
        use(stored),
        stored.path("url").asString(""));
  }

  private static String use(JsonNode stored) {
    long left = stored.path("leftSeconds").asLong();
    String use = stored.path("use").asString("");
    return switch (use) {
      case "fresh" -> "fresh for " + span(left);
      case "stale" -> "stale for " + span(-left);
      default -> use;
    };
  }

  /** In the largest unit of which there is more than one: {@code 90 min}, {@code 3 h}. */
  static String span(long seconds) {
    Duration time = Duration.ofSeconds(Math.max(0, seconds));
    if (time.toDays() > 1) {
      return time.toDays() + " d";
    }
    if (time.toHours() > 1) {
      return time.toHours() + " h";
    }
    return time.toMinutes() > 1 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }

  /** All responses stored for one URL. */
  static List<String> whole(JsonNode shown) {
    List<String> lines = new ArrayList<>();
    lines.add(shown.path("url").asString(""));
    for (JsonNode stored : shown.path("responses")) {
      lines.add("");
      lines.add(figure("status", stored.path("status").asString() + " " + text(stored, "reason")));
      lines.add(figure("content", Sizes.text(stored.path("bytes").asLong())));
      lines.add(figure("use", use(stored)));
      lines.add(figure("age", span(stored.path("ageSeconds").asLong())));
      lines.add(figure("received", text(stored, "receivedAt")));
      if (stored.path("rule").isString()) {
        lines.add(figure("rule", text(stored, "rule")));
      }
      stored
          .path("selectedBy")
          .properties()
          .forEach(
              each ->
                  lines.add(
                      figure(
                          "for requests with", each.getKey() + ": " + each.getValue().asString())));
      for (JsonNode field : stored.path("fields")) {
        lines.add("  " + field.path(0).asString("") + ": " + field.path(1).asString(""));
      }
    }
    return lines;
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).asString("");
  }

  private static String figure(String name, String value) {
    return String.format(Locale.ROOT, "%-18s %s", name, value).stripTrailing();
  }

  /** The numbers of stored responses and their sizes. */
  static List<String> stock(JsonNode counted) {
    List<String> lines = new ArrayList<>();
    lines.add(figure("stored", sum(counted)));
    for (String use : List.of("fresh", "stale", "useless")) {
      lines.add(figure("  " + use, sum(counted.path(use))));
    }
    if (counted.path("oldest").isString()) {
      lines.add(figure("received first", text(counted, "oldest")));
      lines.add(figure("received last", text(counted, "newest")));
    }
    lines.add(figure("origins", grouped(counted.path("origins").asLong())));
    for (JsonNode origin : counted.path("largestOrigins")) {
      lines.add("  " + text(origin, "origin") + "  " + sum(origin));
    }
    JsonNode store = counted.path("store");
    long taken = store.path("takenBytes").asLong();
    long bound = store.path("boundBytes").asLong();
    lines.add(figure("space taken", Sizes.text(taken) + " of " + Sizes.text(bound)));
    return lines;
  }

  private static String sum(JsonNode json) {
    return grouped(json.path("responses").asLong())
        + " ("
        + Sizes.text(json.path("contentBytes").asLong())
        + ")";
  }

  /** {@code 1 response}, {@code 1,204 responses}. */
  static String count(long number, String noun) {
    return grouped(number) + " " + noun + (number == 1 ? "" : "s");
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
