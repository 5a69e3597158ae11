package larder.store;

import larder.http.Body;
import larder.http.BodySink;
import larder.http.TransferException;
import larder.store.InventoryPort.Verified;
import larder.store.InventoryPort.Watch;

/** Counts the responses looked at, for a store that verifies what it has. For one thread. */
public final class Verification {
  private static final BodySink NOWHERE = bytes -> bytes.position(bytes.limit());

  private final Watch watch;
  private long sound;
  private long contentBytes;
  private long damaged;

  public Verification(Watch watch) {
    this.watch = watch;
  }

  /**
   * Reads content to its end, and counts it as sound.
   *
   * @throws TransferException if it is damaged, or cannot be read; or the watch's
   */
  public void read(StoredResponse stored) throws TransferException {
    try (Body body = stored.open()) {
      body.writeTo(NOWHERE);
    }
    sound++;
    contentBytes += stored.length();
    watch.progress(sound + damaged);
  }

  /** Counts one that was damaged. */
  public void isDamaged() throws TransferException {
    damaged++;
    watch.progress(sound + damaged);
  }

  public Verified ended() {
    return new Verified(sound, contentBytes, damaged);
  }
}
