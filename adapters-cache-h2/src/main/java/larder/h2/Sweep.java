package larder.h2;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Deletes contents of earlier processes that have no record. Safe for all threads. */
final class Sweep {
  private static final int MOST_PASSES = 5;

  private final OpenedStore opened;
  private final RecordReader reader;
  private volatile boolean stopped;
  private volatile boolean done;

  Sweep(OpenedStore opened, RecordReader reader) {
    this.opened = opened;
    this.reader = reader;
    this.done = opened.tidy();
  }

  /**
   * Deletes nothing if the records move too much to tell, if one of them cannot be read, or if it
   * is stopped before all are known. A pack with unreadable bytes is broken; once it is gone,
   * another run may succeed. Returns whether this one did.
   *
   * @throws IOException if the disk fails
   */
  boolean run() throws IOException {
    for (int i = 0; i < MOST_PASSES && !stopped; i++) {
      long[] places = opened.places().files();
      Pass pass = new Pass();
      for (int at = 0; at < places.length && !stopped; at++) {
        pass.lookAt(places[at]);
      }
      if (stopped || pass.unreadable) {
        return false;
      }
      if (!pass.missed || Arrays.equals(places, opened.places().files())) {
        delete(pass.wanted);
        return done;
      }
    }
    return false;
  }

  private void delete(Set<Long> wanted) {
    long first = opened.firstId();
    opened.files().sweep(id -> id < first && !wanted.contains(id) && !stopped);
    done |= !stopped;
  }

  /** Stops the sweep; files that it did not reach stay. */
  void stop() {
    stopped = true;
  }

  /** Whether no contents of earlier processes without a record are left. */
  boolean isDone() {
    return done;
  }

  /** Collects the contents of the records. */
  private final class Pass {
    private final Set<Long> wanted = new HashSet<>();

    /** A record is damaged, or has moved. */
    private boolean missed;

    /** A record could not be read, so its content is unknown. */
    private boolean unreadable;

    private void lookAt(long place) throws IOException {
      try {
        RecordHeader header = reader.header(place);
        if (header == null) {
          missed = true;
        } else {
          wanted.add(header.id());
        }
      } catch (IOException e) {
        unreadable = true;
        Pack pack = opened.packs().get(Place.pack(place));
        if (pack != null) {
          pack.blame(e);
        }
      }
    }
  }
}
