package larder.h2;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import larder.fault.Seldom;
import org.jspecify.annotations.Nullable;

/**
 * Logs a failure once, and again only after things have worked in between, at most once in five
 * minutes: a disk that is nearly full fails and works by turns. If logging itself fails while the
 * store is open, the message is dropped, because the caller must go on.
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

  /** An operation that fails, and later works again. */
  private final class Repeated {
    private boolean failing;
    private boolean told;
    private final Seldom seldom = new Seldom(QUIET);

    /** Notes a failure; returns whether to log it. */
    synchronized boolean fails() {
      if (failing) {
        return false;
      }
      failing = true;
      told = seldom.happened(nanoTime.getAsLong()) > 0;
      return told;
    }

    /** Notes a success; returns whether to log it, which is only so if the failure was logged. */
    synchronized boolean works() {
      boolean news = failing && told;
      failing = false;
      return news;
    }
  }

  void writingFails(Throwable cause) {
    if (writing.fails()) {
      say(Level.WARNING, "The store in ", " cannot be written, and nothing is stored", cause);
    }
  }

  static void writingIsRetried(Path folder, Throwable cause) {
    LOG.log(Level.DEBUG, "Writing to " + folder + " is tried again", cause);
  }

  void writingWorks() {
    if (writing.works()) {
      say(Level.INFO, "The store in ", " can be written again", null);
    }
  }

  void readingFails(Throwable cause) {
    if (reading.fails()) {
      say(Level.WARNING, "The store in ", " cannot be read, and nothing is found in it", cause);
    }
  }

  void readingWorks() {
    reading.works();
  }

  /** A fault of our own: serving goes on, but a disk that does not answer may go unnoticed. */
  void watchFails(Throwable cause) {
    if (watching.happened(nanoTime.getAsLong()) > 0) {
      say(Level.ERROR, "The disk of ", " cannot be watched", cause);
    }
  }

  void diskHangs() {
    if (answering.fails()) {
      say(
          Level.WARNING,
          "The disk of ",
          " does not answer: what is there is not served, and nothing more is stored, until it"
              + " does",
          null);
    }
  }

  void diskAnswers() {
    if (answering.works()) {
      say(Level.INFO, "The disk of ", " answers again", null);
    }
  }

  /** Logged once in all: the damage is mended by removing what is damaged. */
  void isDamaged(String what) {
    if (damage.compareAndSet(false, true)) {
      say(
          Level.WARNING,
          "Damaged responses in ",
          " are removed, the first one being " + what,
          null);
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
        Level.WARNING, "The file packs/" + pack + " in " + folder + " is damaged, and is deleted");
  }

  /** This version cannot use what is stored there. */
  static void beginsAnew(Path folder, UnknownFormatException cause) {
    LOG.log(
        Level.WARNING,
        "The store in "
            + folder
            + (cause.isOlder()
                ? " was made by an earlier version of Larder, and begins anew: it is empty now"
                : " was made by a later version of Larder: its index is moved aside, and it begins"
                    + " anew"));
  }

  /** Builds the sentence inside the try block: there may be no memory for it. */
  private void say(Level level, String before, String after, @Nullable Throwable cause) {
    try {
      String sentence = before + folder + after;
      if (cause != null && level == Level.WARNING) {
        say(sentence, cause);
      } else {
        LOG.log(level, sentence, cause);
      }
    } catch (RuntimeException | Error notSaid) {
      // The caller must go on.
    }
  }

  /** Logs the sentence as a warning, and the stack trace for debugging. */
  private static void say(String sentence, Throwable cause) {
    String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    LOG.log(Level.WARNING, sentence + " (" + reason + ")");
    LOG.log(Level.DEBUG, sentence, cause);
  }
}
