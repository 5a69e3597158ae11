package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import larder.http.TransferException;
import larder.store.InventoryPort;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;
import org.jspecify.annotations.Nullable;

/** Finds what is stored under a key. Safe for all threads. */
final class Finder {
  /** How often a record may be moved to another pack while somebody looks for it. */
  private static final int ATTEMPTS = 8;

  private final H2Store store;
  private final Places places;
  private final RecordReader reader;

  Finder(H2Store store, Places places, RecordReader reader) {
    this.store = store;
    this.places = places;
    this.reader = reader;
  }

  /** What is on disk under that key, each response once; in no order. */
  List<H2Response> find(StoreKey key) throws IOException {
    UriBytes uri = UriBytes.of(key);
    long[] at = places.use(uri.hash());
    for (int attempt = 1; at.length > 0; attempt++) {
      List<H2Response> found = new ArrayList<>(at.length);
      boolean moved = false;
      for (long place : at) {
        H2Response stored = read(place, key, uri);
        if (stored != null) {
          found.add(stored);
        } else if (!places.has(uri.hash(), place)) {
          moved = true;
        } else {
          store.inspect(key);
        }
      }
      if (!moved || attempt == ATTEMPTS) {
        if (!Twins.takeFrom(found).isEmpty()) {
          store.inspect(key);
        }
        return found;
      }
      at = places.find(uri.hash());
    }
    return new ArrayList<>(0);
  }

  private @Nullable H2Response read(long place, StoreKey key, UriBytes uri) throws IOException {
    try {
      return reader.read(place, key, uri);
    } catch (DamagedException e) {
      store.faults().isDamaged(key.uri());
      return null;
    }
  }

  /** What the pack keeps of a content, wherever it is by now; null if it is not there any more. */
  @Nullable ByteBuffer readKept(H2Response wanted) throws IOException, DamagedException {
    ByteBuffer kept = reader.readKept(wanted.stored());
    if (kept != null) {
      return kept;
    }
    for (H2Response stored : find(wanted.key())) {
      if (stored.id() == wanted.id()) {
        return stored.kept() != null ? stored.kept() : reader.readKept(stored.stored());
      }
    }
    return null;
  }

  /** Under which keys with that hash a response of that group is stored. */
  List<StoreKey> keys(long hash, StoreGroup group) throws IOException {
    List<StoreKey> keys = new ArrayList<>(1);
    for (long place : places.find(hash)) {
      StoreKey key = reader.key(place, group);
      if (key != null) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** Visits what lies in those packs and is found there, until the visitor has seen enough. */
  void visit(List<Pack> packs, InventoryPort.Visitor visitor)
      throws IOException, TransferException {
    for (Pack pack : packs) {
      PackScan scan = new PackScan(pack);
      for (H2Response stored = nextVisible(pack, scan);
          stored != null;
          stored = nextVisible(pack, scan)) {
        if (!visitor.visit(stored)) {
          return;
        }
      }
    }
  }

  /** Null if there is none any more, as in a pack that was dropped meanwhile. */
  private @Nullable H2Response nextVisible(Pack pack, PackScan scan) throws IOException {
    try {
      for (PackScan.Found each = scan.next(); each != null; each = scan.next()) {
        H2Response stored = visible(pack, each.header(), each.offset(), each.front());
        if (stored != null) {
          return stored;
        }
      }
    } catch (ClosedChannelException e) {
      // What was of use in it is in another pack.
    }
    return null;
  }

  private @Nullable H2Response visible(
      Pack pack, RecordHeader header, long offset, ByteBuffer front) {
    long place = Place.of(pack.number(), offset, RecordReader.firstRead(header));
    StoreKey key = PackContents.key(header, front);
    if (!header.live() || !places.has(UriBytes.of(key).hash(), place)) {
      return null;
    }
    try {
      StoredHead head = PackContents.head(header, front);
      return new H2Response(store, key, head, new Stored(header, place), null);
    } catch (DamagedException e) {
      return null;
    }
  }

  /** The identities of all contents that have files of their own. */
  Set<Long> files() throws IOException {
    Set<Long> files = new HashSet<>();
    for (long place : places.files()) {
      RecordHeader header = reader.header(place);
      if (header != null) {
        files.add(header.id());
      }
    }
    return files;
  }
}
