package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;
import org.jspecify.annotations.Nullable;

/** Reads records at the places that {@link Places} knows. Safe for all threads. */
final class RecordReader {
  /** Up to this size, a record is read as a whole: this costs hardly more than its front. */
  private static final int READ_ALONG = 16 * 1024;

  private final H2Store store;
  private final Packs packs;
  private final KnownAges ages;

  RecordReader(H2Store store, Packs packs, KnownAges ages) {
    this.store = store;
    this.packs = packs;
    this.ages = ages;
  }

  /** How many bytes of a record to read at first. */
  static long firstRead(RecordHeader header) {
    return header.recordBytes() <= READ_ALONG ? header.recordBytes() : header.frontBytes();
  }

  /**
   * The response at that place; null if its pack is gone, or if the record is dead or of another
   * key.
   *
   * @throws DamagedException if no whole record lies there
   */
  @Nullable H2Response read(long place, StoreKey key, UriBytes uri)
      throws IOException, DamagedException {
    return readIf(place, key, uri);
  }

  /**
   * The response at that place, whatever its key; null if its pack is gone, or if the record is
   * dead.
   *
   * @throws DamagedException if no whole record lies there
   */
  @Nullable H2Response read(long place) throws IOException, DamagedException {
    return readIf(place, null, null);
  }

  /**
   * @param key null for any
   * @param uri null for any
   */
  private @Nullable H2Response readIf(long place, @Nullable StoreKey key, @Nullable UriBytes uri)
      throws IOException, DamagedException {
    Pack pack = packs.get(Place.pack(place));
    if (pack == null) {
      return null;
    }
    try {
      ByteBuffer bytes = wholeFront(pack, place);
      RecordHeader header = whole(bytes, pack);
      if (!header.live() || (uri != null && !isOf(uri.octets(), bytes, header))) {
        return null;
      }
      return response(key != null ? key : PackContents.key(header, bytes), place, header, bytes);
    } catch (ClosedChannelException e) {
      if (packs.get(Place.pack(place)) == pack) {
        throw e;
      }
      return null;
    }
  }

  private static ByteBuffer wholeFront(Pack pack, long place) throws IOException {
    ByteBuffer bytes = read(pack, Place.offset(place), Place.firstRead(place));
    RecordHeader header = RecordHeader.at(bytes, 0);
    return header != null && header.frontBytes() > bytes.limit()
        ? read(pack, Place.offset(place), header.frontBytes())
        : bytes;
  }

  private static RecordHeader whole(ByteBuffer bytes, Pack pack) throws DamagedException {
    RecordHeader header = RecordHeader.at(bytes, 0);
    if (header == null
        || header.frontBytes() > bytes.limit()
        || !header.isWhole(bytes, 0, pack.seal())) {
      throw new DamagedException("A record that does not match its checksum");
    }
    return header;
  }

  private static ByteBuffer read(Pack pack, long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    pack.read(bytes, offset);
    return bytes.flip();
  }

  private static boolean isOf(byte[] uri, ByteBuffer record, RecordHeader header) {
    return header.uriBytes() == uri.length
        && record.slice(RecordHeader.BYTES, uri.length).equals(ByteBuffer.wrap(uri));
  }

  private H2Response response(StoreKey key, long place, RecordHeader header, ByteBuffer bytes)
      throws DamagedException {
    ByteBuffer head = bytes.duplicate().limit(header.frontBytes());
    head.position(header.frontBytes() - header.headBytes());
    ByteBuffer kept = null;
    if (bytes.limit() >= header.frontBytes() + header.keptBytes()) {
      kept = bytes.slice(header.frontBytes(), header.keptBytes());
    }
    return new H2Response(
        store, key, ages.dated(HeadCodec.decode(head), header), new Stored(header, place), kept);
  }

  /** The key of the record at that place if it belongs to that group; null otherwise. */
  @Nullable StoreKey key(long place, StoreGroup group) throws IOException {
    Pack pack = packs.get(Place.pack(place));
    if (pack == null) {
      return null;
    }
    try {
      ByteBuffer bytes = wholeFront(pack, place);
      RecordHeader header = whole(bytes, pack);
      StoreKey key = PackContents.key(header, bytes);
      StoredHead head = PackContents.head(header, bytes);
      return StoreGroup.of(key, head).contains(group) ? key : null;
    } catch (DamagedException e) {
      return null;
    } catch (ClosedChannelException e) {
      if (packs.get(Place.pack(place)) == pack) {
        throw e;
      }
      return null;
    }
  }

  /** The header of the record at that place; null if there is no whole one. */
  @Nullable RecordHeader header(long place) throws IOException {
    Pack pack = packs.get(Place.pack(place));
    if (pack == null) {
      return null;
    }
    try {
      return pack.header(Place.offset(place));
    } catch (ClosedChannelException e) {
      if (packs.get(Place.pack(place)) == pack) {
        throw e;
      }
      return null;
    }
  }

  /**
   * What the pack keeps of a content; null if the pack is gone.
   *
   * @throws DamagedException if the pack ends before it
   */
  @Nullable ByteBuffer readKept(Stored stored) throws IOException, DamagedException {
    Pack pack = packs.get(Place.pack(stored.place()));
    if (pack == null) {
      return null;
    }
    RecordHeader header = stored.header();
    try {
      ByteBuffer kept =
          read(pack, Place.offset(stored.place()) + header.frontBytes(), header.keptBytes());
      if (kept.limit() < header.keptBytes()) {
        throw new DamagedException("A pack that ends within a record");
      }
      return kept;
    } catch (ClosedChannelException e) {
      if (packs.get(Place.pack(stored.place())) == pack) {
        throw e;
      }
      return null;
    }
  }
}
