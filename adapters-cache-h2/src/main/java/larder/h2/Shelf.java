package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import larder.store.StoreGroup;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored, for the one thread that changes it. Changes are gathered, and take effect
 * with {@link #commit} or not at all. Records are written first, then the places where they are
 * found, then the marks on dead ones: whenever the process is killed, nothing is found that is not
 * there.
 */
final class Shelf {
  /** A pack is at most one part in this many of all packs. */
  private static final int PACKS = 32;

  private static final long SMALL_PACK = 1 << 20;

  private final Packs packs;
  private final Places places;
  private final ContentFiles files;
  private final Ledger ledger;
  private final long largestPack;
  private final PackOutput fresh;
  private final PackOutput main;
  private volatile long lastSequence;
  private long sequence;
  private Batch batch = new Batch();

  /** Dead records that are not marked yet. */
  private final Deque<Long> unmarked = new ArrayDeque<>();

  /**
   * @param largestPack the largest pack, in bytes; also the most that its content files may take
   */
  Shelf(OpenedStore opened, Ledger ledger, long largestPack) {
    this.packs = opened.packs();
    this.places = opened.places();
    this.files = opened.files();
    this.ledger = ledger;
    this.largestPack = largestPack;
    this.fresh = new PackOutput(packs, false, this::packBytes, largestPack);
    this.main = new PackOutput(packs, true, this::packBytes, largestPack);
    this.lastSequence = opened.firstId();
    this.sequence = opened.firstId();
  }

  /** Packs are small while little is stored, so that little in an open pack is dead. */
  private long packBytes() {
    return Math.min(largestPack, Math.max(SMALL_PACK, packs.bytes() / PACKS));
  }

  Packs packs() {
    return packs;
  }

  Places places() {
    return places;
  }

  /** Reserves that many sequences for the next write alone. */
  void takeSequences(int count) {
    sequence = lastSequence;
    lastSequence = sequence + count;
  }

  /** The next of the reserved sequences. */
  long nextSequence() {
    return ++sequence;
  }

  /** The highest sequence of the records being written now. Any thread may call this. */
  long lastSequence() {
    return lastSequence;
  }

  /**
   * Writes a record, which is not found yet; returns where it lies.
   *
   * @param toMain whether it has proved its worth
   */
  long write(boolean toMain, byte[] uri, byte[] head, ByteBuffer kept, RecordHeader header)
      throws IOException {
    return (toMain ? main : fresh).add(uri, head, kept, header);
  }

  /** The record is found once committed. */
  void put(Entry entry, Set<StoreGroup> groups) {
    batch.put(entry);
    for (StoreGroup group : groups) {
      batch.add(new Catalog.Member(group, entry.hash(), Place.pack(entry.place())));
    }
  }

  /** The record is no longer found once committed. */
  void remove(Batch.Removed record) {
    batch.remove(record);
  }

  /** Whether the next {@link #commit} removes that record without a copy in its place. */
  boolean letsGo(long place) {
    return batch.letsGo(place);
  }

  /** Checks a place that may have no live record; if so, it is no longer found. */
  void clear(long hash, long place) throws IOException {
    Pack pack = packs.get(Place.pack(place));
    if (pack == null || !places.has(hash, place)) {
      return;
    }
    RecordHeader header = pack.headerOfReadable(Place.offset(place));
    if (header == null) {
      giveUp(hash, place);
    } else if (!header.live()) {
      batch.forget(new Batch.Forgotten(hash, place));
    }
  }

  /** Removes a damaged record. */
  void giveUp(long hash, long place) throws IOException {
    Pack pack = packs.get(Place.pack(place));
    if (pack != null && places.has(hash, place)) {
      Entries open = entriesOfOpen(pack.number());
      Entries entries = open == null ? ledger.entries(pack) : open;
      Batch.Removed record = entries.removed(hash, place);
      batch.remove(record);
      if (record.fileBytes() > 0) {
        leaveBehind();
      }
    }
  }

  /**
   * A record could not be read; returns that it is damaged.
   *
   * @throws IOException that one, if the disk fails
   */
  DamagedException damage(long place, IOException e) throws IOException {
    Pack pack = packs.get(Place.pack(place));
    if (pack == null) {
      throw e;
    }
    pack.blame(e);
    return new DamagedException("A record that cannot be read", e);
  }

  /** Deletes a content whose record is removed. */
  void delete(long id) {
    batch.delete(id);
  }

  /** A content stays whose record is gone and alone knew its identity. */
  void leaveBehind() {
    files.leaveBehind();
  }

  /**
   * Makes the gathered changes take effect.
   *
   * @throws IOException if none of them took effect
   */
  void commit() throws IOException, SQLException {
    fresh.flush();
    main.flush();
    if (!batch.members().isEmpty()) {
      ledger.add(batch.members());
    }
    Batch done = batch;
    batch = new Batch();
    done.put().forEach(this::publish);
    done.removed().forEach(this::take);
    done.forgotten().forEach(each -> places.remove(each.hash(), each.place()));
    ledger.seal(fresh.accept());
    ledger.seal(main.accept());
    done.unneeded().forEach(files::delete);
  }

  private void publish(Entry entry) {
    int number = Place.pack(entry.place());
    Pack pack = packs.get(number);
    Entries entries = entriesOfOpen(number);
    if (pack != null && entries != null) {
      entries.add(entry);
      pack.census().born(entry.recordBytes(), entry.fileBytes());
      places.put(entry.hash(), entry.place(), entry.uses(), entry.fileBytes() > 0);
    }
  }

  private @Nullable Entries entriesOfOpen(int pack) {
    Entries entries = fresh.entries(pack);
    return entries == null ? main.entries(pack) : entries;
  }

  private void take(Batch.Removed record) {
    Pack pack = packs.get(Place.pack(record.place()));
    if (places.remove(record.hash(), record.place()) && pack != null) {
      pack.census().died(record.recordBytes(), record.fileBytes());
      if (record.mark()) {
        unmarked.add(record.place());
      }
    }
  }

  /** Has a record marked as dead that is no longer found. */
  void markAsDead(long place) {
    unmarked.add(place);
  }

  /**
   * Marks dead records in their packs, so that later processes know it, too. If a pack takes no
   * mark although the disk works, it is broken, and will be removed.
   *
   * @throws IOException if some are not marked; the next call goes on
   */
  void mark() throws IOException {
    Set<Pack> marked = new HashSet<>();
    while (!unmarked.isEmpty()) {
      long place = unmarked.getFirst();
      Pack pack = packs.get(Place.pack(place));
      if (pack != null) {
        mark(pack, Place.offset(place));
        marked.add(pack);
      }
      unmarked.removeFirst();
    }
    for (Pack pack : marked) {
      noteDeaths(pack);
    }
  }

  private static void mark(Pack pack, long offset) throws IOException {
    try {
      pack.markDead(offset);
    } catch (IOException e) {
      pack.blame(e);
    }
  }

  private static void noteDeaths(Pack pack) throws IOException {
    try {
      pack.noteDeaths();
    } catch (IOException e) {
      pack.blame(e);
    }
  }

  /** Whether something dead looks alive on disk. */
  boolean hasUnmarked() {
    return !unmarked.isEmpty() || fresh.isTainted() || main.isTainted();
  }

  /** Drops the gathered changes. */
  void rollback() throws IOException {
    batch = new Batch();
    try {
      fresh.takeBack();
    } finally {
      main.takeBack();
    }
  }

  /** Ends the packs that are appended to. */
  void seal() throws IOException {
    ledger.seal(fresh.seal());
    ledger.seal(main.seal());
  }

  /** Gives back the space of a pack. */
  void drop(Pack pack) throws IOException {
    packs.drop(pack);
    ledger.drop(pack.number());
  }

  /** The records of a pack that is not open. */
  Entries entries(Pack pack) throws IOException {
    return ledger.entries(pack);
  }
}
