package larder.caching;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.RequestHead;
import larder.http.SecretFields;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/** The sentences that explain a decision; built only when somebody listens. */
final class StepSentences {
  /** Fields of a request that can change a decision. */
  private static final List<String> WISHES =
      List.of(
          FieldNames.CACHE_CONTROL,
          FieldNames.PRAGMA,
          FieldNames.RANGE,
          FieldNames.IF_RANGE,
          FieldNames.IF_NONE_MATCH,
          FieldNames.IF_MODIFIED_SINCE,
          FieldNames.IF_MATCH,
          FieldNames.IF_UNMODIFIED_SINCE,
          FieldNames.AUTHORIZATION);

  /** Fields of a response about its lifetime and about who may have it. */
  private static final List<String> TERMS =
      List.of(
          FieldNames.CACHE_CONTROL,
          FieldNames.EXPIRES,
          FieldNames.DATE,
          FieldNames.AGE,
          FieldNames.LAST_MODIFIED,
          FieldNames.ETAG,
          FieldNames.VARY,
          FieldNames.SET_COOKIE);

  private final Trace trace;

  private StepSentences(Trace trace) {
    this.trace = trace;
  }

  static StepSentences to(Trace trace) {
    return new StepSentences(trace);
  }

  private void step(String section, String text) {
    trace.step(section, () -> text);
  }

  /** The request, and the user's rule that applies. */
  void request(RequestHead request, @Nullable String rule) {
    String said = listed(request.fields(), WISHES);
    step(
        "RFC 9111, section 5.2.1",
        request.method().name() + " with " + (said.isEmpty() ? "no wishes of its own" : said));
    if (rule != null) {
      step("the rule " + rule, "A rule of yours holds for this URL");
    }
  }

  /** What a response that may be stored says. */
  void response(int status, Fields fields, CacheControl directives) {
    String said = listed(fields, TERMS);
    String from = directives.isTargeted() ? "; a targeted field speaks for Cache-Control" : "";
    step(
        "RFC 9111, section 3",
        "The answer is "
            + status
            + " with "
            + (said.isEmpty() ? "nothing about caching" : said)
            + from);
  }

  private static String listed(Fields fields, List<String> names) {
    List<String> said = new ArrayList<>();
    for (String name : names) {
      String value = fields.combined(name);
      if (value != null) {
        said.add(name + ": " + shown(name, value));
      }
    }
    return String.join("; ", said);
  }

  private static String shown(String name, String value) {
    return SecretFields.include(name) ? "(not shown)" : value;
  }

  /** Which stored responses match, and which one is chosen. */
  void selection(Fields request, List<StoredResponse> stored, @Nullable StoredResponse chosen) {
    step(
        "RFC 9111, section 4",
        switch (stored.size()) {
          case 0 -> "Nothing is stored for this URL";
          case 1 -> "One response is stored for this URL";
          default -> stored.size() + " responses are stored for this URL";
        });
    for (int i = 0; i < stored.size(); i++) {
      StoredHead head = stored.get(i).head();
      String which = "Number " + (i + 1) + ", a " + head.status();
      if (StoredPart.isPart(head)) {
        step(
            "RFC 9111, section 3.3",
            which + ", is a part: " + listed(head.fields(), List.of(FieldNames.CONTENT_RANGE)));
      } else {
        variant(which, request, head);
      }
    }
    if (chosen != null && stored.size() > 1) {
      step(
          "RFC 9111, section 4",
          "Number " + (stored.indexOf(chosen) + 1) + " is the most recent that matches");
    }
  }

  private void variant(String which, Fields request, StoredHead head) {
    List<String> names = head.fields().elements(FieldNames.VARY);
    if (names.isEmpty()) {
      step("RFC 9111, section 4.1", which + ", has no Vary: it matches");
      return;
    }
    List<String> compared = new ArrayList<>();
    for (String name : names) {
      String asked = request.combined(name);
      String kept = head.selecting().first(name);
      compared.add(
          name
              + " is "
              + (asked == null ? "absent" : "'" + shown(name, asked) + "'")
              + ", stored with "
              + (kept == null ? "none" : "'" + shown(name, kept) + "'"));
    }
    step(
        "RFC 9111, section 4.1",
        which
            + (Vary.matches(request, head) ? ", matches: " : ", does not match: ")
            + String.join("; ", compared));
  }

  /** Lifetime, age, and the time left. */
  void freshness(Assessment assessment, Instant now, Rfc9111Policy.Settings settings) {
    StoredHead head = assessment.stored().head();
    response(head.status(), head.fields(), assessment.directives());
    lifetime(head, assessment.directives(), settings);
    CurrentAge age = new CurrentAge(head, now);
    step(
        "RFC 9111, section 4.2.3",
        "Current age "
            + seconds(age.currentAge())
            + ": the larger of apparent age "
            + seconds(age.apparentAge())
            + " and Age with delay "
            + seconds(age.correctedAgeValue())
            + ", and "
            + seconds(age.residentTime())
            + " here");
    Duration remaining = assessment.remaining();
    step(
        "RFC 9111, section 4.2",
        assessment.isFresh()
            ? "It is fresh, for another " + seconds(remaining)
            : "It has been stale for " + seconds(remaining.negated()));
  }

  /** How long it stays fresh, and on what basis. */
  void lifetime(StoredHead head, CacheControl directives, Rfc9111Policy.Settings settings) {
    Freshness freshness = Freshness.of(head, directives, settings);
    String basis =
        switch (freshness.basis()) {
          case EXPLICIT_FRESHNESS -> explicitBasis(directives);
          case HEURISTIC_FRESHNESS ->
              settings.heuristicPercent()
                  + " % of the time since the last change, at most "
                  + seconds(settings.longestHeuristicLifetime());
          case FALLBACK_FRESHNESS -> "the lifetime for those that say nothing";
          case RULE_FRESHNESS -> "the lifetime of your rule";
          default -> "nothing says how long it stays fresh";
        };
    step(
        freshness.basis().section(),
        "Freshness lifetime " + seconds(freshness.lifetime()) + ": " + basis);
  }

  private static String explicitBasis(CacheControl directives) {
    if (directives.duration(Directive.S_MAXAGE) != null) {
      return Directive.S_MAXAGE.toString();
    }
    return directives.duration(Directive.MAX_AGE) != null
        ? Directive.MAX_AGE.toString()
        : "Expires less Date";
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }
}
