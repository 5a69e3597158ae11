package larder.h2;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Opens the store in a folder: takes the records of the packs from the catalogue, and reads the
 * packs that it does not know.
 */
final class StoreOpening {
  /** Clocks may be set back by seconds. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  private final StoreFolder folder;
  private final H2Settings settings;
  private final Disk disk;
  private final CatalogKeeper keeper;

  private StoreOpening(StoreFolder folder, H2Settings settings, CatalogKeeper keeper) {
    this.folder = folder;
    this.settings = settings;
    this.disk = folder.disk();
    this.keeper = keeper;
  }

  /**
   * @throws StoreFolderException if the disk fails
   */
  static OpenedStore open(StoreFolder folder, H2Settings settings) throws StoreFolderException {
    CatalogKeeper keeper = CatalogKeeper.open(folder);
    StoreOpening opening = new StoreOpening(folder, settings, keeper);
    try {
      return opening.openAll();
    } catch (IOException | SQLException | RuntimeException e) {
      keeper.close();
      throw new StoreFolderException(folder.path(), "cannot be read", e);
    }
  }

  private OpenedStore openAll() throws IOException, SQLException {
    try {
      return load();
    } catch (SQLException | RuntimeException damaged) {
      keeper.beginAnew(damaged);
      return load();
    }
  }

  private OpenedStore load() throws IOException, SQLException {
    Packs packs = new Packs(disk, folder.packs());
    try {
      return load(packs);
    } catch (IOException | SQLException | RuntimeException e) {
      packs.close();
      throw e;
    }
  }

  private OpenedStore load(Packs packs) throws IOException, SQLException {
    Catalog catalog = keeper.catalog();
    Catalog.Standing standing = catalog.begin();
    Set<Integer> known = new HashSet<>(catalog.packs());
    boolean whole = true;
    PackContents contents = new PackContents(settings.appraisal());
    List<Entries> found = new ArrayList<>();
    Places places = new Places();
    try (Taking taking = new Taking(places)) {
      for (int number : packs.numbersOnDisk()) {
        Pack pack = open(packs, number);
        if (pack == null) {
          whole = false;
          continue;
        }
        Entries entries = known.remove(number) ? inCatalog(number) : null;
        if (entries == null) {
          entries = contents.entries(pack);
          found.add(entries);
        }
        taking.take(entries, pack);
      }
    }
    packs.goOn();
    ContentFiles files = new ContentFiles(disk, folder.content());
    long highest = standing.isFirst() ? files.highestId() : 0;
    long run = Math.max(standing.run(), OpenedStore.run(Math.max(highest, contents.highest())) + 1);
    if (run != standing.run()) {
      catalog.setRun(run);
    }
    catalog.add(contents.members());
    Instant seen = Instant.ofEpochSecond(standing.seen());
    catalog.note(found, known, settings.isAtRest() ? seen : settings.clock().instant());
    boolean tidy = standing.closed() && !standing.isFirst() && whole;
    long bound = bound(standing);
    KnownAges ages = new KnownAges(distrusted(standing, run));
    catalog.write();
    return new OpenedStore(keeper, packs, places, files, run, bound, ages, seen, tidy);
  }

  /**
   * If the clock shows less than before, no age is known. An opening at rest leaves this to the
   * next process that serves from the store.
   */
  private long distrusted(Catalog.Standing standing, long run) throws SQLException {
    if (settings.isAtRest()
        || settings.clock().instant().plus(TOLERANCE).getEpochSecond() >= standing.seen()) {
      return standing.distrusted();
    }
    long distrusted = OpenedStore.firstId(run);
    keeper.catalog().distrustBelow(distrusted);
    return distrusted;
  }

  private long bound(Catalog.Standing standing) throws SQLException {
    if (settings.isAtRest()) {
      return standing.bound() > 0 ? standing.bound() : settings.maxBytes();
    }
    if (settings.maxBytes() != standing.bound()) {
      keeper.catalog().setBound(settings.maxBytes());
    }
    return settings.maxBytes();
  }

  /** Null if it is no pack: such a file is deleted, so that its number is free. */
  private @Nullable Pack open(Packs packs, int number) throws IOException {
    try {
      return packs.open(number);
    } catch (DamagedException e) {
      Faults.packIsDamaged(folder.path(), Pack.name(number));
      packs.delete(number);
      return null;
    }
  }

  private @Nullable Entries inCatalog(int pack) throws SQLException {
    try {
      return keeper.catalog().entriesAtFirst(pack);
    } catch (DamagedException e) {
      return null;
    }
  }

  /** Takes the records of one pack while the next one is read. */
  private static final class Taking implements AutoCloseable {
    private final Places places;
    private final ExecutorService thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name("larder-open-take").factory());
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    private Taking(Places places) {
      this.places = places;
    }

    private void take(Entries entries, Pack pack) {
      await();
      last = CompletableFuture.runAsync(() -> takeNow(entries, pack), thread);
    }

    private void takeNow(Entries entries, Pack pack) {
      places.putAll(entries);
      pack.census().born(entries.count(), entries.recordBytes(), entries.fileBytes());
      pack.census().diedSince(entries.deaths());
      pack.setRecords(entries);
    }

    private void await() {
      try {
        last.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof Error error) {
          throw error; // such as no memory: the catalogue is not to blame
        }
        throw e;
      }
    }

    @Override
    public void close() {
      try (thread) {
        await();
      }
    }
  }
}
