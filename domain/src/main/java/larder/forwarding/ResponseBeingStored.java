package larder.forwarding;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import larder.caching.CachePolicy;
import larder.caching.Superseded;
import larder.http.TransferException;
import larder.store.PendingResponse;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/** A response on its way into the store; removes those that it supersedes. */
final class ResponseBeingStored implements AutoCloseable {
  private final CachePolicy policy;
  private final Consumer<StoredResponse> whenStored;
  private final StoredHead head;
  private final OptionalLong announced;
  private final List<StoredResponse> found;
  private final PendingResponse pending;
  private long taken;

  /**
   * @param whenStored is told of the stored response once others may find it
   * @param found what was stored under the key before
   */
  ResponseBeingStored(
      CachePolicy policy,
      Consumer<StoredResponse> whenStored,
      StoredHead head,
      OptionalLong announced,
      List<StoredResponse> found,
      PendingResponse pending) {
    this.policy = policy;
    this.whenStored = whenStored;
    this.head = head;
    this.announced = announced;
    this.found = found;
    this.pending = pending;
  }

  /** As {@link PendingResponse#append}. */
  void append(ByteBuffer bytes) throws TransferException {
    taken += bytes.remaining();
    pending.append(bytes);
  }

  long taken() {
    return taken;
  }

  /** Whether as many bytes came as were announced. */
  boolean hasAll() {
    return announced.isPresent() && announced.getAsLong() == taken;
  }

  /** As {@link PendingResponse#commit}. */
  void commit() throws TransferException {
    committed(pending.commit());
  }

  /** Called when no more will come: keeps what came as a part, if that is of use. */
  void cutShort() {
    StoredHead part = policy.cutShort(head, taken, announced, found);
    if (part == null) {
      return;
    }
    try {
      committed(pending.commitPart(part));
    } catch (TransferException e) {
      // The next request fetches it from the beginning.
    }
  }

  private void committed(StoredResponse stored) {
    whenStored.accept(stored); // first, because it may have been invalidated
    Superseded.by(stored.head(), found).forEach(StoredResponse::remove);
  }

  /** As {@link PendingResponse#close}. */
  @Override
  public void close() {
    pending.close();
  }
}
