package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.store.Appraisal;
import larder.store.InventoryPort;
import larder.store.PendingResponse;
import larder.store.ResponseStore;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoreSize;
import larder.store.StoreSpace;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/**
 * Keeps responses on disk: small ones in packs, large contents in files of their own, and a
 * catalogue of the packs in H2. A committed response is found at once. It is written in the
 * background, within {@link H2Settings#groupDelay} plus the time of the write. A killed process
 * loses what it had not written yet, and nothing else.
 *
 * <p>While the disk cannot be written, the store stores nothing but still finds responses. While it
 * is slow, the store stores nothing. While it hangs, the store finds nothing on it.
 */
public final class H2Store implements ResponseStore, InventoryPort {
  private final H2Settings settings;
  private final StoreFolder folder;
  private final OpenedStore opened;
  private final ReadingFaults reading;
  private final Finder finder;
  private final Faults faults;
  private final DiskWatch watch;
  private final Room room;
  private final Overlay overlay = new Overlay();
  private final Maintenance maintenance;
  private final Writer writer;
  private final Changes changes;
  private final Inventory inventory;
  private final AtomicLong lastId;
  private final FirstSweep sweep;

  private volatile boolean distrusted;

  private H2Store(
      H2Settings settings, StoreFolder folder, OpenedStore opened, Faults faults, DiskWatch watch) {
    this.settings = settings;
    this.folder = folder;
    this.opened = opened;
    this.faults = faults;
    this.watch = watch;
    this.room = new Room(opened.bound(), settings.maxQueuedBytes());
    this.lastId = new AtomicLong(opened.firstId());
    RecordReader reader = new RecordReader(this, opened.packs(), opened.ages());
    this.maintenance = new Maintenance(folder, opened, reader, room, faults, settings);
    this.writer =
        new Writer(maintenance, overlay, opened.files(), room, faults, settings.groupDelay());
    this.changes = new Changes(overlay, writer, room);
    this.reading = new ReadingFaults(changes, maintenance, writer, faults, watch);
    this.finder = new Finder(reading, opened.places(), reader);
    Walk walk = new Walk(opened.places(), reader, new Lookup(finder, overlay), maintenance, writer);
    this.inventory = new Inventory(this, reading, walk, writer, room, opened.bound());
    this.sweep = new FirstSweep(opened, maintenance.sweep(), writer, reading);
  }

  /**
   * Opens the store in that folder, or begins a new one if there is none. Leaves out what is
   * damaged, and begins anew if the store has another format.
   *
   * @throws StoreInUseException if another process, or this one, has it open
   * @throws StoreFolderException if the folder cannot be made, read or written
   */
  public static H2Store open(H2Settings settings) throws StoreInUseException, StoreFolderException {
    return open(settings, new RealDisk());
  }

  /** Whether there is a store in that folder, open or not. */
  public static boolean isIn(Path folder) {
    return StoreFolder.isStore(folder);
  }

  /**
   * Whether another process has the store of that folder open. The process that has it open must
   * not call this: on POSIX systems, closing the file would release its own lock.
   */
  public static boolean isHeld(Path folder) {
    return FolderLock.isTaken(folder);
  }

  /**
   * Opens a store that no proxy serves from at present, with the bound that it had last.
   *
   * @param appraisal the worth of the stored responses, at the clock's time
   * @throws StoreInUseException if another process, or this one, has it open
   * @throws StoreFolderException if there is no store, or none that can be read
   */
  public static H2Store openAtRest(Path folder, Appraisal appraisal, InstantSource clock)
      throws StoreInUseException, StoreFolderException {
    if (Files.isDirectory(folder) && !Files.isExecutable(folder)) {
      throw new StoreFolderException(
          folder, "cannot be read", new AccessDeniedException(folder.toString()));
    }
    if (!StoreFolder.isStore(folder)) {
      throw new StoreFolderException(
          folder, "holds no store", new NoSuchFileException(folder.toString()));
    }
    return open(H2Settings.atRest(folder).withAppraisal(appraisal, clock));
  }

  static H2Store open(H2Settings settings, Disk disk)
      throws StoreInUseException, StoreFolderException {
    return open(settings, disk, DiskWatch.Limits.USUAL);
  }

