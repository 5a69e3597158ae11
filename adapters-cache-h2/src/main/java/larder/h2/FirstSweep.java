package larder.h2;

import java.io.IOException;
import java.time.Duration;

/**
 * Sweeps once after the opening, on a thread of its own: a killed process may have left contents
 * without a record.
 */
final class FirstSweep {
  /** A disk that does not answer does not delay the close for longer. */
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
          writer.wake(); // it drops packs that cannot be read
        }
      } catch (IOException | RuntimeException e) {
        faults.fails(e);
      }
    }
  }

  /** Waits until the sweep has ended. */
  void await() throws InterruptedException {
    thread.join();
  }

  /** Stops the sweep; files that it did not reach stay. */
  void stop() {
    sweep.stop();
    try {
      thread.join(LONGEST_AFTER_STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
