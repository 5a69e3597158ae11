package larder.app.upkeep;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import larder.app.warc.BundleCounts;
import larder.app.warc.BundleReader;
import larder.app.warc.BundleWriter;
import larder.caching.Standing.Use;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.upkeep.Arrival;
import larder.upkeep.Intake;
import larder.upkeep.Intake.Taken;
import larder.upkeep.Selection;
import larder.upkeep.Upkeep;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Carries stored responses from one cache to another. Safe for all threads. */
public final class Bundles {
  private final Upkeep upkeep;
  private final InstantSource clock;

  Bundles(Upkeep upkeep, InstantSource clock) {
    this.upkeep = upkeep;
    this.clock = clock;
  }

  /**
   * Writes the selected responses that are of use as a bundle.
   *
   * @param zipped whether to compress it
   * @throws IllegalArgumentException if the question is wrong; nothing is written then
   * @throws TransferException with side {@code STORE} if some could not be read, or {@code CLIENT}
   *     if the bundle could not be written
   */
  public BundleCounts exportTo(OutputStream out, boolean zipped, Question question)
      throws TransferException {
    Selection which = question.selection();
    Instant now = clock.instant();
    try {
      BundleWriter writer = BundleWriter.begin(out, zipped, now);
      upkeep.list(
          which,
          now,
          kept -> {
            if (kept.standing().use() == Use.USELESS) {
              writer.leaveOut();
            } else {
              write(() -> writer.add(kept.stored()));
            }
            return true;
          });
      writer.end(now);
      return writer.counts();
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException, TransferException;
  }

  private static void write(Writing writing) throws TransferException {
    try {
      writing.run();
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  private static TransferException unwritten(IOException e) {
    return new TransferException(
        Side.CLIENT, Kind.CUT_SHORT, "The bundle cannot be written (" + e.getMessage() + ")", e);
  }

  /** The counts of an export, for programs. */
  public static ObjectNode json(BundleCounts counts) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("exported", counts.responses())
        .put("contentBytes", counts.contentBytes())
        .put("unreadable", counts.unreadable())
        .put("useless", counts.useless());
  }

  /**
   * Stores the responses of a bundle, and reports the results. If the bundle is damaged, what comes
   * before the damage is stored.
   *
   * @throws TransferException with side {@code STORE} if nothing can be stored
   */
  public void importFrom(InputStream bundle, AnswerSink answers) throws TransferException {
    Intake intake = upkeep.intake();
    Map<Taken, Long> taken = new EnumMap<>(Taken.class);
    long contentBytes = 0;
    long passedOver = 0;
    String problem = null;
    try {
      BundleReader reader = BundleReader.of(bundle);
      try {
        for (Arrival each = reader.next(); each != null; each = reader.next()) {
          Taken how = intake.take(each, clock.instant());
          taken.merge(how, 1L, Long::sum);
          contentBytes += how == Taken.STORED ? each.content().length().orElse(0) : 0;
        }
        problem = reader.isComplete() ? null : "It has been cut short";
      } finally {
        passedOver = reader.passedOver();
      }
    } catch (IOException e) {
      problem = String.valueOf(e.getMessage());
    } catch (TransferException e) {
      if (e.side() == Side.STORE) {
        throw e;
      }
      problem = e.explanation();
    }
    intake.settle();
    answers.result(json(taken, contentBytes, passedOver, problem));
  }

  private static ObjectNode json(
      Map<Taken, Long> taken, long contentBytes, long passedOver, @Nullable String problem) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("imported", taken.getOrDefault(Taken.STORED, 0L))
        .put("contentBytes", contentBytes)
        .put("known", taken.getOrDefault(Taken.KNOWN, 0L))
        .put("refused", taken.getOrDefault(Taken.REFUSED, 0L) + passedOver)
        .put("noRoom", taken.getOrDefault(Taken.NO_ROOM, 0L))
        .put("damaged", taken.getOrDefault(Taken.DAMAGED, 0L))
        .put("problem", problem);
  }
}
