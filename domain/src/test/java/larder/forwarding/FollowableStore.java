package larder.forwarding;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.ByteRange;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.PendingResponse;
import larder.store.Progress;
import larder.store.ResponseStore;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoreSize;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/** One response a key, for all threads, to be followed while it is written. */
final class FollowableStore implements ResponseStore {
  private final Map<StoreKey, Stored> stored = new ConcurrentHashMap<>();

  /** How many bytes of one content it takes. */
  volatile int most = Integer.MAX_VALUE;

  /** Whether what is pending cannot be read. */
  volatile boolean failFollow;

  /** What happens after each look, before anybody knows what was found. */
  volatile Runnable whenFound = () -> {};

  @Override
  public List<StoredResponse> find(StoreKey key) {
    Stored found = stored.get(key);
    whenFound.run();
    return found == null ? List.of() : List.of(found);
  }

  @Override
  public PendingResponse begin(StoreKey key, StoredHead head, OptionalLong length) {
    return new Pending(key, head, length);
  }

  @Override
  public void invalidate(StoreKey key) {
    stored.remove(key);
  }

  @Override
  public void invalidate(StoreGroup group) {
    stored.values().removeIf(each -> StoreGroup.of(each.key(), each.head()).contains(group));
  }

  @Override
  public StoreSize size() {
    return new StoreSize(stored.size(), 0);
  }

  @Override
  public void close() {}

  /** Unless what is there was requested later. */
  private void put(Stored response) {
    stored.merge(
        response.key,
        response,
        (before, added) -> before.head.outlasts(added.head) ? before : added);
  }

  private final class Stored implements StoredResponse {
    private final StoreKey key;
    private final StoredHead head;
    private final byte[] content;

    private Stored(StoreKey key, StoredHead head, byte[] content) {
      this.key = key;
      this.head = head;
      this.content = content;
    }

    @Override
    public StoreKey key() {
      return key;
    }

    @Override
    public StoredHead head() {
      return head;
    }

    @Override
    public long length() {
      return content.length;
    }

    @Override
    public Body open() {
      return Body.of(content);
    }

    @Override
    public Body open(ByteRange range) {
      return Body.of(Arrays.copyOfRange(content, (int) range.first(), (int) range.last() + 1));
    }

    @Override
    public void freshen(StoredHead changed) {
      stored.computeIfPresent(
          key,
          (k, now) ->
              isSame(now) && !now.head.isRequestedAfter(changed)
                  ? new Stored(key, changed, content)
                  : now);
    }

    @SuppressWarnings("ReferenceEquality") // identity is the point
    private boolean isSame(Stored other) {
      return content == other.content;
    }

    @Override
    public void remove() {
      stored.remove(key, this);
    }
  }

  private final class Pending implements PendingResponse {
    private final StoreKey key;
    private final StoredHead head;
    private final OptionalLong announced;
    private final Progress progress = new Progress();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream(); // under itself

    private Pending(StoreKey key, StoredHead head, OptionalLong announced) {
      this.key = key;
      this.head = head;
      this.announced = announced;
    }

    private byte[] content() {
      synchronized (content) {
        return content.toByteArray();
      }
    }

    @Override
    public void append(ByteBuffer bytes) throws TransferException {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      synchronized (content) {
        if (content.size() + copy.length > most) {
          throw new TransferException(Side.STORE, Kind.TOO_LARGE, "It is too large");
        }
        content.writeBytes(copy);
      }
      progress.advance(copy.length);
    }

    @Override
    public StoredResponse commit() {
      Stored response = new Stored(key, head, content());
      put(response);
      progress.complete();
      return response;
    }

    @Override
    public StoredResponse commitPart(StoredHead part) {
      Stored response = new Stored(key, part, content());
      put(response);
      progress.giveUp();
      return response;
    }

    @Override
    public Body follow() {
      return new Body() {
        @Override
        public OptionalLong length() {
          return announced;
        }

        @Override
        public void writeTo(BodySink sink) throws TransferException {
          if (failFollow) {
            throw new TransferException(Side.STORE, Kind.FAILED, "It cannot be read");
          }
          if (progress.written() == 0) {
            sink.write(ByteBuffer.allocate(0));
          }
          int position = 0;
          int written;
          while ((written = (int) progress.awaitBeyond(position)) > position) {
            sink.write(ByteBuffer.wrap(content(), position, written - position));
            position = written;
          }
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {
      progress.giveUp();
    }
  }
}
