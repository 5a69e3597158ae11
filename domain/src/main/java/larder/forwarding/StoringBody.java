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
 * out; the client never notices. If the client leaves, it goes on as long as others follow, or if
 * there is little enough to come.
 */
final class StoringBody implements Body {
  private final Body source;
  private final long announced;
  private final List<StoredResponse> superseded;
  private final SharedFetch fetch;
  private final FinishAborted finishing;
  private @Nullable PendingResponse pending;
  private @Nullable TransferException clientLeft;
  private boolean committed;
  private long taken;

  /**
   * @param superseded what is to be removed once this is stored
   * @param fetch told how it goes, and asked who follows
   */
  StoringBody(
      Body source,
      PendingResponse pending,
      List<StoredResponse> superseded,
      SharedFetch fetch,
      FinishAborted finishing) {
    this.superseded = superseded;
    this.source = source;
    this.fetch = fetch;
    this.finishing = finishing;
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
            pass(bytes, sink);
          });
      commit();
    } catch (TransferException e) {
      fetch.failed(e);
      throw clientLeft == null ? e : clientLeft;
    } finally {
      giveUp();
    }
    if (clientLeft != null) {
      throw clientLeft;
    }
  }

  private void pass(ByteBuffer bytes, BodySink sink) throws TransferException {
    if (clientLeft == null) {
      try {
        sink.write(bytes);
        return;
      } catch (TransferException e) {
        clientLeft = e;
      }
    }
    if (!goesOnWithoutClient()) {
      throw clientLeft;
    }
    bytes.position(bytes.limit());
  }

  private boolean goesOnWithoutClient() {
    if (pending == null) {
      return committed; // the source is at its end then, and its connection may be of use
    }
    return finishing.isWorth(taken, announced) || !fetch.abandonUnlessFollowed();
  }

  private void keep(ByteBuffer bytes) {
    if (pending == null) {
      return;
    }
    taken += bytes.remaining();
    try {
      pending.append(bytes);
    } catch (TransferException e) {
      fetch.notStored();
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
      committed = true;
      superseded.forEach(StoredResponse::remove);
      fetch.stored();
    } catch (TransferException e) {
      fetch.notStored();
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
