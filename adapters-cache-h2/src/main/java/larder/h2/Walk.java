package larder.h2;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import larder.http.TransferException;
import larder.store.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * Visits all stored responses, one after the other, on the caller's thread. A response that is
 * stored from beginning to end is seen, wherever it is moved meanwhile.
 */
final class Walk {
  private final Places places;
  private final RecordReader reader;
  private final Lookup lookup;
  private final Maintenance maintenance;
  private final Writer writer;

  Walk(Places places, RecordReader reader, Lookup lookup, Maintenance maintenance, Writer writer) {
    this.places = places;
    this.reader = reader;
    this.lookup = lookup;
    this.maintenance = maintenance;
    this.writer = writer;
  }

  Lookup lookup() {
    return lookup;
  }

  /** What to do with each response. */
  interface Visitor {
    /** Returns whether to go on. */
    boolean visit(H2Response stored) throws IOException, TransferException;

    /** A damaged record lies there, and is removed. */
    default void damaged() throws TransferException {}
  }

  void go(Visitor visitor) throws IOException, TransferException {
    boolean more = true;
    for (int part = 0; more && part < places.parts(); part++) {
      more = new Part(visitor).go(places.part(part));
    }
  }

  /** Some of the places, with all that have the same hash. */
  private final class Part {
    private final Visitor visitor;

    /** Hashes all of whose places were visited. */
    private final Set<Long> visited = new HashSet<>();

    /** Places with damaged records. */
    private final Set<Long> damaged = new HashSet<>();

    private Part(Visitor visitor) {
      this.visitor = visitor;
    }

    private boolean go(List<Places.Slot> slots) throws IOException, TransferException {
      for (Places.Slot slot : slots) {
        if (!go(slot.hash(), slot.place())) {
          return false;
        }
      }
      return true;
    }

    private boolean go(long hash, long place) throws IOException, TransferException {
      if (!visited.add(hash)) {
        return true;
      }
      long[] now = places.find(hash);
      if (now.length == 1 && now[0] == place) {
        H2Response alone = look(hash, place);
        if (alone != null && !lookup.isChanging(alone.key())) {
          return visitor.visit(alone);
        }
      }
      return now.length == 0 || goToAll(hash);
    }

    private boolean goToAll(long hash) throws IOException, TransferException {
      for (StoreKey key : keys(hash)) {
        for (H2Response stored : lookup.find(key)) {
          if (!visitor.visit(stored)) {
            return false;
          }
        }
      }
      return true;
    }

    /** The keys with that hash. Looks again for records that were moved meanwhile. */
    private Set<StoreKey> keys(long hash) throws IOException, TransferException {
      Set<StoreKey> keys = new LinkedHashSet<>();
      boolean moved = true;
      for (int attempt = 1; moved && attempt <= Finder.ATTEMPTS; attempt++) {
        moved = false;
        for (long place : places.find(hash)) {
          H2Response stored = look(hash, place);
          if (stored != null) {
            keys.add(stored.key());
          } else {
            moved |= !places.has(hash, place);
          }
        }
      }
      return keys;
    }

    /** Null if the record is gone, dead or damaged. */
    private @Nullable H2Response look(long hash, long place) throws IOException, TransferException {
      try {
        return reader.read(place);
      } catch (DamagedException e) {
        if (places.has(hash, place) && damaged.add(place)) {
          suspect(hash, place);
          visitor.damaged();
        }
        return null;
      } catch (IOException e) {
        suspect(hash, place);
        flush();
        if (places.has(hash, place)) {
          throw e;
        }
        visitor.damaged();
        return null;
      }
    }

    /**
     * No other reader may come here again: if there are too many suspects, this waits until the
     * writer has looked at those. A failing writer looks at none.
     */
    private void suspect(long hash, long place) {
      if (!maintenance.suspect(hash, place) && !writer.isFailing()) {
        flush();
        maintenance.suspect(hash, place);
      }
      writer.wake();
    }

    private void flush() {
      try {
        writer.flush();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
