package larder.h2;

import java.io.IOException;
import java.time.Duration;

/**
 * A process that was killed may have left contents behind that no record is of: they are swept once
 * after the opening, on a thread of their own.
 */
final class FirstSweep {
  /** A disk that does not answer does not hold up the end. */
  private static final Duration LONGEST_AFTER_STOP = Duration.ofSeconds(1);

  private final OpenedStore opened;
  private final Sweep sweep;
  private final Writer writer;
  private final ReadingFaults faults;
  private final Thread thread =
      Thread.ofPlatform().name("larder-h2-sweeper").daemon().unstarted(this::run);

  FirstSweep(OpenedStore opened, Sweep sweep, Writer writer, ReadingFaults faults) {
    this.opened = opened;
    this.sweep = sweep;
    this.writer = writer;
    this.faults = faults;
  }

  void start() {
    thread.start();
  }

  private void run() {
    if (!opened.tidy()) {
      try {
        if (!sweep.run()) {
          writer.wake(); // what could not be read goes
        }
      } catch (IOException | RuntimeException e) {
        faults.fails(e);
      }
    }
  }

  /** Returns when it has ended. */
  void await() throws InterruptedException {
    thread.join();
  }

  /** What was not looked at by then stays. */
  void stop() {
    sweep.stop();
    try {
      thread.join(LONGEST_AFTER_STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
