package larder.h2;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import larder.fault.Seldom;

/**
 * Says once that something fails, and not again until it has worked in between; and once in five
 * minutes at most, for a disk that is nearly full fails and works by turns.
 */
final class Faults {
  static final Duration QUIET = Duration.ofMinutes(5);

  private static final System.Logger LOG = System.getLogger("larder.h2");

  private final Path folder;
  private final Repeated writing = new Repeated();
  private final Repeated reading = new Repeated();
  private final Repeated answering = new Repeated();
  private final Seldom watching = new Seldom(QUIET);
  private final AtomicBoolean damage = new AtomicBoolean();

  private final LongSupplier nanoTime;

  Faults(Path folder) {
    this(folder, System::nanoTime);
  }

  Faults(Path folder, LongSupplier nanoTime) {
    this.folder = folder;
    this.nanoTime = nanoTime;
  }

  /** Something that fails, and works again. */
  private final class Repeated {
    private boolean failing;
    private boolean told;
    private final Seldom seldom = new Seldom(QUIET);

    /** Whether that is to be said. */
    synchronized boolean fails() {
      if (failing) {
        return false;
      }
      failing = true;
      told = seldom.happened(nanoTime.getAsLong()) > 0;
      return told;
    }

    /** Whether it is to be said that it does: only to those who heard that it did not. */
    synchronized boolean works() {
      boolean news = failing && told;
      failing = false;
      return news;
    }
  }

  void writingFails(Throwable cause) {
    say(writing, "The store in " + folder + " cannot be written, and nothing is stored", cause);
  }

  static void writingIsRetried(Path folder, Throwable cause) {
    LOG.log(System.Logger.Level.DEBUG, "Writing to " + folder + " is tried again", cause);
  }

  void writingWorks() {
    if (writing.works()) {
      LOG.log(System.Logger.Level.INFO, "The store in " + folder + " can be written again");
    }
  }

  void readingFails(Throwable cause) {
    say(reading, "The store in " + folder + " cannot be read, and nothing is found in it", cause);
  }

  void readingWorks() {
    reading.works();
  }

  /** A fault of ours: serving goes on, but a disk that does not answer may go unnoticed. */
  void watchFails(Throwable cause) {
    if (watching.happened(nanoTime.getAsLong()) > 0) {
      LOG.log(System.Logger.Level.ERROR, "The disk of " + folder + " cannot be watched", cause);
    }
  }

  void diskHangs() {
    if (answering.fails()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The disk of "
              + folder
              + " does not answer: what is there is not served, and nothing more is stored, until"
              + " it does");
    }
  }

  void diskAnswers() {
    if (answering.works()) {
      LOG.log(System.Logger.Level.INFO, "The disk of " + folder + " answers again");
    }
  }

  /** Said once in all: the damage is mended by removing what is damaged. */
  void isDamaged(String what) {
    if (damage.compareAndSet(false, true)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Damaged responses in " + folder + " are removed, the first one being " + what);
    }
  }

  static void movedAside(Path folder, Path to, Throwable cause) {
    say(
        "The index of the store in "
            + folder
            + " does not open: it is now in "
            + to
            + ", and another one is made of what is stored",
        cause);
  }

  static void packIsDamaged(Path folder, String pack) {
    LOG.log(
        System.Logger.Level.WARNING,
        "The file packs/" + pack + " in " + folder + " is damaged, and is deleted");
  }

  /** What is stored there is of no use to this version. */
  static void beginsAnew(Path folder, UnknownFormatException cause) {
    LOG.log(
        System.Logger.Level.WARNING,
        "The store in "
            + folder
            + (cause.isOlder()
                ? " was made by an earlier version of Larder, and begins anew: it is empty now"
                : " was made by a later version of Larder: its index is moved aside, and it begins"
                    + " anew"));
  }

  private static void say(Repeated fault, String sentence, Throwable cause) {
    if (fault.fails()) {
      say(sentence, cause);
    }
  }

  /** One sentence for everybody, and how it came about for those who look closer. */
  private static void say(String sentence, Throwable cause) {
    String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    LOG.log(System.Logger.Level.WARNING, sentence + " (" + reason + ")");
    LOG.log(System.Logger.Level.DEBUG, sentence, cause);
  }
}
