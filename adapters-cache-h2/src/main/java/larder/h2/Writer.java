package larder.h2;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import larder.store.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * Brings the overlay's changes to the index, in groups, on a thread of its own; evicts; deletes the
 * files that are not needed any more. One that fails tries again after a pause, and until it works
 * nothing is stored.
 */
final class Writer {
  private static final int VICTIMS = 64;
  private static final int MAX_USES = 4096;
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long MAX_BEHIND_NANOS = Duration.ofMillis(300).toNanos();
  private static final long MAX_NANOS_PER_CHANGE = 5_000_000;
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private final H2Store store;
  private final IndexKeeper keeper;
  private final ContentFiles files;
  private final Overlay overlay;
  private final Room room;
  private final Faults faults;
  private final long delayNanos;
  private final Set<Long> used = ConcurrentHashMap.newKeySet();
  private final Thread thread =
      Thread.ofPlatform().name("larder-h2-writer").daemon().unstarted(this::run);

  // The thread alone.
  private IndexWriter index;

  private volatile long groups;
  private volatile boolean failing;

  /** Rather too much until it is known: a store that has just been opened writes slowly. */
  private volatile long nanosPerChange = 1_000_000;

  // Under this.
  private boolean hasWork;
  private boolean hurried;
  private boolean closing;
  private long begun;
  private long ended;

  Writer(
      H2Store store,
      IndexKeeper keeper,
      Overlay overlay,
      Room room,
      Faults faults,
      Duration delay) {
    this.store = store;
    this.keeper = keeper;
    this.index = keeper.writer();
    this.files = keeper.files();
    this.overlay = overlay;
    this.room = room;
    this.faults = faults;
    this.delayNanos = delay.toNanos();
    this.groups = index.groups();
    room.written(0, 0, index.responses(), index.bytes());
  }

  void start() {
    thread.start();
  }

  /** The clock that use is measured by. */
  long groups() {
    return groups;
  }

  boolean isFailing() {
    return failing;
  }

  /**
   * Whether what waits would take too long to write: with the group that is being written, and the
   * one that is awaited, it would be more than a second's that a killed process loses.
   */
  boolean isBehind() {
    return overlay.waiting() * nanosPerChange > MAX_BEHIND_NANOS;
  }

  /** The overlay has something new. */
  synchronized void wake() {
    if (!hasWork) {
      hasWork = true;
      notifyAll();
    }
  }

  /** Room is scarce: the group is not waited for. */
  synchronized void hurry() {
    if (!hurried) {
      hurried = true;
      notifyAll();
    }
  }

  /** The responses with that hash were used; forgotten when too many were. */
  void use(long hash) {
    if (used.size() < MAX_USES) {
      used.add(hash);
    }
  }

  /** Returns when everything that was changed before is written, or could not be. */
  synchronized void flush() throws InterruptedException {
    long wanted = begun + 1;
    hurry();
    while (ended < wanted && thread.isAlive()) {
      wait();
    }
  }

