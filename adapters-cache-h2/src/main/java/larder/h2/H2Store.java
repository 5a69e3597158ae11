package larder.h2;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.PendingResponse;
import larder.store.ResponseStore;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoreSize;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * Keeps responses on disk. What is committed is found at once and written behind the caller's back,
 * within {@link H2Settings#groupDelay} and the time of the writing; what a killed process had not
 * written is lost, and nothing else. The responses used least are evicted first.
 *
 * <p>A disk that cannot be written stops storing and not finding; one that is slow stops storing.
 */
public final class H2Store implements ResponseStore {
  /** How many keys may wait to be invalidated on a disk that cannot be written. */
  private static final int MAX_DISTRUSTED = 100_000;

  /** Use is recorded anew after so many groups. */
  private static final int USE_STEP = 8;

  private final H2Settings settings;
  private final StoreFolder folder;
  private final IndexKeeper keeper;
  private final ContentFiles files;
  private final Faults faults;
  private final Room room;
  private final Overlay overlay = new Overlay();
  private final Writer writer;
  private final long run;
  private final AtomicLong lastId = new AtomicLong();
  private final Thread sweeper;

  /** Changes pass while the store is open; the close waits for those on their way. */
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

  private volatile boolean closed;
  private volatile boolean distrusted;

  private H2Store(H2Settings settings, StoreFolder folder, IndexKeeper keeper) {
    this.settings = settings;
    this.folder = folder;
    this.keeper = keeper;
    this.files = keeper.files();
    this.faults = new Faults(folder.path());
    this.room = new Room(settings);
    this.run = keeper.run();
    this.writer = new Writer(this, keeper, overlay, room, faults, settings.groupDelay());
    this.sweeper = Thread.ofPlatform().name("larder-h2-sweeper").daemon().unstarted(this::sweep);
  }

  /**
   * Opens the store in that folder, and begins a new one if there is none. One that does not open,
   * because it is damaged or of an unknown format, is moved aside within the folder.
   *
   * @throws StoreInUseException if another process, or this one, has it open
   * @throws StoreFolderException if the folder cannot be made, read or written
   */
  public static H2Store open(H2Settings settings) throws StoreInUseException, StoreFolderException {
    StoreFolder folder = StoreFolder.open(settings.folder());
    try {
      H2Store store = new H2Store(settings, folder, IndexKeeper.open(folder, settings));
      store.writer.start();
      store.sweeper.start();
      return store;
    } catch (StoreFolderException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  @Override
  public List<StoredResponse> find(StoreKey key) {
    if (closed || distrusted) {
      return List.of();
    }
    List<Change> waiting = overlay.under(key);
    List<H2Response> found = findOnDisk(key, waiting);
    if (!waiting.isEmpty()) {
      found = Change.applied(waiting, found);
    }
    if (found.size() > 1) {
      found.sort(Change.NEWEST_FIRST);
    }
    return List.copyOf(found);
  }

  private List<H2Response> findOnDisk(StoreKey key, List<Change> waiting) {
    List<H2Response> found = new ArrayList<>(1);
    if (waiting.stream().anyMatch(Change.Invalidate.class::isInstance)) {
      return found;
    }
    try {
      long hash = Index.hash(key.uri());
      for (Row row : keeper.index().find(hash, key.uri())) {
        H2Response stored = stored(row);
        if (stored == null) {
          changeIfPossible(new Change.Remove(key, row.id()));
          continue;
        }
        found.add(stored);
        if (row.used() + USE_STEP <= writer.groups()) {
          writer.use(hash);
        }
      }
      faults.readingWorks();
    } catch (SQLException | RuntimeException e) {
      readingFails(e);
    }
    return found;
  }

  private void readingFails(Exception e) {
    if (!closed) {
      faults.readingFails(e);
    }
  }

  /** What a row stands for; null if it is damaged. */
  @Nullable H2Response stored(Row row) {
    try {
      StoredHead head = HeadCodec.decode(row.head(), row.uri(), row.length(), row.checksum());
      return new H2Response(
          this, new StoreKey(row.uri()), head, row.id(), row.length(), row.checksum(), row.kept());
    } catch (DamagedException e) {
      faults.isDamaged(row.uri());
      return null;
    }
  }

  /** What the index keeps of a content. */
  byte[] read(H2Response stored) throws TransferException {
    try {
      byte[] kept = closed ? null : keeper.index().read(stored.id());
      if (kept == null) {
        throw H2Response.gone();
      }
      return kept;
    } catch (SQLException | RuntimeException e) {
      readingFails(e);
      throw failure(Kind.FAILED, "The stored content could not be read");
    }
  }

  @Override
  public PendingResponse begin(StoreKey key, StoredHead head, OptionalLong length)
      throws TransferException {
    refuseIfUnusable();
    if (length.orElse(0) > settings.maxObjectBytes()) {
      throw failure(Kind.TOO_LARGE, "The response is larger than what is kept on disk");
    }
    refuseIfBehind();
    long id = run << IndexKeeper.RUN_SHIFT | lastId.incrementAndGet();
    H2Pending pending = new H2Pending(this, key, head, length, settings.maxObjectBytes(), id);
    hurryIfScarce();
    return pending;
  }

  void refuseIfUnusable() throws TransferException {
    if (closed) {
      throw failure(Kind.FAILED, "The store is closed");
    }
    if (distrusted || writer.isFailing()) {
      throw failure(Kind.FAILED, "The store cannot be written at present");
    }
  }

  private void refuseIfBehind() throws TransferException {
    if (writer.isBehind()) {
      throw failure(Kind.OVERLOADED, "The disk is behind with what was stored before");
    }
  }

  private static TransferException failure(Kind kind, String explanation) {
    return new TransferException(Side.STORE, kind, explanation);
  }

  /** For bytes that are appended. */
  void takeRoom(long bytes) throws TransferException {
    try {
      room.takePending(bytes);
    } finally {
      hurryIfScarce();
    }
  }

  private void hurryIfScarce() {
    if (room.isScarce()) {
      writer.hurry();
    }
  }

  void commit(H2Response stored) throws TransferException {
    refuseIfBehind();
    int headBytes = stored.encode(stored.head()).length;
    Change.Commit commit = new Change.Commit(stored, headBytes, settings.maxVariants());
    room.takeHeap(commit.heapBytes());
    try {
      room.queue(stored.length(), commit.size());
    } catch (TransferException e) {
      room.giveBackHeap(commit.heapBytes());
      writer.hurry();
      throw e;
    }
    if (!add(commit)) {
      throw failure(Kind.FAILED, "The store is closed");
    }
  }

  /** A change that may be left out when there is no room for it. */
  void changeIfPossible(Change change) {
    if (room.tryHeap(change.heapBytes())) {
      add(change);
    }
  }

  /** Says whether the store was open. */
  private boolean add(Change change) {
    gate.readLock().lock();
    try {
      if (closed) {
        return false;
      }
      overlay.add(change);
      writer.wake();
      return true;
    } finally {
      gate.readLock().unlock();
    }
  }

  @Override
  public void invalidate(StoreKey key) {
    List<Change> waiting = overlay.under(key);
    if (!waiting.isEmpty() && waiting.getLast() instanceof Change.Invalidate) {
      return;
    }
    Change change = new Change.Invalidate(key);
    room.forceHeap(change.heapBytes());
    add(change);
    if (writer.isFailing() && overlay.keys() > MAX_DISTRUSTED) {
      distrusted = true;
    }
  }

  /**
   * Looks at what waits for the disk first: what reaches it meanwhile is found there. Where the
   * disk cannot be read, what is there stays.
   */
  @Override
  public void invalidate(StoreGroup group) {
    Set<StoreKey> keys = new LinkedHashSet<>(overlay.keys(group));
    try {
      keys.addAll(keeper.index().find(group));
    } catch (SQLException | RuntimeException e) {
      readingFails(e);
    }
    keys.forEach(this::invalidate);
  }

  @Override
  public void used(StoreKey key) {
    writer.use(Index.hash(key.uri()));
  }

  @Override
  public void forEach(Consumer<StoredResponse> visitor) {
    if (closed || distrusted) {
      return;
    }
    flush();
    try {
      keeper
          .index()
          .forEach(
              row -> {
                H2Response stored = stored(row);
                if (stored != null) {
                  visitor.accept(stored);
                }
              });
    } catch (SQLException e) {
      readingFails(e);
    }
  }

  @Override
  public StoreSize size() {
    return closed ? new StoreSize(0, 0) : new StoreSize(room.responses(), room.bytes());
  }

  /**
   * Returns when what was changed before is on disk, or could not be written, and what an earlier
   * process left behind is cleared away.
   */
  void flush() {
    try {
      writer.flush();
      sweeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sweep() {
    files.sweep(id -> id >>> IndexKeeper.RUN_SHIFT < run && !isStored(id));
  }

  private boolean isStored(long id) {
    try {
      return closed || keeper.index().has(id);
    } catch (SQLException | RuntimeException e) {
      return true;
    }
  }

  @Override
  public void close() {
    gate.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      gate.writeLock().unlock();
    }
    boolean written = writer.close();
    keeper.close();
    if (distrusted || (!written && overlay.hasInvalidations())) {
      folder.discardIndex();
    }
    folder.close();
  }

  ContentFiles files() {
    return files;
  }

  Faults faults() {
    return faults;
  }

  Room room() {
    return room;
  }
}
