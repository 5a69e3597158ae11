package larder.h2;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Changes to what is stored that come about together, once the records for them are written. */
final class Batch {
  private final List<Entry> put = new ArrayList<>();
  private final List<Removed> removed = new ArrayList<>();
  private final List<Forgotten> forgotten = new ArrayList<>();
  private final List<Long> unneeded = new ArrayList<>();
  private final Set<Catalog.Member> members = new HashSet<>();

  /**
   * A record that is none any more.
   *
   * @param hash of its key
   * @param mark whether to say so in its pack
   */
  record Removed(long hash, long place, long recordBytes, long fileBytes, boolean mark) {
    static Removed of(long hash, Stored stored) {
      RecordHeader header = stored.header();
      return new Removed(hash, stored.place(), header.recordBytes(), header.fileBytes(), true);
    }

    /** One of a pack that is taken apart: it is marked if the pack is not dropped at once. */
    static Removed letGo(Entry entry) {
      return new Removed(entry.hash(), entry.place(), entry.recordBytes(), entry.fileBytes(), true);
    }

    /** One that was copied to another pack: there it is marked if it goes. */
    static Removed copied(Entry entry) {
      return new Removed(
          entry.hash(), entry.place(), entry.recordBytes(), entry.fileBytes(), false);
    }
  }

  /** A place where nothing was alive for long. */
  record Forgotten(long hash, long place) {}

  /** One that is found from now on. */
  void put(Entry entry) {
    put.add(entry);
  }

  void remove(Removed record) {
    removed.add(record);
  }

  /** Whether that record goes, and was not copied. */
  boolean letsGo(long place) {
    return removed.stream().anyMatch(record -> record.place() == place && record.mark());
  }

  void forget(Forgotten place) {
    forgotten.add(place);
  }

  /** A content whose file goes. */
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
