package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import org.jspecify.annotations.Nullable;

/** Finds the responses on disk. Safe for all threads. */
final class Finder {
  /** How often a record may be moved to another pack during one search. */
  static final int ATTEMPTS = 8;

  private final ReadingFaults faults;
  private final Places places;
  private final RecordReader reader;

  Finder(ReadingFaults faults, Places places, RecordReader reader) {
    this.faults = faults;
    this.places = places;
    this.reader = reader;
  }

  /** The responses on disk under that key, each once, in no order. Counts as a use of them. */
  List<H2Response> find(StoreKey key) throws IOException {
    UriBytes uri = UriBytes.of(key);
    return find(key, uri, places.use(uri.hash()));
  }

  /** The same; empty if they cannot be read. */
  List<H2Response> findIfPossible(StoreKey key) {
    try {
      List<H2Response> found = find(key);
      faults.works();
      return found;
    } catch (IOException | RuntimeException e) {
      faults.fails(e);
      return new ArrayList<>(0);
    }
  }

  /** The same, without counting as a use. */
  List<H2Response> look(StoreKey key) throws IOException {
    UriBytes uri = UriBytes.of(key);
    return find(key, uri, places.find(uri.hash()));
  }

  private List<H2Response> find(StoreKey key, UriBytes uri, long[] first) throws IOException {
    long[] at = first;
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
          faults.inspect(key);
        }
      }
      if (!moved || attempt == ATTEMPTS) {
        if (!Twins.takeFrom(found).isEmpty()) {
          faults.inspect(key);
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
      faults.isDamaged(key);
      return null;
    } catch (IOException e) {
      faults.suspect(uri.hash(), place);
      throw e;
    }
  }

  /** Whether the record still lies where it was read. */
  boolean isWhereItWas(H2Response stored) {
    long place = stored.stored().place();
    return place != 0 && places.has(UriBytes.of(stored.key()).hash(), place);
  }

  /** What a pack keeps of a content, wherever the record lies by now. */
  ByteBuffer readKept(H2Response stored) throws TransferException {
    try {
      ByteBuffer kept = faults.isClosed() ? null : keptOf(stored);
      if (kept == null) {
        throw H2Response.gone();
      }
      return kept;
    } catch (DamagedException e) {
      throw stored.damaged();
    } catch (IOException | RuntimeException e) {
      faults.fails(e);
      faults.suspect(UriBytes.of(stored.key()).hash(), stored.stored().place());
      throw Changes.failure(Kind.FAILED, "The stored content could not be read");
    }
  }

  /** Null if it is gone. */
  private @Nullable ByteBuffer keptOf(H2Response wanted) throws IOException, DamagedException {
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

  /**
   * The keys with that hash that have a response of that group, as far as they can be read.
   *
   * @throws IOException if the disk does not answer
   */
  Set<StoreKey> keys(long hash, StoreGroup group) throws IOException {
    Set<StoreKey> keys = new HashSet<>();
    boolean moved = true;
    for (int attempt = 1; moved && attempt <= ATTEMPTS; attempt++) {
      moved = false;
      for (long place : places.find(hash)) {
        StoreKey key = key(hash, place, group);
        if (key != null) {
          keys.add(key);
        } else {
          moved |= !places.has(hash, place);
        }
      }
    }
    return keys;
  }

  private @Nullable StoreKey key(long hash, long place, StoreGroup group) throws IOException {
    try {
      return reader.key(place, group);
    } catch (IOException e) {
      faults.suspect(hash, place);
      if (faults.isDiskSlow()) {
        throw e;
      }
      faults.fails(e);
      return null;
    }
  }
}
