package larder.h2;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import larder.store.StoreKey;

/** What the writer does with a store, and in which order. For one thread. */
final class Maintenance {
  /** To end is not worth more time: what is not taken down is read again. */
  private static final long LONGEST_END_NANOS = Duration.ofSeconds(1).toNanos();

  private final StoreFolder folder;
  private final OpenedStore opened;
  private final Ledger ledger;
  private final Shelf shelf;
  private final Applier applier;
  private final Cleaner cleaner;
  private final Room room;
  private final InstantSource clock;
  private final boolean atRest;
  private final VictimChoice choice;
  private final Sweep sweep;
  private final Suspects suspects = new Suspects();

  Maintenance(
      StoreFolder folder,
      OpenedStore opened,
      RecordReader reader,
      Room room,
      Faults faults,
      H2Settings settings) {
    Ghosts ghosts = new Ghosts();
    this.folder = folder;
    this.opened = opened;
    this.ledger = new Ledger(opened, settings.appraisal());
    this.shelf = new Shelf(opened, ledger, settings.largestPack());
    this.applier = new Applier(reader, shelf, ghosts, faults, settings.appraisal());
    this.choice = new VictimChoice(shelf, room, settings.clock());
    this.cleaner = new Cleaner(shelf, choice, ghosts, faults);
    this.sweep = new Sweep(opened, reader);
    this.room = room;
    this.clock = settings.clock();
    this.atRest = settings.isAtRest();
    room.holds(holding());
  }

  /** Whether something is on disk under that key, as far as the index in memory tells. */
  boolean mayHave(StoreKey key) {
    return opened.places().hasAny(UriBytes.of(key).hash());
  }

  /**
   * Something else than a live record may lie there: the next write looks. Any thread says so.
   * False if there are too many of them: that write does not look there.
   */
  boolean suspect(long hash, long place) {
    return suspects.add(hash, place);
  }

  /**
   * Brings changes to the disk, all or none of them.
   *
   * @throws IOException if none of them is there
   * @throws SQLException likewise
   */
  void write(Map<StoreKey, List<Change>> group) throws IOException, SQLException {
    try {
      for (Map.Entry<StoreKey, List<Change>> entry : group.entrySet()) {
        cleaner.overtake(UriBytes.of(entry.getKey()).hash());
        applier.apply(entry.getKey(), entry.getValue());
      }
      lookAtSuspects();
      shelf.commit();
    } catch (IOException | SQLException | RuntimeException | Error e) {
      shelf.rollback();
      throw e;
    }
  }

  /** A disk that fails says nothing about any of them. */
  private void lookAtSuspects() {
    try {
      suspects.lookAtAll(this::lookAt);
    } catch (IOException e) {
      // Those that are damaged are suspected again.
    }
  }

  private void lookAt(Places.Slot slot) throws IOException {
    cleaner.overtake(slot.hash());
    shelf.clear(slot.hash(), slot.place());
  }

  /** Makes a bit of room, if there is too little; says whether to go on. */
  boolean tidy() throws IOException, SQLException {
    shelf.mark();
    try {
      return cleaner.step();
    } catch (IOException | SQLException | RuntimeException | Error e) {
      shelf.rollback();
      throw e;
    } finally {
      room.holds(holding());
    }
  }

  /** From now on it tidies until hardly anything dead is left, or only as much as is needed. */
  void compact(boolean thoroughly) throws IOException {
    if (thoroughly) {
      shelf.seal();
    }
    choice.sparesLittle(thoroughly);
  }

  /** Deletes contents of earlier processes that no record is of. */
  Sweep sweep() {
    return sweep;
  }

  /** What is stored now. */
  Room.Holding holding() {
    Packs packs = opened.packs();
    return new Room.Holding(
        packs.records(),
        packs.liveBytes(),
        packs.bytes() + packs.fileBytes() + opened.files().folderBytes() + folder.bytesBeside());
  }

  /** So many changes are written next; each has one sequence at most. */
  void expect(int changes) {
    shelf.takeSequences(changes);
  }

  /**
   * Nobody knows how old it is what is stored, or is being written. Any thread may say so, but not
   * while the writer takes what is to be written next.
   */
  void distrustAges() {
    opened.ages().distrustBelow(shelf.lastSequence() + 1);
  }

  /** Takes down whose age is not known, if that is news. */
  void noteAges() throws IOException, SQLException {
    ledger.noteAges();
  }

  /** Whether the catalogue does not know of something. */
  boolean hasToNote() {
    return !ledger.isEmpty();
  }

  /** Takes down in the catalogue what it does not know of. */
  void note() throws IOException, SQLException {
    if (hasToNote()) {
      ledger.note(seen());
    }
  }

  /**
   * Whether the disk takes something.
   *
   * @throws IOException if it does not
   */
  void probe() throws IOException {
    if (!folder.isWritable()) {
      throw new IOException("The folder cannot be written");
    }
  }

  /** Whether something that is dead would be found by the next one to open the store. */
  boolean isUnsafe() {
    return shelf.hasUnmarked();
  }

  /** What time the catalogue is to know. */
  private Instant seen() {
    return atRest ? opened.seen() : clock.instant();
  }

  /** Takes down all there is to know, so that the next opening is quick. */
  void end() throws IOException, SQLException {
    long start = System.nanoTime();
    shelf.mark();
    shelf.seal();
    note();
    Instant now = seen();
    for (Pack pack : opened.packs().oldestFirst()) {
      if (System.nanoTime() - start < LONGEST_END_NANOS) {
        Entries settled = shelf.entries(pack).settled(opened.places(), pack.census().deaths());
        ledger.note(List.of(settled), now);
      }
    }
    opened.keeper().catalog().end(now, sweep.isDone() && !opened.files().leavesBehind());
  }
}
