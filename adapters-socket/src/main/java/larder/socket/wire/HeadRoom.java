package larder.socket.wire;

import java.util.concurrent.atomic.AtomicLong;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/**
 * Bounds the memory of all unusually large heads together. A head of the usual size needs no
 * permission, so that usual messages never meet here. Safe for all threads, without a lock.
 */
public final class HeadRoom {
  /**
   * How much memory a head may take without permission. A head in the making counts as the array
   * with its bytes, and as the strings made of them.
   */
  static final int USUAL = 8 << 10;

  /** What a field line takes besides its characters: two strings, their arrays, two references. */
  static final int LINE = 96;

  /** For a head that is known to be small, or for a single one. */
  public static final HeadRoom ENDLESS = new HeadRoom(Long.MAX_VALUE, Side.CLIENT);

  private final Side side;
  private final AtomicLong left;

  /**
   * @param side whose messages they are
   */
  public HeadRoom(long bytes, Side side) {
    this.side = side;
    this.left = new AtomicLong(bytes);
  }

  /** How many bytes are left. */
  public long left() {
    return left.get();
  }

  /**
   * Takes that many bytes.
   *
   * @throws TransferException {@code OVERLOADED} if not as many are left
   */
  void take(long bytes) throws TransferException {
    long now = left.get();
    while (now >= bytes && !left.compareAndSet(now, now - bytes)) {
      now = left.get();
    }
    if (now < bytes) {
      throw new TransferException(
          side, Kind.OVERLOADED, "The proxy has no room for more large heads at present");
    }
  }

  /** Takes bytes back. */
  public void give(long bytes) {
    left.addAndGet(bytes);
  }
}
