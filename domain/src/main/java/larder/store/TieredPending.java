package larder.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/** A response on its way to both stores, or to the only one that still takes it. */
final class TieredPending implements PendingResponse {
  private final TieredStore store;
  private final StoreKey key;
  private final OptionalLong announced;

  /** The stores' pending responses at the start, front before back. */
  private final List<PendingResponse> sources = new ArrayList<>(2);

  private @Nullable PendingResponse front;
  private @Nullable PendingResponse back;
  private boolean ended;

  TieredPending(
      TieredStore store,
      StoreKey key,
      OptionalLong announced,
      @Nullable PendingResponse front,
      @Nullable PendingResponse back) {
    this.store = store;
    this.key = key;
    this.announced = announced;
    this.front = front;
    this.back = back;
    if (front != null) {
      sources.add(front);
    }
    if (back != null) {
      sources.add(back);
    }
  }

  @Override
  public void append(ByteBuffer bytes) throws TransferException {
    TransferException refusal = null;
    if (front != null) {
      refusal = tryAppend(front, bytes);
      front = refusal == null ? front : null;
    }
    if (back != null) {
      TransferException last = tryAppend(back, bytes);
      back = last == null ? back : null;
      refusal = last == null ? refusal : last;
    }
    if (front == null && back == null && refusal != null) {
      throw refusal;
    }
    bytes.position(bytes.limit());
  }

  /** Returns the refusal, or null. A store that refuses gets no more; followers use the other. */
  private static @Nullable TransferException tryAppend(PendingResponse to, ByteBuffer bytes) {
    try {
      to.append(bytes.duplicate());
      return null;
    } catch (TransferException e) {
      to.close();
      return e;
    }
  }

  @Override
  public StoredResponse commit() throws TransferException {
    return end(PendingResponse::commit);
  }

  @Override
  public StoredResponse commitPart(StoredHead head) throws TransferException {
    return end(pending -> pending.commitPart(head));
  }

  private StoredResponse end(End end) throws TransferException {
    if (ended) {
      throw new IllegalStateException("Committed or closed before");
    }
    ended = true;
    Commit commit = new Commit(end);
    commit.prepare();
    store.turns().take(key, commit);
    return commit.result();
  }

  /** Ends the pending response of one store. */
  private interface End {
    StoredResponse of(PendingResponse pending) throws TransferException;
  }

  /**
   * Commits to the back first, so that the front never has what the back was not given. The back
   * may reject a late response in favour of one that was requested later; the front does so only if
   * it has that one too.
   */
  private final class Commit implements Runnable {
    private final End end;
    private @Nullable StoredResponse inFront;
    private @Nullable StoredResponse inBack;
    private @Nullable TransferException refusal;

    private Commit(End end) {
      this.end = end;
    }

    /** Out of turn: it may write to a disk, and other changes must not wait for that. */
    private void prepare() {
      try {
        if (back != null) {
          back.finish();
        }
      } catch (TransferException e) {
        refusal = e;
        back.close();
        back = null;
      }
    }

    /** After an error nobody knows what the back has, so the front lets go of the key. */
    @Override
    public void run() {
      boolean known = false;
      try {
        commit();
        known = true;
      } finally {
        if (!known) {
          store.front().invalidate(key);
        }
      }
    }

    private void commit() {
      inBack = back == null ? null : tryCommit(back);
      inFront = front == null ? null : tryCommit(front);
      StoredResponse committed = inFront == null ? inBack : inFront;
      if (committed == null) {
        return;
      }
      boolean late = store.latest().note(key, committed.head().requestedAt());
      if (inFront == null || (late && isInFront(inFront.head()))) {
        store.front().invalidate(key);
      }
      if (inBack == null) {
        store.back().invalidate(key);
      }
    }

    private boolean isInFront(StoredHead head) {
      return store.front().find(key).stream().anyMatch(stored -> stored.head().equals(head));
    }

    private @Nullable StoredResponse tryCommit(PendingResponse pending) {
      try {
        return end.of(pending);
      } catch (TransferException e) {
        refusal = refusal == null ? e : refusal; // the back's, whose turn is first
        pending.close();
        return null;
      }
    }

    private StoredResponse result() throws TransferException {
      if (inFront != null) {
        return inBack == null
            ? TieredResponse.inFront(store, inFront)
            : TieredResponse.inBoth(store, inFront, inBack);
      }
      if (inBack != null) {
        return TieredResponse.inBack(store, inBack, null);
      }
      if (refusal != null) {
        throw refusal;
      }
      throw new IllegalStateException("Committed after both stores refused it");
    }
  }

  @Override
  public void close() {
    ended = true;
    sources.forEach(PendingResponse::close);
  }

  @Override
  public Body follow() {
    return new Follower();
  }

  /** Follows one of the stores; if that one fails, continues with the other. */
  private final class Follower implements Body {
    private final List<Body> bodies = new ArrayList<>(2);

    private Follower() {
      sources.forEach(source -> bodies.add(source.follow()));
    }

    @Override
    public OptionalLong length() {
      return announced;
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      Continued continued = new Continued(sink);
      for (int i = 0; i < bodies.size() - 1; i++) {
        try {
          bodies.get(i).writeTo(continued);
          return;
        } catch (TransferException e) {
          if (continued.hasFailed()) {
            throw e;
          }
          continued.again();
        }
      }
      bodies.getLast().writeTo(continued);
    }

    @Override
    public void close() {
      bodies.forEach(Body::close);
    }
  }

  /** Passes each byte on once, although the second source starts again at the first byte. */
  private static final class Continued implements BodySink {
    private final BodySink sink;
    private long passed;
    private long position;
    private boolean failed;

    private Continued(BodySink sink) {
      this.sink = sink;
    }

    private void again() {
      position = 0;
    }

    private boolean hasFailed() {
      return failed;
    }

    @Override
    public void write(ByteBuffer bytes) throws TransferException {
      long known = Math.min(bytes.remaining(), passed - position);
      position += bytes.remaining();
      bytes.position(bytes.position() + (int) known);
      if (known > 0 && !bytes.hasRemaining()) {
        return;
      }
      failed = true;
      sink.write(bytes);
      failed = false;
      passed = Math.max(passed, position);
    }
  }
}
