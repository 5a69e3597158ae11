package larder.h2;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import larder.store.StoreKey;

/**
 * Writes the overlay's changes to the disk in groups, on a thread of its own, and does the upkeep
 * in between. After a failure it tries again after a pause; until it succeeds, nothing is stored.
 */
final class Writer {
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long NOTE_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long MAX_BEHIND_NANOS = Duration.ofMillis(300).toNanos();
  private static final long MAX_NANOS_PER_CHANGE = 5_000_000;
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private final Maintenance maintenance;
  private final Overlay overlay;
  private final ContentFiles files;
  private final Room room;
  private final Faults faults;
  private final long delayNanos;
  private final Thread thread =
      Thread.ofPlatform().name("larder-h2-writer").daemon().unstarted(this::run);

  /** Guards the taking of the waiting changes together with their sequences. */
  private final Object taking = new Object();

  private volatile boolean failing;

  /** Upkeep that is not done by then is left to the next opening. */
  private volatile boolean closing;

  /** Too high until it is measured: a store that has just been opened writes slowly. */
  private volatile long nanosPerChange = 200_000;

  // Only for the writer's thread.
  private boolean hasToTidy = true;
  private long noted = System.nanoTime();

  // Guarded by this.
  private boolean hasWork;
  private boolean hurried;
  private boolean settling;
  private boolean compacting;
  private long begun;
  private long ended;

  /** The writer's thread has ended. */
  private boolean over;

  Writer(
      Maintenance maintenance,
      Overlay overlay,
      ContentFiles files,
      Room room,
      Faults faults,
      Duration delay) {
    this.maintenance = maintenance;
    this.overlay = overlay;
    this.files = files;
    this.room = room;
    this.faults = faults;
    this.delayNanos = delay.toNanos();
  }

  void start() {
    thread.start();
  }

  boolean isFailing() {
    return failing;
  }

  /**
   * Whether the waiting changes would take too long to write: with the group being written and the
   * one being gathered, a killed process would lose more than a second.
   */
  boolean isBehind() {
    return overlay.waiting() * nanosPerChange > MAX_BEHIND_NANOS;
  }

  /** The overlay has a new change. */
  synchronized void wake() {
    if (!hasWork) {
      hasWork = true;
      notifyAll();
    }
  }

  /** Room is scarce: the writer must not wait for a group to gather. */
  synchronized void hurry() {
    if (!hurried) {
      hurried = true;
      notifyAll();
    }
  }

  /** Returns when all earlier changes are written or could not be, and the upkeep is done. */
  synchronized void flush() throws InterruptedException {
    long wanted = begun + 1;
    settling = true;
    hurry();
    while (ended < wanted && !over) {
      wait();
    }
  }

  /** The next {@link #flush} also gives back as much room as possible. */
  synchronized void compactNext() {
    compacting = true;
  }

