package larder.caching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.longs;
import static org.quicktheories.generators.SourceDSL.strings;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import larder.http.Fields;
import larder.http.HttpDate;
import larder.store.StoredHead;
import org.junit.jupiter.api.Test;
import org.quicktheories.QuickTheory;
import org.quicktheories.core.Gen;

/** What holds for all numbers, times and texts (RFC 9111, sections 4.1 and 4.2). */
class ArithmeticPropertiesTest {
  /** Far beyond whatever a date of HTTP can say, on both sides. */
  private static final long FARTHEST = 400_000_000_000L;

  private static final Rfc9111Policy.Settings SETTINGS = Rfc9111Policy.Settings.DEFAULT;

  /** The same tries each time; {@code -DQT_SEED} and {@code -DQT_EXAMPLES} ask for others. */
  private static QuickTheory theory() {
    QuickTheory theory =
        System.getProperty("QT_SEED") == null ? qt().withFixedSeed(20261124) : qt();
    return System.getProperty("QT_EXAMPLES") == null ? theory.withExamples(1000) : theory;
  }

  private static Gen<Instant> moments() {
    return longs().between(-FARTHEST, FARTHEST).map(seconds -> Instant.ofEpochSecond(seconds));
  }

  /** Numbers as they should be, and whatever else stands in their place. */
  private static Gen<String> numbers() {
    return longs()
        .between(0, Long.MAX_VALUE)
        .map(number -> number.toString())
        .mix(integers().between(-5, 100_000).map(number -> number.toString()), 40)
        .mix(strings().basicLatinAlphabet().ofLengthBetween(0, 12), 20);
  }

  private static StoredHead head(Instant requestedAt, Instant receivedAt, String... fields) {
    return new StoredHead(200, "OK", Fields.of(fields), Fields.EMPTY, requestedAt, receivedAt);
  }

  private static boolean isSaturated(Duration duration) {
    return !duration.isNegative() && duration.compareTo(DeltaSeconds.MAX) <= 0;
  }

