package larder.app.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** An explanation for users, with the markup of the command line: {@code @|bold text|@}. */
public final class ExplanationText {
  private static final int WIDTH = 78;

  private final JsonNode json;
  private final List<String> lines = new ArrayList<>();

  private ExplanationText(JsonNode json) {
    this.json = json;
  }

  /**
   * @param json made by {@link ExplanationJson}, here or in a running proxy
   */
  public static List<String> lines(JsonNode json) {
    ExplanationText text = new ExplanationText(json);
    text.addAll();
    return text.lines;
  }

  private void addAll() {
    lines.add("@|bold " + plain(headline()) + "|@");
    lines.add("");
    addStored();
    addRefusal();
    lines.add("How it came to that:");
    int number = 1;
    for (JsonNode step : json.path("steps")) {
      addWrapped(
          String.format(Locale.ROOT, "%3d. ", number++),
          plain(step.path("text").asString("")),
          plain(step.path("section").asString("")));
    }
    if (!json.path("advice").isEmpty()) {
      lines.add("");
      lines.add("What would change it:");
      json.path("advice").forEach(advice -> addWrapped("  - ", plain(advice.asString("")), ""));
    }
  }

  /** Prevents foreign text from using our markup or moving the cursor. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain.append(c < ' ' || (c >= 0x7f && c < 0xa0) ? '?' : c);
    }
    return plain.toString().replace("@|", "@ |").replace("|@", "| @");
  }

  private String headline() {
    JsonNode decision = json.path("decision");
    String reason = decision.path("reason").asString("");
    return switch (decision.path("outcome").asString("")) {
      case "serve" -> "A hit: " + served(decision);
      case "serve-then-revalidate" ->
          "A hit, though stale (" + reason + "): it is validated behind the answer";
      case "revalidate" -> "The origin is asked whether what is stored is still good: " + reason;
      case "complete" -> "The origin is asked for what is missing: " + reason;
      case "unsatisfiable" ->
          reason.startsWith("offline")
              ? "A 504: no origin may be asked, and nothing stored will do (" + reason + ")"
              : "A 504: the client wants a stored response alone, and there is none";
      default -> "A miss: the origin is asked (" + reason + ")";
    };
  }

  private static String served(JsonNode decision) {
    long ttl = decision.path("ttl").asLong(0);
    return ttl >= 0
        ? "served from the store for another " + inWords(ttl)
        : "served from the store, stale for "
            + inWords(-ttl)
            + " ("
            + decision.path("reason").asString("")
            + ")";
  }

  private static String inWords(long seconds) {
    Duration time = Duration.ofSeconds(seconds);
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7200) {
      return time.toMinutes() + " min";
    }
    return time.toDays() < 2
        ? time.toHours() + " h " + time.toMinutesPart() + " min"
        : time.toDays() + " days";
  }

  private void addStored() {
    int number = 1;
    for (JsonNode each : json.path("stored")) {
      StringBuilder line = new StringBuilder();
      line.append("Stored, number ").append(number++).append(": ");
      line.append(each.path("status").asInt()).append(", ");
      line.append(each.path("bytes").asLong()).append(" bytes, received ");
      line.append(each.path("receivedAt").asString(""));
      append(line, ", ", each.path("part"));
      append(line, ", ETag ", each.path("etag"));
      append(line, ", Cache-Control: ", each.path("cacheControl"));
      addWrapped("", plain(line.toString()), "");
    }
    if (number > 1) {
      lines.add("");
    }
  }

  private static void append(StringBuilder line, String before, JsonNode value) {
    if (value.isString()) {
      line.append(before).append(value.asString());
    }
  }

  private void addRefusal() {
    JsonNode refusal = json.path("notStored");
    if (refusal.isObject()) {
      addWrapped(
          "",
          plain(
              "Not stored at "
                  + refusal.path("at").asString("")
                  + ": the origin's "
                  + refusal.path("status").asInt()
                  + " ("
                  + refusal.path("reason").asString("")
                  + ")"),
          plain(refusal.path("section").asString("")));
      lines.add("");
    }
  }

  /** Puts the section at the end of the last line, or on a line of its own. */
  private void addWrapped(String start, String text, String section) {
    String indent = " ".repeat(start.length());
    StringBuilder line = new StringBuilder(start);
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() > WIDTH && line.length() > indent.length()) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(indent);
      }
      line.append(word).append(' ');
    }
    if (section.isEmpty()) {
      lines.add(line.toString().stripTrailing());
      return;
    }
    if (line.length() + section.length() + 2 > WIDTH) {
      lines.add(line.toString().stripTrailing());
      line = new StringBuilder(indent);
    }
    lines.add(line + "@|faint [" + section + "]|@");
  }
}
