package larder.app.upkeep;

import java.time.InstantSource;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.http.TransferException;
import larder.upkeep.KeptResponse;
import larder.upkeep.Selection;
import larder.upkeep.Upkeep;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers questions about a store that is open. Safe for all threads. */
public final class Tools {
  private final Upkeep upkeep;
  private final InstantSource clock;

  public Tools(Upkeep upkeep, InstantSource clock) {
    this.upkeep = upkeep;
    this.clock = clock;
  }

  /**
   * @throws IllegalArgumentException if the question is wrong; nothing was answered then, and the
   *     message says what is wrong
   * @throws TransferException with side {@code STORE} if it could not be answered to its end; or
   *     that of whoever takes the answers
   */
  public void answer(Question question, Answers answers) throws TransferException {
    switch (question.verb()) {
      case STATS -> count(question, answers);
      case LS -> list(question, answers);
      case SHOW -> show(question, answers);
    }
  }

  private static Selection selection(Question question) {
    return Selection.of(question.all(Question.PATTERN));
  }

  private void count(Question question, Answers answers) throws TransferException {
    Selection which = selection(question);
    answers.progress(0, 0);
    answers.result(StockJson.of(upkeep.count(which, clock.instant()), upkeep.space()));
  }

  private void list(Question question, Answers answers) throws TransferException {
    Selection which = selection(question);
    answers.progress(0, 0);
    long[] listed = new long[1];
    upkeep.list(
        which,
        clock.instant(),
        kept -> {
          answers.item(StoredJson.line(kept));
          listed[0]++;
          return true;
        });
    answers.result(JsonNodeFactory.instance.objectNode().put("responses", listed[0]));
  }

  private void show(Question question, Answers answers) throws TransferException {
    TargetUri target = target(question.one(Question.URL));
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("url", target.toString());
    ArrayNode responses = json.putArray("responses");
    for (KeptResponse kept : upkeep.show(target, clock.instant())) {
      responses.add(StoredJson.whole(kept));
    }
    answers.result(json);
  }

  private static TargetUri target(String url) {
    try {
      return TargetUri.parse(url);
    } catch (SyntaxException e) {
      throw new IllegalArgumentException(
          "'" + url + "' is no URL such as http://example.org/ (" + e.getMessage() + ")", e);
    }
  }
}
