package larder.h2;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Changes that take effect together, once their records are written. */
final class Batch {
  private final List<Entry> put = new ArrayList<>();
  private final List<Removed> removed = new ArrayList<>();
  private final List<Forgotten> forgotten = new ArrayList<>();
  private final List<Long> unneeded = new ArrayList<>();
  private final Set<Catalog.Member> members = new HashSet<>();

  /**
   * A record that no longer counts.
   *
   * @param hash of its key
   * @param mark whether to mark it as dead in its pack
   */
  record Removed(long hash, long place, long recordBytes, long fileBytes, boolean mark) {
    static Removed of(long hash, Stored stored) {
      RecordHeader header = stored.header();
      return new Removed(hash, stored.place(), header.recordBytes(), header.fileBytes(), true);
    }

    /** A record of a pack being taken apart; marked unless the pack is dropped at once. */
    static Removed letGo(Entry entry) {
      return new Removed(entry.hash(), entry.place(), entry.recordBytes(), entry.fileBytes(), true);
    }

    /** A record that was copied to another pack. If the copy dies, it is marked there. */
    static Removed copied(Entry entry) {
      return new Removed(
          entry.hash(), entry.place(), entry.recordBytes(), entry.fileBytes(), false);
    }
  }

  /** A place whose record was dead before. */
  record Forgotten(long hash, long place) {}

  /** An entry that is found from now on. */
  void put(Entry entry) {
    put.add(entry);
  }

  void remove(Removed record) {
    removed.add(record);
  }

  /** Whether that record is removed without having been copied. */
  boolean letsGo(long place) {
    return removed.stream().anyMatch(record -> record.place() == place && record.mark());
  }

  void forget(Forgotten place) {
    forgotten.add(place);
  }

  /** A content whose file is deleted. */
  void delete(long id) {
    unneeded.add(id);
  }

  void add(Catalog.Member member) {
    members.add(member);
  }

  List<Entry> put() {
    return put;
  }

  List<Removed> removed() {
    return removed;
  }

  List<Forgotten> forgotten() {
    return forgotten;
  }

  List<Long> unneeded() {
    return unneeded;
  }

  Set<Catalog.Member> members() {
    return members;
  }
}