  static H2Store open(H2Settings settings, Disk disk, DiskWatch.Limits limits)
      throws StoreInUseException, StoreFolderException {
    Faults faults = new Faults(settings.folder());
    DiskWatch watch = new DiskWatch(limits, faults, new VirtualCarriers(), System::nanoTime);
    StoreFolder folder = StoreFolder.open(settings.folder(), new WatchedDisk(disk, watch));
    try {
      OpenedStore opened = StoreOpening.open(folder, settings);
      H2Store store = new H2Store(settings, folder, opened, faults, watch);
      watch.start();
      store.writer.start();
      store.sweep.start();
      return store;
    } catch (StoreFolderException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  @Override
  public List<StoredResponse> find(StoreKey key) {
    if (!isOpen()) {
      return List.of();
    }
    List<Change> waiting = overlay.under(key);
    List<H2Response> found =
        Change.hideAll(waiting) ? new ArrayList<>(0) : finder.findIfPossible(key);
    if (!waiting.isEmpty()) {
      found = Change.applied(waiting, found);
    }
    if (found.size() > 1) {
      found.sort(Change.NEWEST_FIRST);
    }
    return List.copyOf(found);
  }

  /** Whether the responses found can be trusted. */
  boolean isOpen() {
    return !changes.isClosed() && !distrusted;
  }

  @Override
  public PendingResponse begin(StoreKey key, StoredHead head, OptionalLong length)
      throws TransferException {
    refuseIfUnusable();
    if (length.orElse(0) > settings.maxObjectBytes()) {
      throw Changes.failure(Kind.TOO_LARGE, "The response is larger than what is kept on disk");
    }
    changes.refuseIfBehind();
    long id = lastId.incrementAndGet();
    H2Pending pending = new H2Pending(this, key, head, length, settings.maxObjectBytes(), id);
    changes.hurryIfScarce();
    return pending;
  }

  void refuseIfUnusable() throws TransferException {
    if (changes.isClosed()) {
      throw Changes.failure(Kind.FAILED, "The store is closed");
    }
    if (distrusted || writer.isFailing()) {
      throw Changes.failure(Kind.FAILED, "The store cannot be written at present");
    }
  }

  /**
   * Stores a pending response.
   *
   * @param kept what the pack is to keep of the content; it no longer changes
   */
  StoredResponse commit(StoreKey key, StoredHead head, long id, long length, byte[] kept)
      throws TransferException {
    changes.refuseIfBehind();
    byte[] encoded = HeadCodec.encode(head);
    int sum = Checksum.of(ByteBuffer.wrap(kept));
    RecordHeader header =
        new RecordHeader(true, 0, key.uri().length(), encoded.length, length, sum, id, 0);
    Stored unwritten = new Stored(header, 0);
    H2Response stored = new H2Response(this, key, head, unwritten, ByteBuffer.wrap(kept));
    changes.commit(new Change.Commit(stored, encoded, settings.maxVariants()), length);
    return stored;
  }

  void remove(H2Response stored) {
    boolean noted = false;
    try {
      noted = !hasSomething(stored.key()) || force(new Change.Remove(stored.key(), stored.id()));
    } finally {
      distrustUnless(noted);
    }
  }

  @Override
  public void invalidate(StoreKey key) {
    boolean noted = false;
    try {
      noted = !hasSomething(key) || force(new Change.Invalidate(key));
    } finally {
      distrustUnless(noted);
    }
  }

  /** Makes the change, and returns whether there was room for it. */
  private boolean force(Change removal) {
    changes.force(removal);
    return !room.isOverdrawn();
  }

  /**
   * If a removal was not noted, perhaps for lack of memory, nothing is found any more, not even by
   * the next process.
   */
  private void distrustUnless(boolean noted) {
    if (!noted) {
      distrusted = true;
    }
  }

  /**
   * Whether something is stored under that key, or will be, as far as the index in memory tells.
   */
  private boolean hasSomething(StoreKey key) {
    List<Change> waiting = overlay.under(key); // first: it may be only on disk later
    return waiting.isEmpty()
        ? maintenance.mayHave(key)
        : !(waiting.getLast() instanceof Change.Invalidate);
  }

  /**
   * Looks at the waiting changes first: one that reaches the disk meanwhile is found there. If the
   * disk cannot be read, the responses on it stay.
   */
  @Override
  public void invalidate(StoreGroup group) {
    boolean noted = false;
    try {
      keys(group).forEach(this::invalidate);
      noted = true;
    } finally {
      distrustUnless(noted);
    }
  }

  private Set<StoreKey> keys(StoreGroup group) {
    Set<StoreKey> keys = new LinkedHashSet<>(overlay.keys(group));
    try {
      for (long hash : watch.call(() -> keyHashes(group), hashes -> {})) {
        keys.addAll(finder.keys(hash, group));
      }
    } catch (IOException | RuntimeException e) {
      reading.fails(e);
    }
    return keys;
  }

  private List<Long> keyHashes(StoreGroup group) throws IOException {
    try {
      return opened.keeper().catalog().keyHashes(group);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void used(StoreKey key) {
    opened.places().use(UriBytes.of(key).hash());
  }

  @Override
  public void visit(Visitor visitor) throws TransferException {
    inventory.visit(visitor);
  }

  @Override
  public Verified verify(Watch watch) throws TransferException {
    return inventory.verify(watch);
  }

  @Override
  public void settle() throws TransferException {
    inventory.settle();
  }

  @Override
  public void compact() throws TransferException {
    inventory.compact();
  }

  @Override
  public void distrustAges() {
    writer.distrustAges();
  }

  @Override
  public StoreSpace space() {
    return inventory.space();
  }

  @Override
  public StoreSize size() {
    return changes.isClosed() ? new StoreSize(0, 0) : new StoreSize(room.responses(), room.bytes());
  }

  /**
   * Returns when all earlier changes are on disk or could not be written, and the leftovers of an
   * earlier process are cleared away.
   */
  void flush() {
    try {
      writer.flush();
      sweep.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (!changes.close()) {
      return;
    }
    sweep.stop();
    boolean written = writer.close();
    opened.keeper().close();
    opened.packs().close();
    opened.files().mapped().close();
    watch.close();
    if (distrusted || (!written && (overlay.hasRemovals() || maintenance.isUnsafe()))) {
      folder.discard();
    }
    folder.close();
  }

  /** Whether callers must leave the disk to other threads. */
  boolean isDiskSlow() {
    return watch.isSlow();
  }

  Finder finder() {
    return finder;
  }

  ContentFiles files() {
    return opened.files();
  }

  Changes changes() {
    return changes;
  }

  Faults faults() {
    return faults;
  }

  Room room() {
    return room;
  }
}
