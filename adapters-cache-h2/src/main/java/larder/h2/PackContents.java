package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import larder.store.Appraisal;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;

/** Reads packs to find out what they contain, when the catalogue does not know. */
final class PackContents {
  private final Appraisal appraisal;
  private final Set<Catalog.Member> members = new HashSet<>();
  private long highest;

  PackContents(Appraisal appraisal) {
    this.appraisal = appraisal;
  }

  /** The live records of a pack. */
  Entries entries(Pack pack) throws IOException {
    Entries entries = new Entries(pack.number(), pack.census().deaths());
    PackScan.forEach(pack, (header, offset, front) -> add(pack, header, offset, front, entries));
    return entries;
  }

  private void add(Pack pack, RecordHeader header, long offset, ByteBuffer front, Entries entries) {
    highest = Math.max(highest, Math.max(header.id(), header.sequence()));
    if (!header.live()) {
      return;
    }
    StoreKey key = key(header, front);
    long hash = UriBytes.of(key).hash();
    try {
      StoredHead head = head(header, front);
      long place = Place.of(pack.number(), offset, RecordReader.firstRead(header));
      entries.add(Entry.of(hash, place, header, appraisal.of(key, head), 0));
      for (StoreGroup group : StoreGroup.of(key, head)) {
        members.add(new Catalog.Member(group, hash, pack.number()));
      }
    } catch (DamagedException e) {
      // It is whole but has no head: another version wrote it.
    }
  }

  /**
   * @param front of a record, from its header on
   */
  static StoreKey key(RecordHeader header, ByteBuffer front) {
    int start = front.arrayOffset() + front.position() + RecordHeader.BYTES;
    return new StoreKey(
        new String(front.array(), start, header.uriBytes(), StandardCharsets.UTF_8));
  }

  /**
   * @param front of a record, from its header on
   */
  static StoredHead head(RecordHeader header, ByteBuffer front) throws DamagedException {
    int end = front.position() + header.frontBytes();
    return HeadCodec.decode(front.duplicate().limit(end).position(end - header.headBytes()));
  }

  /** The highest identity or sequence of all records that were read. */
  long highest() {
    return highest;
  }

  /** The groups of the records that were read. */
  Set<Catalog.Member> members() {
    return members;
  }
}