  /** Writes what is left and ends; says whether all of it is on disk. */
  boolean close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      return thread.join(LONGEST_CLOSE) && overlay.isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    try {
      boolean last = false;
      while (!last) {
        last = awaitGroup();
        boolean written = tryWrite();
        synchronized (this) {
          ended = begun;
          notifyAll();
        }
        if (!written && !last) {
          pause();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Waits for the first change and then for others; says whether it is the last group. */
  private synchronized boolean awaitGroup() throws InterruptedException {
    while (!hasWork && !hurried && !closing) {
      wait();
    }
    long end = System.nanoTime() + delayNanos;
    for (long left = delayNanos; left > 0 && !hurried && !closing; left = end - System.nanoTime()) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    hasWork = false;
    hurried = false;
    begun++;
    return closing;
  }

  private synchronized void pause() throws InterruptedException {
    long end = System.nanoTime() + PAUSE_NANOS;
    for (long left = PAUSE_NANOS; left > 0 && !closing; left = end - System.nanoTime()) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    hasWork = true;
  }

  private boolean tryWrite() {
    Map<StoreKey, List<Change>> group = overlay.snapshot();
    try {
      writeOrRecover(group);
      failing = false;
      faults.writingWorks();
      return true;
    } catch (SQLException | IOException | RuntimeException e) {
      failing = true;
      faults.writingFails(e);
      giveUp(group);
      return false;
    }
  }

  /**
   * One that fails is written again to the index as it is after reopening; an index that fails
   * then, on a disk that does not, is damaged: another one is begun.
   */
  private void writeOrRecover(Map<StoreKey, List<Change>> group) throws SQLException, IOException {
    try {
      write(group);
      return;
    } catch (SQLException | RuntimeException e) {
      faults.writingIsRetried(e);
    }
    try {
      index = keeper.reopen();
      write(group);
    } catch (SQLException | RuntimeException e) {
      index = keeper.beginAnew(e);
      write(group);
    }
  }

  private void write(Map<StoreKey, List<Change>> group) throws SQLException {
    long start = System.nanoTime();
    List<Long> unneeded = new ArrayList<>();
    for (Map.Entry<StoreKey, List<Change>> entry : group.entrySet()) {
      apply(entry.getKey(), entry.getValue(), unneeded);
    }
    recordUses();
    evict(group, unneeded);
    index.commit();
    groups = index.groups();
    measure(System.nanoTime() - start, Overlay.count(group));
    forget(group);
    overlay.forget(group);
    unneeded.forEach(files::delete);
  }

  /** A moving average, large groups counting for more than small ones. */
  private void measure(long nanos, int changes) {
    long perChange = Math.min(MAX_NANOS_PER_CHANGE, nanos / Math.max(1, changes));
    long weight = Math.min(changes, 100);
    nanosPerChange = (nanosPerChange * (200 - weight) + perChange * weight) / 200;
  }

  /** What the changes of one key make of its rows. */
  private void apply(StoreKey key, List<Change> changes, List<Long> unneeded) throws SQLException {
    Map<Long, Row> rows = new HashMap<>();
    List<H2Response> before = new ArrayList<>();
    for (Row row : index.find(key.uri())) {
      H2Response stored = store.stored(row);
      if (stored != null) {
        rows.put(row.id(), row);
        before.add(stored);
      } else {
        delete(row.id(), row.length(), row.size(), unneeded);
      }
    }
    Map<Long, H2Response> after = new HashMap<>();
    Change.applied(changes, before).forEach(stored -> after.put(stored.id(), stored));
    for (Row row : rows.values()) {
      keep(row, after.get(row.id()), unneeded);
    }
    for (Change change : changes) {
      if (change instanceof Change.Commit commit && !rows.containsKey(commit.stored().id())) {
        insert(commit, after.get(commit.stored().id()), unneeded);
      }
    }
  }

  private void keep(Row row, @Nullable H2Response after, List<Long> unneeded) throws SQLException {
    if (after == null) {
      delete(row.id(), row.length(), row.size(), unneeded);
    } else {
      byte[] head = after.encode(after.head());
      if (!Arrays.equals(head, row.head())) {
        index.updateHead(row, after, head);
      }
    }
  }

  private void insert(Change.Commit commit, @Nullable H2Response after, List<Long> unneeded)
      throws SQLException {
    byte[] kept = commit.stored().kept();
    if (after != null && kept != null) {
      index.insert(after, after.encode(after.head()), kept);
    } else if (commit.stored().isFile()) {
      unneeded.add(commit.stored().id());
    }
  }

  private void delete(long id, long length, long size, List<Long> unneeded) throws SQLException {
    index.delete(id, size);
    if (ContentFiles.areFor(length)) {
      unneeded.add(id);
    }
  }

  private void recordUses() throws SQLException {
    for (Iterator<Long> hashes = used.iterator(); hashes.hasNext(); ) {
      index.use(hashes.next());
      hashes.remove();
    }
  }

  private void evict(Map<StoreKey, List<Change>> group, List<Long> unneeded) throws SQLException {
    long target = room.target() + queuedBytes(group);
    while (index.bytes() > target) {
      List<IndexWriter.Victim> victims = index.leastUsed(VICTIMS);
      if (victims.isEmpty()) {
        return;
      }
      for (IndexWriter.Victim victim : victims) {
        if (index.bytes() > target) {
          delete(victim.id(), victim.length(), victim.size(), unneeded);
        }
      }
    }
  }

  private static long queuedBytes(Map<StoreKey, List<Change>> group) {
    return sum(group, change -> change instanceof Change.Commit commit ? commit.size() : 0);
  }

  private static long sum(Map<StoreKey, List<Change>> group, ToLongFunction<Change> figure) {
    return group.values().stream().flatMap(List::stream).mapToLong(figure).sum();
  }

  /** The changes of a group take no room in the heap any more. */
  private void forget(Map<StoreKey, List<Change>> group) {
    long commits = sum(group, change -> change instanceof Change.Commit ? 1 : 0);
    room.written(commits, queuedBytes(group), index.responses(), index.bytes());
    room.giveBackHeap(sum(group, Change::heapBytes));
  }

  /** What cannot be written is lost, but what it was to replace must not come back. */
  private void giveUp(Map<StoreKey, List<Change>> group) {
    overlay.distrust(group);
    forget(group);
    group.keySet().forEach(key -> room.forceHeap(new Change.Invalidate(key).heapBytes()));
    for (List<Change> changes : group.values()) {
      for (Change change : changes) {
        if (change instanceof Change.Commit commit && commit.stored().isFile()) {
          files.delete(commit.stored().id());
        }
      }
    }
  }
}
