package larder.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/**
 * Promotes responses found in the back to the front, unless their key changes meanwhile. Never
 * fails a caller: content that cannot be promoted is read from the back.
 */
final class Promotion {
  private final TieredStore store;
  private final List<StoredResponse> found;
  private final int turn;

  /**
   * @param found all responses that the back has under one key
   * @param turn the key's turn before they were looked up
   */
  Promotion(TieredStore store, List<StoredResponse> found, int turn) {
    this.store = store;
    this.found = found;
    this.turn = turn;
  }

  /** Opens the content of one of the found responses. */
  Body open(StoredResponse wanted) throws TransferException {
    if (areAllSmall()) {
      Body promoted = openPromoted(wanted);
      return promoted == null ? wanted.open() : promoted;
    }
    Body body = wanted.open();
    return isToCome(wanted) ? new Tee(body, wanted) : body;
  }

  private boolean isToCome(StoredResponse wanted) {
    return found.size() == 1
        && wanted.length() <= TieredStore.MOST_PROMOTED
        && store.promotesLarge();
  }

  /** Opens the wanted response in front; null if not all could be promoted, or it is gone again. */
  private @Nullable Body openPromoted(StoredResponse wanted) {
    StoredResponse promoted = promoteAll(wanted);
    try {
      return promoted == null ? null : promoted.open();
    } catch (TransferException e) {
      return null;
    }
  }

  private boolean areAllSmall() {
    for (StoredResponse stored : found) {
      if (stored.length() > TieredStore.SMALL) {
        return false;
      }
    }
    return true;
  }

  /** The wanted response in front; null if not all could be promoted. */
  private @Nullable StoredResponse promoteAll(StoredResponse wanted) {
    List<PendingResponse> copies = new ArrayList<>(found.size());
    try {
      for (StoredResponse stored : found) {
        PendingResponse copy = begin(stored);
        copies.add(copy);
        try (Body body = stored.open()) {
          body.writeTo(copy::append);
        }
      }
      List<StoredResponse> promoted = commit(copies);
      return promoted.isEmpty() ? null : promoted.get(found.indexOf(wanted));
    } catch (TransferException e) {
      return null;
    } finally {
      copies.forEach(PendingResponse::close);
    }
  }

  private PendingResponse begin(StoredResponse stored) throws TransferException {
    return store.front().begin(stored.key(), stored.head(), OptionalLong.of(stored.length()));
  }

  /** Commits all or none; none if the key has changed. */
  private List<StoredResponse> commit(List<PendingResponse> copies) {
    List<StoredResponse> promoted = new ArrayList<>(copies.size());
    StoreKey key = found.getFirst().key();
    store
        .turns()
        .ifStill(
            key,
            turn,
            () -> {
              try {
                for (PendingResponse copy : copies) {
                  promoted.add(copy.commit());
                }
              } catch (TransferException e) {
                // Not all were committed.
              } finally {
                if (promoted.size() < copies.size()) {
                  promoted.clear();
                  store.front().invalidate(key);
                }
              }
            });
    return promoted;
  }

  /** Copies content to the front while it is sent. */
  private final class Tee implements Body {
    private final Body body;
    private final StoredResponse stored;
    private @Nullable PendingResponse copy;

    private Tee(Body body, StoredResponse stored) {
      this.body = body;
      this.stored = stored;
    }

    @Override
    public OptionalLong length() {
      return body.length();
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      try {
        copy = begin(stored);
      } catch (TransferException e) {
        body.writeTo(sink);
        return;
      }
      body.writeTo(
          bytes -> {
            ByteBuffer again = bytes.duplicate();
            sink.write(bytes);
            copy(again);
          });
      if (copy != null) {
        commit(List.of(copy));
      }
    }

    private void copy(ByteBuffer bytes) {
      if (copy != null) {
        try {
          copy.append(bytes);
        } catch (TransferException e) {
          copy.close();
          copy = null;
        }
      }
    }

    @Override
    public void close() {
      body.close();
      if (copy != null) {
        copy.close();
      }
    }
  }
}
