package larder.h2;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Deletes contents of earlier processes that no record is of. Safe for all threads. */
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
   * Deletes none if the records move about too much to tell, if one of them cannot be read, or if
   * it is stopped before all are known. A pack of which something cannot be read is broken: when it
   * has gone, another one may tell. Says whether this one could.
   *
   * @throws IOException if it is the disk that fails
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

  /** What was not looked at by then stays. */
  void stop() {
    stopped = true;
  }

  /** Whether no content is left of earlier processes that no record is of. */
  boolean isDone() {
    return done;
  }

  /** What the records want that are looked at. */
  private final class Pass {
    private final Set<Long> wanted = new HashSet<>();

    /** One of them is damaged, or has moved. */
    private boolean missed;

    /** Nobody knows what one of them wants. */
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
