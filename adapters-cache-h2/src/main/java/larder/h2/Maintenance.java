package larder.h2;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import larder.store.StoreKey;

/** The operations of the writer on a store. For one thread. */
final class Maintenance {
  /** How long {@link #end} may take: what it does not note is read again. */
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
   * Reports that no live record may lie there; the next write checks. Any thread may call this.
   * Returns false if too many are suspected: then the next write does not check this one.
   */
  boolean suspect(long hash, long place) {
    return suspects.add(hash, place);
  }

  /**
   * Writes changes to the disk, all or none of them.
   *
   * @throws IOException if none of them is written
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

  /** If the disk fails, nothing is learned about any of them. */
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

  /** Makes a little room if there is too little; returns whether to go on. */
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

  /** Sets whether {@link #tidy} leaves hardly anything dead, or only does what is needed. */
  void compact(boolean thoroughly) throws IOException {
    if (thoroughly) {
      shelf.seal();
    }
    choice.sparesLittle(thoroughly);
  }

  /** Deletes contents of earlier processes that have no record. */
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

  /** Reserves sequences for the changes to be written next; each change uses one at most. */
  void expect(int changes) {
    shelf.takeSequences(changes);
  }

  /**
   * The age of all that is stored or is being written is no longer known. Any thread may call this,
   * but not while the writer takes the changes to be written next.
   */
  void distrustAges() {
    opened.ages().distrustBelow(shelf.lastSequence() + 1);
  }

  /** Notes which ages are not known, if that has changed. */
  void noteAges() throws IOException, SQLException {
    ledger.noteAges();
  }

  /** Whether the catalogue has something to note. */
  boolean hasToNote() {
    return !ledger.isEmpty();
  }

  /** Brings the catalogue up to date. */
  void note() throws IOException, SQLException {
    if (hasToNote()) {
      ledger.note(seen());
    }
  }

  /**
   * Checks that the disk can be written.
   *
   * @throws IOException if it cannot
   */
  void probe() throws IOException {
    if (!folder.isWritable()) {
      throw new IOException("The folder cannot be written");
    }
  }

  /** Whether the next opening would find something that is dead. */
  boolean isUnsafe() {
    return shelf.hasUnmarked();
  }

  /** The time to note in the catalogue. */
  private Instant seen() {
    return atRest ? opened.seen() : clock.instant();
  }

  /** Notes all there is to know, so that the next opening is quick. */
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
