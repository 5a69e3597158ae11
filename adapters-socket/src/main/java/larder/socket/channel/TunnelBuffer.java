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
    if (isLargeForLittle(lent)) {
      return copy(lent);
    }
    current = null;
    return lent;
  }

  /**
   * What is still to be kept after some of it was taken, or null. Takes back what is not needed for
   * that any more; the giver must not touch it again.
   */
  @Nullable Lent stillKept(Lent kept) {
    boolean isLeft = kept.bytes().hasRemaining();
    if (isLeft && !isLargeForLittle(kept)) {
      return kept;
    }
    Lent rest = isLeft ? copy(kept) : null;
    giveBack(kept);
    return rest;
  }

  private boolean isLargeForLittle(Lent lent) {
    return lent.isLarge() && lent.bytes().remaining() <= buffers.size();
  }

  private Lent copy(Lent little) {
    return new Lent(buffers.take().clear().put(little.bytes()).flip(), false);
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
