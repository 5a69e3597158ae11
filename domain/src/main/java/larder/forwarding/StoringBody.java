package larder.forwarding;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A body from the origin that is stored while it is sent to the client. It is committed once it is
 * whole, before the client can know that it is, so that the next request finds it. A failing store
 * is left out; the client does not notice. If the client leaves, the body goes on as long as others
 * follow, or if little enough is left. Content that does not come to its end is kept as a part, for
 * a later request to complete.
 */
final class StoringBody implements Body {
  private final Body source;
  private final SharedFetch fetch;
  private final FinishAborted finishing;
  private @Nullable ResponseBeingStored storing;
  private @Nullable TransferException clientLeft;
  private boolean committed;

  /**
   * @param storing owned from now on
   * @param fetch is told of the progress, and asked about followers
   */
  StoringBody(
      Body source, ResponseBeingStored storing, SharedFetch fetch, FinishAborted finishing) {
    this.source = source;
    this.fetch = fetch;
    this.finishing = finishing;
    this.storing = storing;
    if (storing.hasAll()) { // empty content: nobody may ever write it out
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
      keepPart(e);
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
      int size = bytes.remaining();
      fetch.gives();
      try {
        sink.write(bytes);
        fetch.took(size);
        return;
      } catch (TransferException e) {
        fetch.gaveUpOn();
        clientLeft = e;
      }
    }
    if (!goesOnWithoutClient()) {
      throw clientLeft;
    }
    bytes.position(bytes.limit());
  }

  private boolean goesOnWithoutClient() {
    if (storing == null) {
      return committed; // the source is at its end, and its connection may be reused
    }
    return finishing.isWorth(storing.taken(), source.length().orElse(-1))
        || !fetch.abandonUnlessFollowed();
  }

  private void keep(ByteBuffer bytes) {
    if (storing == null) {
      return;
    }
    try {
      storing.append(bytes);
    } catch (TransferException e) {
      fetch.notStored();
      giveUp();
      return;
    }
    if (storing.hasAll()) {
      commit();
    }
  }

  private void commit() {
    if (storing == null) {
      return;
    }
    try {
      storing.commit();
      storing = null;
      committed = true;
      fetch.stored();
    } catch (TransferException e) {
      fetch.notStored();
      giveUp();
    }
  }

  /** If the framing was broken, nobody knows what came before. */
  private void keepPart(TransferException failure) {
    if (storing != null && failure.kind() != Kind.MALFORMED) {
      storing.cutShort();
    }
  }

  private void giveUp() {
    if (storing != null) {
      storing.close();
      storing = null;
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
