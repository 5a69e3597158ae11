package larder.memory;

import java.util.concurrent.atomic.AtomicLong;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/** The bytes that all contents being written take together, and their bound. */
final class PendingBytes {
  private final AtomicLong taken = new AtomicLong();
  private final long max;

  PendingBytes(long max) {
    this.max = max;
  }

  void take(long bytes) throws TransferException {
    if (taken.addAndGet(bytes) > max) {
      taken.addAndGet(-bytes);
      throw new TransferException(
          Side.STORE, Kind.OVERLOADED, "Too many bytes are being stored in memory at once");
    }
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }
}
