package larder.h2;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Says once that something fails, and not again until it has worked in between. */
final class Faults {
  private static final System.Logger LOG = System.getLogger("larder.h2");

  private final Path folder;
  private final AtomicBoolean writing = new AtomicBoolean();
  private final AtomicBoolean reading = new AtomicBoolean();
  private final AtomicBoolean damage = new AtomicBoolean();

  Faults(Path folder) {
    this.folder = folder;
  }

  void writingFails(Throwable cause) {
    say(writing, "The store in " + folder + " cannot be written, and nothing is stored", cause);
  }

  void writingIsRetried(Throwable cause) {
    LOG.log(System.Logger.Level.DEBUG, "Writing to " + folder + " is tried again", cause);
  }

  void writingWorks() {
    if (writing.getAndSet(false)) {
      LOG.log(System.Logger.Level.INFO, "The store in " + folder + " can be written again");
    }
  }

  void readingFails(Throwable cause) {
    say(reading, "The store in " + folder + " cannot be read, and nothing is found in it", cause);
  }

  void readingWorks() {
    if (reading.get()) {
      reading.set(false);
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
    say("The store in " + folder + " is damaged: its index is now in " + to, cause);
  }

  private static void say(AtomicBoolean said, String sentence, Throwable cause) {
    if (said.compareAndSet(false, true)) {
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
