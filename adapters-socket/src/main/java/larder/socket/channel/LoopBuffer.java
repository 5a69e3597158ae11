package larder.socket.channel;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one loop reads into, whosever bytes they are: a large buffer if there is one, and none while
 * nothing comes. For the loop's thread.
 */
final class LoopBuffer {
  private final ContentBuffers buffers;
  private @Nullable Lent current;

  /** A buffer that was borrowed, of the usual size or a large one. */
  record Lent(ByteBuffer bytes, boolean isLarge) {}

  LoopBuffer(ContentBuffers buffers) {
    this.buffers = buffers;
  }

  /** Empty, to be read into. */
  ByteBuffer empty() {
    Lent lent = current;
    if (lent == null) {
      ByteBuffer large = buffers.borrowLarge();
      lent = large == null ? new Lent(buffers.take(), false) : new Lent(large, true);
      current = lent;
    }
    return lent.bytes().clear();
  }

  /** What is left in it is somebody's now, who gives it back; a little is copied. */
  Lent keep() {
    Lent lent = current;
    if (lent == null) {
      throw new IllegalStateException("nothing was read");
    }
    if (lent.isLarge() && lent.bytes().remaining() <= buffers.size()) {
      return new Lent(buffers.take().clear().put(lent.bytes()).flip(), false);
    }
    current = null;
    return lent;
  }

  /** Takes back what was kept; the giver must not touch it again. */
  void giveBack(Lent kept) {
    if (kept.isLarge()) {
      buffers.giveBackLarge(kept.bytes());
    } else {
      buffers.give(kept.bytes());
    }
  }

  /** Nothing comes for now. */
  void rest() {
    Lent lent = current;
    if (lent != null) {
      current = null;
      giveBack(lent);
    }
  }
}
