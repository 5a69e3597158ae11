package larder.h2;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import larder.fault.Seldom;
import org.jspecify.annotations.Nullable;

/**
 * Says once that something fails, and not again until it has worked in between; and once in five
 * minutes at most, for a disk that is nearly full fails and works by turns. What happens while a
 * store is open is left unsaid where even that fails: whoever says it has to go on.
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

  /** A fault of ours: serving goes on, but a disk that does not answer may go unnoticed. */
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

  /** Said once in all: the damage is mended by removing what is damaged. */
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

  /** What is stored there is of no use to this version. */
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

  /** Puts the sentence together itself, as there may be no memory for that. */
  private void say(Level level, String before, String after, @Nullable Throwable cause) {
    try {
      String sentence = before + folder + after;
      if (cause != null && level == Level.WARNING) {
        say(sentence, cause);
      } else {
        LOG.log(level, sentence, cause);
      }
    } catch (RuntimeException | Error notSaid) {
      // Whoever says it goes on.
    }
  }

  /** One sentence for everybody, and how it came about for those who look closer. */
  private static void say(String sentence, Throwable cause) {
    String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    LOG.log(Level.WARNING, sentence + " (" + reason + ")");
    LOG.log(Level.DEBUG, sentence, cause);
  }
}
