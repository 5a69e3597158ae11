package larder.socket.channel;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The buffer into which one carrier reads from all its tunnels: a large one if available, and none
 * while nothing comes. Only between two steps of the carrier.
 */
final class TunnelBuffer {
  private final ContentBuffers buffers;
  private final Consumer<Runnable> afterAll;
  private @Nullable Lent current;

  /** A borrowed buffer, usual or large. */
  record Lent(ByteBuffer bytes, boolean isLarge) {}

  /**
   * @param afterAll runs a task when everything that has come was read
   */
  TunnelBuffer(ContentBuffers buffers, Consumer<Runnable> afterAll) {
    this.buffers = buffers;
    this.afterAll = afterAll;
  }

  /** Returns an empty buffer to read into. */
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

  /**
   * Hands the unread bytes over to the caller, who gives the result back; copies them if they are
   * few.
   */
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
   * Returns what must still be kept after some of it was taken, or null. Takes back the rest; the
   * caller must not touch it again.
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

  /** Takes back what was kept; the caller must not touch it again. */
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
