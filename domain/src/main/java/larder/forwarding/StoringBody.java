package larder.forwarding;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.TransferException;
import larder.store.PendingResponse;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * A body from the origin that is stored while it goes to the client. Committed once it is whole,
 * and before the client can know that it is: whoever asks next finds it. A store that fails is left
 * out; the client never notices.
 */
final class StoringBody implements Body {
  private final Body source;
  private final long announced;
  private final List<StoredResponse> superseded;
  private @Nullable PendingResponse pending;
  private long taken;

  /**
   * @param superseded what is to be removed once this is stored
   */
  StoringBody(Body source, PendingResponse pending, List<StoredResponse> superseded) {
    this.superseded = superseded;
    this.source = source;
    this.announced = source.length().orElse(-1);
    this.pending = pending;
    if (announced == 0) { // it is whole, and nobody need write it out
      commit();
    }
  }

  @Override
  public OptionalLong length() {
    return source.length();
  }

  @Override
  public void writeTo(BodySink sink) throws TransferException {
    try {
      source.writeTo(
          bytes -> {
            keep(bytes.duplicate());
            sink.write(bytes);
          });
      commit();
    } finally {
      giveUp();
    }
  }

  private void keep(ByteBuffer bytes) {
    if (pending == null) {
      return;
    }
    taken += bytes.remaining();
    try {
      pending.append(bytes);
    } catch (TransferException e) {
      giveUp();
      return;
    }
    if (taken == announced) {
      commit();
    }
  }

  private void commit() {
    if (pending == null) {
      return;
    }
    try {
      pending.commit();
      pending = null;
      superseded.forEach(StoredResponse::remove);
    } catch (TransferException e) {
      giveUp();
    }
  }

  private void giveUp() {
    if (pending != null) {
      pending.close();
      pending = null;
    }
  }

  @Override
  public Fields trailers() {
    return source.trailers();
  }

  @Override
  public void close() {
    giveUp();
    source.close();
  }
}
