package larder.forwarding;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.ByteRange;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.PendingResponse;
import larder.store.ResponseStore;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoreSize;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/** One response a key, any number of parts beside it, and faults on demand. For one thread. */
final class FakeStore implements ResponseStore {
  final Map<StoreKey, Stored> stored = new LinkedHashMap<>();
  final List<Stored> parts = new ArrayList<>();
  boolean failBegin;
  boolean failAppend;
  boolean failCommit;
  boolean failOpen;
  int abandoned;

  /** Whether there is no memory to look anything up. */
  boolean noMemoryToFind;

  /** For so many invalidations there is no memory. */
  int withoutMemory;

  private static TransferException fault() {
    return new TransferException(Side.STORE, Kind.FAILED, "The disk is on fire");
  }

  Stored put(String uri, StoredHead head, String content) {
    StoreKey key = new StoreKey(uri);
    Stored response = new Stored(key, head, content.getBytes(StandardCharsets.UTF_8));
    stored.put(key, response);
    return response;
  }

  /** A part of whatever is asked for. */
  Stored putPart(String uri, StoredHead head, String content) {
    Stored part = new Stored(new StoreKey(uri), head, content.getBytes(StandardCharsets.UTF_8));
    parts.add(part);
    return part;
  }

  @Override
  public List<StoredResponse> find(StoreKey key) {
    if (noMemoryToFind) {
      throw new OutOfMemoryError("on purpose");
    }
    List<StoredResponse> found = new ArrayList<>(parts);
    if (stored.containsKey(key)) {
      found.add(stored.get(key));
    }
    return found;
  }

  @Override
  public PendingResponse begin(StoreKey key, StoredHead head, OptionalLong length)
      throws TransferException {
    if (failBegin) {
      throw fault();
    }
    return new Pending(key, head);
  }

  @Override
  public void invalidate(StoreKey key) {
    if (withoutMemory > 0) {
      withoutMemory--;
      throw new OutOfMemoryError("on purpose");
    }
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

  final class Stored implements StoredResponse {
    private final StoreKey key;
    private StoredHead head;
    private final byte[] content;
    int freshened;

    Stored(StoreKey key, StoredHead head, byte[] content) {
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
    public Body open() throws TransferException {
      if (failOpen) {
        throw fault();
      }
      return Body.of(content);
    }

    @Override
    public Body open(ByteRange range) throws TransferException {
      if (failOpen) {
        throw fault();
      }
      return Body.of(Arrays.copyOfRange(content, (int) range.first(), (int) range.last() + 1));
    }

    @Override
    public void freshen(StoredHead changed) {
      head = changed;
      freshened++;
    }

    @Override
    public void remove() {
      stored.remove(key, this);
      parts.remove(this);
    }
  }

  private final class Pending implements PendingResponse {
    private final StoreKey key;
    private final StoredHead head;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean done;

    Pending(StoreKey key, StoredHead head) {
      this.key = key;
      this.head = head;
    }

    @Override
    public void append(ByteBuffer bytes) throws TransferException {
      if (failAppend) {
        throw fault();
      }
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      content.writeBytes(copy);
    }

    @Override
    public StoredResponse commit() throws TransferException {
      return commitPart(head);
    }

    @Override
    public StoredResponse commitPart(StoredHead committed) throws TransferException {
      if (failCommit) {
        throw fault();
      }
      done = true;
      Stored response = new Stored(key, committed, content.toByteArray());
      stored.put(key, response);
      return response;
    }

    @Override
    public Body follow() {
      throw new AssertionError("Nobody follows in these tests");
    }

    @Override
    public void close() {
      if (!done) {
        done = true;
        abandoned++;
      }
    }
  }
}
