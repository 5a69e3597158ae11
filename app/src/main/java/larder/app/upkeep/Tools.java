package larder.app.upkeep;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import larder.http.TargetUri;
import larder.http.TransferException;
import larder.store.InventoryPort.Verified;
import larder.store.InventoryPort.Watch;
import larder.upkeep.Cleared;
import larder.upkeep.KeptResponse;
import larder.upkeep.Selection;
import larder.upkeep.Upkeep;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers questions about an open store. Safe for all threads. */
public final class Tools {
  /** There are many small responses a second, but a large one takes seconds. */
  private static final int PROGRESS_STEP = 256;

  private static final long PROGRESS_MILLIS = 250;

  private final Upkeep upkeep;
  private final InstantSource clock;
  private final Bundles bundles;

  public Tools(Upkeep upkeep, InstantSource clock) {
    this.upkeep = upkeep;
    this.clock = clock;
    this.bundles = new Bundles(upkeep, clock);
  }

  /** For {@code EXPORT} and {@code IMPORT}. */
  public Bundles bundles() {
    return bundles;
  }

  /**
   * @throws IllegalArgumentException if the question is wrong; nothing was answered then, and the
   *     message says why
   * @throws TransferException with side {@code STORE} if the answer could not be completed; or the
   *     one thrown by the sink
   */
  public void answer(Question question, AnswerSink answers) throws TransferException {
    switch (question.verb()) {
      case STATS -> count(question, answers);
      case LS -> list(question, answers);
      case SHOW -> show(question, answers);
      case PURGE -> purge(question, answers);
      case VERIFY -> verify(answers);
      case GC -> collect(question, answers);
      case EXPORT, IMPORT ->
          throw new IllegalArgumentException(question.verb().word() + " takes a bundle, too");
    }
  }

  private void count(Question question, AnswerSink answers) throws TransferException {
    Selection which = question.selection();
    answers.progress(0, 0);
    answers.result(StockJson.of(upkeep.count(which, clock.instant()), upkeep.space()));
  }

  private void list(Question question, AnswerSink answers) throws TransferException {
    Selection which = question.selection();
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

  private void show(Question question, AnswerSink answers) throws TransferException {
    TargetUri target = question.target();
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("url", target.toString());
    ArrayNode responses = json.putArray("responses");
    for (KeptResponse kept : upkeep.show(target, clock.instant())) {
      responses.add(StoredJson.whole(kept));
    }
    answers.result(json);
  }

  /** Reports progress relative to all that is stored now. */
  private Watch watched(AnswerSink answers) throws TransferException {
    long of = upkeep.space().stored().responses();
    answers.progress(0, of);
    long[] told = {clock.millis()};
    return done -> {
      long now = clock.millis();
      if (done % PROGRESS_STEP == 0 || Math.abs(now - told[0]) >= PROGRESS_MILLIS) {
        told[0] = now;
        answers.progress(done, of);
      }
    };
  }

  private void purge(Question question, AnswerSink answers) throws TransferException {
    boolean all = !question.all(Question.ALL).isEmpty();
    if (all != question.selection().equals(Selection.ALL)) {
      throw new IllegalArgumentException("Say what to remove: a pattern, or all of it");
    }
    Cleared cleared = upkeep.purge(question.selection(), watched(answers));
    answers.result(removed(cleared).put("takenBytes", upkeep.space().taken()));
  }

  private static ObjectNode removed(Cleared cleared) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("removed", cleared.responses())
        .put("contentBytes", cleared.contentBytes());
  }

  private void verify(AnswerSink answers) throws TransferException {
    Verified verified = upkeep.verify(watched(answers));
    answers.result(
        JsonNodeFactory.instance
            .objectNode()
            .put("sound", verified.sound())
            .put("contentBytes", verified.contentBytes())
            .put("damaged", verified.damaged()));
  }

  private void collect(Question question, AnswerSink answers) throws TransferException {
    Optional<Duration> longestStale =
        question.all(Question.STALE).isEmpty()
            ? Optional.empty()
            : Optional.of(Duration.ofSeconds(Long.parseLong(question.one(Question.STALE))));
    long before = upkeep.space().taken();
    Cleared cleared = upkeep.collect(longestStale, clock.instant(), watched(answers));
    long taken = upkeep.space().taken();
    answers.result(removed(cleared).put("freedBytes", before - taken).put("takenBytes", taken));
  }
}