  /** Writes what is left and ends; returns whether all of it is on disk. */
  boolean close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      return thread.join(LONGEST_CLOSE) && overlay.isEmpty() && !failing;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    try {
      boolean last = false;
      while (!last) {
        last = awaitTurn();
        turn(last);
        if (last && failing) {
          turn(true); // only removals, marked in place: a full disk takes them
        }
        synchronized (this) {
          ended = begun;
          notifyAll();
        }
        if (failing && !last) {
          pause();
        }
      }
    } catch (InterruptedException e) {
      failing = true; // nothing is written any more
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) { // not even the failure could be logged
      failing = true;
      throw e;
    } finally {
      synchronized (this) {
        over = true;
        notifyAll();
      }
    }
  }

  /**
   * Waits for the first change and then for others, unless there is something else to do; returns
   * whether this is the last turn.
   */
  private synchronized boolean awaitTurn() throws InterruptedException {
    while (!hasWork && !hurried && !closing && !hasToTidy && !isTimeToNote()) {
      wait(maintenance.hasToNote() ? 1 + nanosUntilNote() / 1_000_000 : 0);
    }
    if (!hasToTidy) {
      long end = System.nanoTime() + delayNanos;
      for (long left = delayNanos;
          left > 0 && hasWork && !hurried && !closing;
          left = end - System.nanoTime()) {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      }
    }
    hasWork = false;
    hurried = false;
    begun++;
    return closing;
  }

  private boolean isTimeToNote() {
    return maintenance.hasToNote() && nanosUntilNote() <= 0;
  }

  private long nanosUntilNote() {
    return noted + NOTE_NANOS - System.nanoTime();
  }

  private synchronized void pause() throws InterruptedException {
    long end = System.nanoTime() + PAUSE_NANOS;
    for (long left = PAUSE_NANOS; left > 0 && !closing; left = end - System.nanoTime()) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    hasWork = true;
  }

  private synchronized boolean takeSettling() {
    boolean wanted = settling;
    settling = false;
    return wanted;
  }

  private synchronized boolean takeCompacting() {
    boolean wanted = compacting;
    compacting = false;
    return wanted;
  }

  private void turn(boolean last) {
    try {
      boolean thoroughly = takeSettling();
      if (failing && !last) {
        maintenance.probe();
      }
      write();
      maintenance.noteAges();
      if (thoroughly && takeCompacting()) {
        compact();
      }
      do {
        hasToTidy = maintenance.tidy();
      } while (hasToTidy && thoroughly && !closing);
      if (thoroughly || isTimeToNote()) {
        maintenance.note();
        noted = System.nanoTime();
      }
      if (last) {
        maintenance.end();
      }
      failing = false;
      if (!last) {
        faults.writingWorks();
      }
    } catch (IOException | SQLException | RuntimeException | Error e) { // no memory, most likely
      failing = true;
      hasToTidy = false;
      faults.writingFails(e);
    }
  }

  private void compact() throws IOException, SQLException {
    maintenance.compact(true);
    try {
      tidyAll();
      if (!sweep()) {
        tidyAll(); // packs that cannot be read are gone
        sweep();
      }
    } finally {
      maintenance.compact(false);
    }
  }

  /** Writes new changes in between, so that they need not wait for all of it. */
  private void tidyAll() throws IOException, SQLException {
    while (!closing && maintenance.tidy()) {
      write();
    }
  }

  /** Returns false if another sweep may do better. After an I/O failure, the next run sweeps. */
  private boolean sweep() {
    try {
      return maintenance.sweep().run();
    } catch (IOException e) {
      faults.readingFails(e);
      return true;
    }
  }

  /**
   * No age of a stored response is known any more. The waiting ones, which have no sequence yet,
   * lose their times.
   */
  void distrustAges() {
    synchronized (taking) {
      maintenance.distrustAges();
      overlay.loseTimes();
    }
    wake();
  }

  private Map<StoreKey, List<Change>> take() {
    synchronized (taking) {
      Map<StoreKey, List<Change>> group = overlay.snapshot();
      maintenance.expect(Overlay.count(group));
      return group;
    }
  }

  private void write() throws IOException, SQLException {
    Map<StoreKey, List<Change>> group = take();
    try {
      long start = System.nanoTime();
      maintenance.write(group);
      measure(System.nanoTime() - start, Overlay.count(group));
      forget(group);
      overlay.forget(group);
    } catch (IOException | SQLException | RuntimeException | Error e) {
      giveUp(group);
      throw e;
    }
  }

  /** A moving average in which large groups weigh more than small ones. */
  private void measure(long nanos, int changes) {
    long perChange = Math.min(MAX_NANOS_PER_CHANGE, nanos / Math.max(1, changes));
    long weight = Math.min(changes, 100);
    nanosPerChange = (nanosPerChange * (200 - weight) + perChange * weight) / 200;
  }

  private static long sum(Map<StoreKey, List<Change>> group, ToLongFunction<Change> figure) {
    return group.values().stream().flatMap(List::stream).mapToLong(figure).sum();
  }

  /** The changes of a group no longer wait. */
  private void forget(Map<StoreKey, List<Change>> group) {
    room.written(
        sum(group, change -> change instanceof Change.Commit ? 1 : 0),
        sum(group, change -> change instanceof Change.Commit commit ? commit.size() : 0),
        maintenance.holding());
    room.giveBackHeap(sum(group, Change::heapBytes));
  }

  /** Drops changes that cannot be written; what they were to replace must not come back. */
  private void giveUp(Map<StoreKey, List<Change>> group) {
    Map<StoreKey, List<Change>> fresh = new HashMap<>(group);
    fresh.keySet().removeIf(maintenance::mayHave);
    Map<StoreKey, List<Change>> replacing = new HashMap<>(group);
    replacing.keySet().removeAll(fresh.keySet());
    overlay.forget(fresh);
    overlay.distrust(replacing);
    forget(group);
    replacing.keySet().forEach(key -> room.forceHeap(new Change.Invalidate(key).heapBytes()));
    for (List<Change> changes : group.values()) {
      for (Change change : changes) {
        if (change instanceof Change.Commit commit && commit.stored().isFile()) {
          files.delete(commit.stored().id());
        }
      }
    }
  }
}