  private static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      printable.append(c < ' ' || c > '~' ? '.' : c);
    }
    return printable.toString().strip();
  }

  @Test
  void theAgeIsNeverNegativeAndNeverAboveItsLimit() {
    theory()
        .forAll(moments(), moments(), moments(), numbers())
        .check(
            (requested, received, now, age) ->
                isSaturated(CurrentAge.of(head(requested, received, "Age", printable(age)), now)));
  }

  @Test
  void theAgeGrowsWithTimeAndNeverFasterThanIt() {
    theory()
        .forAll(
            integers().between(0, 1_000_000),
            integers().between(0, 1_000_000),
            integers().between(0, 1_000_000),
            numbers())
        .check(
            (delay, first, more, age) -> {
              Instant requested = Given.NOW;
              Instant received = requested.plusSeconds(delay);
              StoredHead head = head(requested, received, "Age", printable(age));
              Instant now = received.plusSeconds(first);
              Duration before = CurrentAge.of(head, now);
              Duration after = CurrentAge.of(head, now.plusSeconds(more));
              Duration grown = after.minus(before);
              return !grown.isNegative() && grown.compareTo(Duration.ofSeconds(more)) <= 0;
            });
  }

  @Test
  void theAgeCountsWhateverTimeWasSpentHere() {
    theory()
        .forAll(integers().between(0, 1_000_000), integers().between(0, 1_000_000))
        .check(
            (age, here) ->
                CurrentAge.of(
                        head(Given.NOW, Given.NOW, "Age", age.toString()),
                        Given.NOW.plusSeconds(here))
                    .equals(Duration.ofSeconds((long) age + here)));
  }

  @Test
  void theLifetimeIsNeverNegativeAndNeverAboveItsLimit() {
    theory()
        .forAll(moments(), moments(), moments(), numbers())
        .check(
            (received, date, other, number) -> {
              String dated = isDate(date) ? HttpDate.format(date) : "never";
              String otherDate = isDate(other) ? HttpDate.format(other) : "never";
              String argument = printable(number).replace("\"", "").replace(",", "");
              for (StoredHead head :
                  List.of(
                      head(received, received, "Cache-Control", "max-age=" + argument),
                      head(received, received, "Date", dated, "Expires", otherDate),
                      head(received, received, "Date", dated, "Last-Modified", otherDate))) {
                if (!isSaturated(lifetime(head))) {
                  return false;
                }
              }
              return true;
            });
  }

  private static boolean isDate(Instant moment) {
    return !moment.isBefore(Instant.parse("0001-01-01T00:00:00Z"))
        && moment.isBefore(Instant.parse("9999-12-31T00:00:00Z"));
  }

  private static Duration lifetime(StoredHead head) {
    return Freshness.of(head, CacheControl.of(head.fields()), SETTINGS).lifetime();
  }

  @Test
  void sMaxageGoesBeforeMaxAgeBeforeExpiresBeforeTheGuess() {
    theory()
        .forAll(
            integers().between(0, 1_000_000),
            integers().between(0, 1_000_000),
            integers().between(0, 1_000_000))
        .check(
            (shared, own, later) -> {
              String date = HttpDate.format(Given.NOW);
              String expires = HttpDate.format(Given.NOW.plusSeconds(later));
              String changed = HttpDate.format(Given.NOW.minusSeconds(10L * later));
              Fields.Builder fields = Fields.builder().add("Date", date);
              fields.add("Last-Modified", changed);
              long guess = Math.min(later, Duration.ofDays(1).toSeconds());
              boolean right = seconds(fields) == guess;
              right &= seconds(fields.add("Expires", expires)) == later;
              right &= seconds(fields.add("Cache-Control", "max-age=" + own)) == own;
              return right && seconds(fields.add("Cache-Control", "s-maxage=" + shared)) == shared;
            });
  }

  private static long seconds(Fields.Builder fields) {
    return lifetime(new StoredHead(200, "OK", fields.build(), Fields.EMPTY, Given.NOW, Given.NOW))
        .toSeconds();
  }

  private static final List<String> MEMBERS =
      List.of("gzip", "br", "zstd", "identity", "*", "x-gzip", "deflate", "GZIP", "br;q=0.5");

  private static Gen<List<String>> preferences() {
    return lists()
        .of(integers().between(0, MEMBERS.size() - 1).map(MEMBERS::get))
        .ofSizeBetween(0, 6);
  }

  @Test
  void theOrderOfPreferencesDoesNotCount() {
    theory()
        .forAll(preferences(), longs().all())
        .check(
            (members, seed) -> {
              List<String> shuffled = new ArrayList<>(members);
              Collections.shuffle(shuffled, new Random(seed));
              return normalised(members).equals(normalised(shuffled));
            });
  }

  private static String normalised(List<String> members) {
    return SelectingValue.normalised("Accept-Encoding", String.join(", ", members));
  }

  @Test
  void whatIsNormalisedStaysAsItIs() {
    theory()
        .forAll(strings().basicLatinAlphabet().ofLengthBetween(0, 40))
        .check(
            text -> {
              for (String name : List.of("Accept-Encoding", "Accept-Language", "X")) {
                String once = SelectingValue.normalised(name, printable(text));
                if (!once.equals(SelectingValue.normalised(name, once))) {
                  return false;
                }
              }
              return true;
            });
  }

  @Test
  void oneVariantMatchesAnotherAsTheOtherMatchesIt() {
    theory()
        .forAll(preferences(), preferences())
        .check((one, other) -> matches(one, other) == matches(other, one) && matches(one, one));
  }

  private static boolean matches(List<String> asked, List<String> stored) {
    Fields response = Fields.of("Vary", "Accept-Encoding");
    Fields selecting = Vary.selecting(request(stored), response);
    return Vary.matches(
        request(asked), new StoredHead(200, "OK", response, selecting, Given.NOW, Given.NOW));
  }

  private static Fields request(List<String> members) {
    return members.isEmpty()
        ? Fields.EMPTY
        : Fields.of("Accept-Encoding", String.join(", ", members));
  }

  @Test
  void noTextMakesAReaderFail() {
    theory()
        .withExamples(5000)
        .forAll(strings().betweenCodePoints(0, 0x17f).ofLengthBetween(0, 60))
        .checkAssert(
            text -> {
              Fields fields = Fields.builder().copy("Cache-Control", text).build();
              CacheControl directives = CacheControl.of(fields);
              for (Directive directive : Directive.values()) {
                Duration seconds = directives.duration(directive);
                assertTrue(seconds == null || isSaturated(seconds), text);
              }
              Fields anything =
                  Fields.builder()
                      .copy("Vary", text)
                      .copy("If-None-Match", text)
                      .copy("Range", text)
                      .copy("Expires", text)
                      .copy("CDN-Cache-Control", text)
                      .build();
              Vary.isOnAnything(anything);
              EntityTag.list(anything, "If-None-Match");
              Dates.in(anything, "Expires", Given.NOW);
              Ranges.answer(anything, anything, 100);
              new TargetList(List.of("CDN-Cache-Control")).directives(anything);
            });
  }

  @Test
  void noRangeIsOutsideAndNoneCostsMoreThanTheContent() {
    Gen<String> range =
        integers()
            .between(-5, 120)
            .zip(integers().between(-5, 120), (first, last) -> text(first) + "-" + text(last));
    theory()
        .forAll(lists().of(range).ofSizeBetween(1, 12), integers().between(1, 110))
        .checkAssert(
            (ranges, length) -> {
              Fields request = Fields.of("Range", "bytes=" + String.join(",", ranges));
              switch (Ranges.answer(request, Fields.EMPTY, length)) {
                case Answer.Part part -> assertTrue(part.range().last() < length);
                case Answer.Parts parts -> {
                  long sum = 0;
                  for (var each : parts.ranges()) {
                    assertTrue(each.last() < length);
                    sum += each.length();
                  }
                  assertTrue(sum <= length, "It costs " + sum + " of " + length);
                }
                case Answer other -> assertFalse(other instanceof Answer.JoinedPart);
              }
            });
  }

  private static String text(int number) {
    return number < 0 ? "" : Integer.toString(number);
  }

  @Test
  void aDateIsReadAsItIsWritten() {
    theory()
        .forAll(longs().between(0, 250_000_000_000L))
        .checkAssert(
            seconds -> {
              Instant moment = Instant.ofEpochSecond(seconds);
              Fields fields = Fields.of("Date", HttpDate.format(moment));
              assertEquals(moment, Dates.in(fields, "Date", Given.NOW));
            });
  }
}
