package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.PendingResponse;
import larder.store.Progress;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * Content on its way: one chunk in the heap, and the chunks before it in a file. The file is
 * written straight from the thread that appends: that is a copy into the memory of the operating
 * system, which brings it to the disk by itself.
 */
final class H2Pending implements PendingResponse {
  private static final int FIRST_CAPACITY = 4 * 1024;

  private final H2Store store;
  private final StoreKey key;
  private final StoredHead head;
  private final OptionalLong announced;
  private final long max;
  private final long id;
  private final Progress progress = new Progress();

  // The thread that appends.
  private @Nullable DiskFile file;
  private byte[] sums = new byte[0];
  private long length;
  private boolean ended;

  // Under this: what followers read.
  private byte[] chunk = new byte[0];
  private int filled;
  private long inFile;

  H2Pending(
      H2Store store, StoreKey key, StoredHead head, OptionalLong announced, long max, long id) {
    this.store = store;
    this.key = key;
    this.head = head;
    this.announced = announced;
    this.max = announced.orElse(max);
    this.id = id;
    store.room().announce(announced.orElse(0));
  }

  @Override
  public void append(ByteBuffer bytes) throws TransferException {
    store.refuseIfUnusable();
    int appended = bytes.remaining();
    if (appended > max - length) {
      throw failure(
          Kind.TOO_LARGE,
          announced.isPresent()
              ? "More bytes came than were announced"
              : "The content is larger than what is kept on disk");
    }
    store.changes().takeRoom(appended);
    length += appended;
    while (bytes.hasRemaining()) {
      if (filled == ContentFiles.CHUNK) {
        spill();
      }
      grow(bytes.remaining());
      int copied = Math.min(bytes.remaining(), chunk.length - filled);
      bytes.get(chunk, filled, copied);
      synchronized (this) {
        filled += copied;
      }
      progress.advance(copied);
    }
  }

  /** The chunk is as long as what was announced, or doubles. */
  private void grow(int wanted) throws TransferException {
    if (filled < chunk.length) {
      return;
    }
    long expected = announced.orElse(Math.max(FIRST_CAPACITY, 2L * chunk.length));
    int capacity = (int) Math.min(ContentFiles.CHUNK, Math.max(expected, filled + (long) wanted));
    store.room().takeHeap(capacity - chunk.length);
    synchronized (this) {
      chunk = Arrays.copyOf(chunk, capacity);
    }
  }

  private void spill() throws TransferException {
    try {
      if (file == null) {
        file = store.files().create(id);
      }
      ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, filled);
      addSum(Checksum.of(bytes));
      file.write(bytes, inFile);
    } catch (IOException e) {
      store.faults().writingFails(e);
      throw new TransferException(
          Side.STORE, Kind.FAILED, "The content could not be written to the disk", e);
    }
    synchronized (this) {
      inFile += filled;
      filled = 0;
    }
  }

  private void addSum(int sum) {
    int count = (int) (inFile / ContentFiles.CHUNK);
    int at = count * Integer.BYTES;
    if (at == sums.length) {
      sums = Arrays.copyOf(sums, Math.max(64, 2 * sums.length));
    }
    ByteBuffer.wrap(sums).putInt(at, sum);
  }

  @Override
  public StoredResponse commit() throws TransferException {
    refuseIfEnded();
    if (announced.orElse(length) != length) {
      throw failure(Kind.CUT_SHORT, "Fewer bytes came than were announced");
    }
    StoredResponse stored = put(head);
    progress.complete();
    return stored;
  }

  @Override
  public StoredResponse commitPart(StoredHead part) throws TransferException {
    refuseIfEnded();
    StoredResponse stored = put(part);
    progress.giveUp();
    return stored;
  }

  private void refuseIfEnded() throws TransferException {
    if (ended) {
      throw new IllegalStateException("Committed or closed before");
    }
    store.refuseIfUnusable();
  }

  private StoredResponse put(StoredHead committed) throws TransferException {
    StoredResponse stored = store.commit(key, committed, id, length, keep());
    ended = true;
    giveBack(0);
    return stored;
  }

  /** What the pack keeps of the content; the rest is in the file now. */
  private byte[] keep() throws TransferException {
    if (!ContentFiles.areFor(length)) {
      return chunk.length == filled ? chunk : Arrays.copyOf(chunk, filled);
    }
    spill();
    return Arrays.copyOf(sums, (int) ContentFiles.keptBytes(length));
  }

  /** The content becomes the stored response's, so its bytes are given back by who stores it. */
  private void giveBack(long pendingBytes) {
    if (file != null) {
      file.close();
    }
    store.room().withdraw(announced.orElse(0));
    store.room().giveBackPending(pendingBytes);
    store.room().giveBackHeap(chunk.length);
  }

  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    progress.giveUp();
    giveBack(length);
    if (file != null) {
      store.files().delete(id);
    }
  }

  private static TransferException failure(Kind kind, String explanation) {
    return new TransferException(Side.STORE, kind, explanation);
  }

  @Override
  public Body follow() {
    return new Follower();
  }

  /** Copies what is in the chunk, and says false if the position is in the file. */
  private synchronized boolean copyFromChunk(long position, ByteBuffer to) {
    if (position < inFile) {
      return false;
    }
    int from = (int) (position - inFile);
    to.put(chunk, from, Math.min(to.remaining(), filled - from));
    return true;
  }

  private synchronized long inFile() {
    return inFile;
  }

  /** Reads what is written, with a channel of its own once that is in the file. */
  private final class Follower implements Body {
    private @Nullable DiskFile source;

    @Override
    public OptionalLong length() {
      return announced;
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      if (progress.written() == 0) {
        sink.write(ByteBuffer.allocate(0)); // the head need not wait for the content
      }
      ByteBuffer buffer = store.files().buffers().take();
      try {
        long position = 0;
        while (progress.awaitBeyond(position) > position) {
          buffer.clear();
          if (!copyFromChunk(position, buffer)) {
            read(position, buffer);
          }
          position += buffer.flip().remaining();
          sink.write(buffer);
        }
      } finally {
        store.files().buffers().giveBack(buffer);
      }
    }

    private void read(long position, ByteBuffer buffer) throws TransferException {
      try {
        if (source == null) {
          source = store.files().open(id);
        }
        buffer.limit((int) Math.min(buffer.capacity(), inFile() - position));
        source.read(buffer, position);
        if (buffer.hasRemaining()) {
          throw new IOException("The file ends too early");
        }
      } catch (IOException e) {
        progress.refuseIfGivenUp();
        throw new TransferException(
            Side.STORE, Kind.FAILED, "The content that is followed could not be read", e);
      }
    }

    @Override
    public void close() {
      if (source != null) {
        source.close();
      }
    }
  }
}
