package larder.h2;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The file of content that is being stored, as its followers read it: one open file for all of
 * them, which outlives its name. A follower that has read nothing yet still finds it after the
 * commit, when the store may delete it. Safe for all threads.
 */
final class FollowedFile {
  private final ContentFiles files;
  private final long id;

  // Guarded by this.
  private int followers;
  private @Nullable DiskFile file;

  FollowedFile(ContentFiles files, long id) {
    this.files = files;
    this.id = id;
  }

  /** A follower comes; each leaves once. */
  synchronized void join() {
    followers++;
  }

  /** Opens the file for the followers that have come, if it is not open yet. */
  synchronized void openForThoseWhoCame() throws IOException {
    if (followers > 0) {
      open();
    }
  }

  /** For a follower that has not left yet. */
  synchronized DiskFile open() throws IOException {
    DiskFile known = file;
    if (known == null) {
      known = files.open(id);
      file = known;
    }
    return known;
  }

  /** The last follower to leave closes the file. */
  void leave() {
    DiskFile last;
    synchronized (this) {
      followers--;
      if (followers > 0) {
        return;
      }
      last = file;
      file = null;
    }
    if (last != null) {
      last.close();
    }
  }
}
