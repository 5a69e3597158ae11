package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Set;
import larder.store.StoreGroup;
import org.jspecify.annotations.Nullable;

/**
 * Makes room, one pack at a time: copies the records worth keeping to another pack, and drops the
 * pack. For one thread.
 */
final class Cleaner {
  /** The work of one step, so that nothing waits long for it. */
  private static final long STEP_BYTES = 2 << 20;

  private static final int STEP_RECORDS = 4096;

  private final Shelf shelf;
  private final VictimChoice choice;
  private final Ghosts ghosts;
  private final Faults faults;
  private @Nullable Victim victim;

  Cleaner(Shelf shelf, VictimChoice choice, Ghosts ghosts, Faults faults) {
    this.shelf = shelf;
    this.choice = choice;
    this.ghosts = ghosts;
    this.faults = faults;
  }

  /**
   * Makes one step if there is something to do, and returns whether there was. A pack that was
   * begun is finished even after failures: until it is dropped, its copied records look alive in
   * it, unless they are {@link #overtake overtaken}.
   */
  boolean step() throws IOException, SQLException {
    if (victim == null) {
      victim = choice.next();
    }
    Victim taken = victim;
    if (taken == null) {
      return false;
    }
    taken.takeBack();
    long copied = 0;
    for (int i = 0; i < STEP_RECORDS && copied < STEP_BYTES && !taken.isDone(); i++) {
      copied += pass(taken, taken.next());
    }
    shelf.commit();
    taken.accept();
    if (taken.isDone()) {
      shelf.drop(taken.pack());
      victim = null;
    }
    return true;
  }

  /**
   * The records under that hash are about to change. Marks their earlier versions in the pack being
   * taken apart as dead, so that they do not come back if it is never dropped.
   */
  void overtake(long hash) {
    Victim taken = victim;
    if (taken != null) {
      for (long place : taken.passed(hash)) {
        shelf.markAsDead(place);
      }
    }
  }

  /** Copies a record or removes it; returns how many bytes were copied. */
  private long pass(Victim taken, int i) throws IOException {
    Entries entries = taken.entries();
    int uses = shelf.places().uses(entries.hash(i), entries.place(i));
    if (uses < 0) {
      return 0;
    }
    Entry entry = entries.entry(i, uses);
    if (taken.keeps(entry) && copy(taken, entry)) {
      shelf.remove(Batch.Removed.copied(entry));
      return entry.recordBytes();
    }
    letGo(taken, entry);
    return 0;
  }

  /** Returns false if it is no longer a live, whole record. */
  private boolean copy(Victim taken, Entry entry) throws IOException {
    ByteBuffer record = read(taken.pack(), entry);
    RecordHeader header = RecordHeader.at(record, 0);
    if (header == null
        || !header.live()
        || header.recordBytes() != record.limit()
        || !header.isWhole(record, 0, taken.pack().seal())) {
      return false;
    }
    byte[] uri = new byte[header.uriBytes()];
    byte[] head = new byte[header.headBytes()];
    record.get(RecordHeader.BYTES, uri).get(RecordHeader.BYTES + uri.length, head);
    ByteBuffer kept = record.slice(header.frontBytes(), header.keptBytes());
    long place = shelf.write(taken.keepsInMain(), uri, head, kept, header);
    shelf.put(taken.after(entry).movedTo(place), groups(header, record));
    return true;
  }

  /** The record; empty if it cannot be read although the disk works. */
  private static ByteBuffer read(Pack pack, Entry entry) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(Math.toIntExact(entry.recordBytes()));
    try {
      pack.read(record, Place.offset(entry.place()));
      return record.flip();
    } catch (IOException e) {
      pack.blame(e);
      return record.limit(0);
    }
  }

  private static Set<StoreGroup> groups(RecordHeader header, ByteBuffer record) {
    try {
      return StoreGroup.of(PackContents.key(header, record), PackContents.head(header, record));
    } catch (DamagedException e) {
      return Set.of();
    }
  }

  /** Removes a record for good: nobody can invalidate it later, should the pack stay. */
  private void letGo(Victim taken, Entry entry) throws IOException {
    if (taken.remembers()) {
      ghosts.add(entry.hash(), shelf.places().size());
    }
    if (entry.fileBytes() > 0) {
      RecordHeader header = header(taken.pack(), entry.place());
      if (header == null) {
        faults.isDamaged("a record of " + Pack.name(taken.pack().number()));
        shelf.leaveBehind();
      } else if (!hasAnotherRecord(entry, header.id())) {
        shelf.delete(header.id());
      }
    }
    shelf.remove(Batch.Removed.letGo(entry));
  }

  /**
   * Whether another record that stays has the same content: a process that was killed before it
   * dropped a pack left the records that it had copied in both.
   */
  private boolean hasAnotherRecord(Entry entry, long id) throws IOException {
    for (long place : shelf.places().find(entry.hash())) {
      Pack pack = shelf.packs().get(Place.pack(place));
      if (place != entry.place() && pack != null && !shelf.letsGo(place)) {
        RecordHeader other = header(pack, place);
        if (other != null && other.live() && other.id() == id) {
          return true;
        }
      }
    }
    return false;
  }

  private static @Nullable RecordHeader header(Pack pack, long place) throws IOException {
    try {
      return pack.header(Place.offset(place));
    } catch (IOException e) {
      pack.blame(e);
      return null;
    }
  }
}
