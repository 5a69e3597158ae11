package larder.socket.channel;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one carrier reads from tunnels into, whosever bytes they are: a large buffer if there is
 * one, and none while nothing comes. Between two steps of the carrier.
 */
final class TunnelBuffer {
  private final ContentBuffers buffers;
  private final Consumer<Runnable> afterAll;
  private @Nullable Lent current;

  /** A buffer that was borrowed, of the usual size or a large one. */
  record Lent(ByteBuffer bytes, boolean isLarge) {}

  /**
   * @param afterAll has something done when all was read that has come
   */
  TunnelBuffer(ContentBuffers buffers, Consumer<Runnable> afterAll) {
    this.buffers = buffers;
    this.afterAll = afterAll;
  }

  /** Empty, to be read into. */
  ByteBuffer empty() {
    Lent lent = current;
    if (lent == null) {
      ByteBuffer large = buffers.borrowLarge();
      lent = large == null ? new Lent(buffers.take(), false) : new Lent(large, true);
      current = lent;
      afterAll.accept(this::rest);
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

  private void rest() {
    Lent lent = current;
    if (lent != null) {
      current = null;
      giveBack(lent);
    }
  }
}
