package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import larder.app.admin.AdminClient;
import larder.app.upkeep.AnswerSink;
import larder.app.upkeep.Question;
import larder.app.upkeep.Question.Verb;
import larder.caching.Rfc9111Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What a proxy that runs and a folder that none uses answer about what is stored. */
class CacheToolsEndToEndTest extends CacheToolsFixture {
  /** All that was answered. */
  private static final class Answered implements AnswerSink {
    private final List<JsonNode> items = new ArrayList<>();
    private JsonNode result = MissingNode.getInstance();

    @Override
    public void item(JsonNode item) {
      items.add(item);
    }

    @Override
    public void progress(long done, long of) {}

    @Override
    public void result(JsonNode result) {
      this.result = result;
    }

    @Override
    public String toString() {
      return items.stream().map(JsonNode::toString).sorted().toList() + " " + result;
    }
  }

  private Answered asked(Question question) throws Exception {
    Answered answered = new Answered();
    AdminClient.ask(admin(), question, answered);
    return answered;
  }

  private Answered askedAtRest(Question question) throws Exception {
    Answered answered = new Answered();
    StoppedStore.answer(
        folder,
        new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT),
        setup.clock(),
        question,
        answered);
    return answered;
  }

  private Question question(Verb verb) {
    return verb == Verb.SHOW ? Question.of(verb).aboutUrl(url("/a")) : Question.of(verb);
  }

  @ParameterizedTest
  @EnumSource(names = {"LS", "SHOW"})
  void aProxyAndAFolderAnswerTheSame(Verb verb) throws Exception {
    larder.get(url("/a"));
    larder.get(url("/b"));
    String running = asked(question(verb)).toString();
    assertTrue(running.contains("\"use\":\"fresh\""), running);
    larder.close();
    assertEquals(running, askedAtRest(question(verb)).toString());
  }

  @Test
  void whatIsStoredIsCounted() throws Exception {
    larder.get(url("/a"));
    larder.get(url("/b"));
    JsonNode counted = asked(Question.of(Verb.STATS)).result;
    assertEquals(2, counted.path("responses").asInt());
    assertEquals(10, counted.path("contentBytes").asInt());
    assertEquals(2, counted.path("fresh").path("responses").asInt());
    assertEquals(2, counted.path("store").path("responses").asInt());
    assertEquals(
        "http://" + origin.authority(),
        counted.path("largestOrigins").path(0).path("origin").asString());
  }

  @Test
  void patternsSayWhatIsMeant() throws Exception {
    larder.get(url("/a"));
    larder.get(url("/b/c"));
    Answered answered = asked(Question.of(Verb.LS).about(List.of("/b/**", "/none?a=&b")));
    assertEquals(1, answered.items.size());
    assertEquals(url("/b/c"), answered.items.getFirst().path("url").asString());
    assertEquals(1, answered.result.path("responses").asInt());
    AdminClient.NoAnswerException refused =
        assertThrows(
            AdminClient.NoAnswerException.class,
            () -> asked(Question.of(Verb.LS).about(List.of("a.example"))));
    assertTrue(String.valueOf(refused.getMessage()).contains("has no path"), refused::toString);
  }

  @Test
  void oneIsShownWithItsFields() throws Exception {
    larder.get(url("/a"));
    JsonNode shown = asked(question(Verb.SHOW)).result.path("responses").path(0);
    assertEquals(60, shown.path("leftSeconds").asInt());
    assertEquals("[\"ETag\",\"\\\"a\\\"\"]", shown.path("fields").path(3).toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsPurgedIsFetchedAnew(boolean runs) throws Exception {
    larder.get(url("/a"));
    larder.get(url("/b"));
    JsonNode removed = changed(runs, Question.of(Verb.PURGE).about(List.of("/a")));
    assertEquals(1, removed.path("removed").asInt(), removed::toString);
    assertEquals(5, removed.path("contentBytes").asInt());
    larder.get(url("/b"));
    assertEquals(2, origin.requests().size());
    larder.get(url("/a"));
    assertEquals(3, origin.requests().size());
    assertEquals(2, changed(runs, Question.of(Verb.PURGE).aboutAll()).path("removed").asInt());
  }

  /** Of a proxy that runs, or of its folder while it does not. */
  private JsonNode changed(boolean runs, Question question) throws Exception {
    if (runs) {
      return asked(question).result;
    }
    larder.close();
    JsonNode result = askedAtRest(question).result;
    larder = setup.start();
    return result;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsNotFreshIsCollectedIfThatIsWished(boolean runs) throws Exception {
    larder.get(url("/a"));
    larder.advance(Duration.ofSeconds(100));
    assertEquals(0, changed(runs, Question.of(Verb.GC)).path("removed").asInt());
    Question longer = Question.of(Verb.GC).aboutStaleFor(Duration.ofSeconds(41));
    assertEquals(0, changed(runs, longer).path("removed").asInt());
    Question asLong = Question.of(Verb.GC).aboutStaleFor(Duration.ofSeconds(40));
    JsonNode removed = changed(runs, asLong);
    assertEquals(1, removed.path("removed").asInt());
    assertTrue(removed.path("takenBytes").asLong() > 0, removed::toString);
  }
}
