package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * Content that is being stored. Content that may fit in one chunk lies in the heap. Of longer
 * content, the latest bytes lie in a borrowed buffer, and all before them in a file. The appending
 * thread writes the file itself: this copies into the memory of the operating system, which brings
 * it to the disk in the background. Large pieces go to the file directly, except within the first
 * chunk: a part that is no longer than that is kept in a pack.
 */
final class H2Pending implements PendingResponse {
  private static final int FIRST_CAPACITY = 4 * 1024;

  /** Writing less than this costs more than gathering it. */
  private static final int LARGE_PIECE = 32 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final H2Store store;
  private final StoreKey key;
  private final StoredHead head;
  private final OptionalLong announced;
  private final long max;
  private final long id;
  private final Progress progress = new Progress();
  private final FollowedFile followed;

  // Only for the appending thread.
  private @Nullable DiskFile file;
  private final ChunkSums sums = new ChunkSums();
  private long heapTaken;
  private long length;
  private boolean ended;

  // Guarded by this: what followers read.
  private ByteBuffer chunk = NOTHING;
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
    this.followed = new FollowedFile(store.files(), id);
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
      if (ContentFiles.areFor(length) && bytes.remaining() >= LARGE_PIECE) {
        spill();
        write(bytes);
      } else {
        gather(bytes);
      }
    }
  }

  private void gather(ByteBuffer bytes) throws TransferException {
    if (filled == ContentFiles.CHUNK) {
      spill();
    }
    if (filled == chunk.capacity()) {
      makeRoom(bytes.remaining());
    }
    int room = Math.min(chunk.capacity(), ContentFiles.CHUNK) - filled;
    int copied = Math.min(bytes.remaining(), room);
    chunk.put(filled, bytes, bytes.position(), copied);
    bytes.position(bytes.position() + copied);
    synchronized (this) {
      filled += copied;
    }
    progress.advance(copied);
  }

  /** Allocates heap for the announced length, or twice as much as before. */
  private void makeRoom(int wanted) throws TransferException {
    if (filled == 0 && ContentFiles.areFor(Math.max(length, announced.orElse(0)))) {
      takeHeap(ContentFiles.CHUNK);
      ByteBuffer borrowed = store.files().buffers().take();
      synchronized (this) {
        chunk = borrowed;
      }
      return;
    }
    long expected = announced.orElse(Math.max(FIRST_CAPACITY, 2L * filled));
    int capacity = (int) Math.min(ContentFiles.CHUNK, Math.max(expected, filled + (long) wanted));
    takeHeap(capacity);
    ByteBuffer larger = ByteBuffer.allocate(capacity).put(0, chunk, 0, filled);
    synchronized (this) {
      chunk = larger;
    }
  }

  /**
   * @param bytes the new total
   */
  private void takeHeap(long bytes) throws TransferException {
    store.room().takeHeap(bytes - heapTaken);
    heapTaken = bytes;
  }

  /** Writes the gathered bytes to the file. */
  private void spill() throws TransferException {
    if (filled > 0) {
      writeToFile(chunk.duplicate().limit(filled).position(0));
      synchronized (this) {
        inFile += filled;
        filled = 0;
      }
    }
    if (!chunk.isDirect()) {
      letGoOfChunk();
    }
  }

  /** Writes bytes directly to the file. */
  private void write(ByteBuffer bytes) throws TransferException {
    int count = bytes.remaining();
    writeToFile(bytes.duplicate());
    bytes.position(bytes.limit());
    synchronized (this) {
      inFile += count;
    }
    progress.advance(count);
  }

  private void writeToFile(ByteBuffer bytes) throws TransferException {
    try {
      if (file == null) {
        file = store.files().create(id);
      }
      sums.add(bytes);
      file.write(bytes, inFile);
    } catch (IOException e) {
      if (!Thread.currentThread().isInterrupted()) { // else it was cancelled
        store.faults().writingFails(e);
      }
      throw new TransferException(
          Side.STORE, Kind.FAILED, "The content could not be written to the disk", e);
    }
  }

  /** Followers no longer read from it. */
  private void letGoOfChunk() {
    ByteBuffer gone = chunk;
    synchronized (this) {
      chunk = NOTHING;
      filled = 0;
    }
    if (gone.isDirect()) {
      store.files().buffers().giveBack(gone);
    }
    store.room().giveBackHeap(heapTaken);
    heapTaken = 0;
  }

  @Override
  public void finish() throws TransferException {
    if (ContentFiles.areFor(length)) {
      spill();
      closeFile();
    }
  }

  private void closeFile() {
    if (file != null) {
      file.close();
    }
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
      return inHeap();
    }
    finish();
    try {
      followed.openForThoseWhoCame();
    } catch (IOException e) {
      // Each of them tries again, and tells its client.
    }
    return sums.all();
  }

  private byte[] inHeap() {
    if (chunk.hasArray() && chunk.arrayOffset() == 0 && chunk.array().length == filled) {
      return chunk.array();
    }
    byte[] kept = new byte[filled];
    chunk.get(0, kept);
    return kept;
  }

  /**
   * Gives back the room that this took. On commit the content belongs to the stored response, and
   * {@code Changes} accounts for its bytes. Closing the file comes last, because it may fail.
   */
  private void giveBack(long pendingBytes) {
    store.room().withdraw(announced.orElse(0));
    store.room().giveBackPending(pendingBytes);
    if (chunk.isDirect()) {
      letGoOfChunk();
    } else {
      store.room().giveBackHeap(heapTaken);
    }
    closeFile();
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
    followed.join();
    return new Follower();
  }

  /** Copies from the chunk; returns false if the position is in the file. */
  private synchronized boolean copyFromChunk(long position, ByteBuffer to)
      throws TransferException {
    if (position < inFile) {
      return false;
    }
    int from = (int) (position - inFile);
    int count = Math.min(to.remaining(), filled - from);
    if (count <= 0) { // the chunk was released meanwhile
      throw failure(Kind.CUT_SHORT, "The content that was followed did not come to its end");
    }
    to.put(to.position(), chunk, from, count).position(to.position() + count);
    return true;
  }

  private synchronized long inFile() {
    return inFile;
  }

  /** Reads what has been written, from the chunk or the file. */
  private final class Follower implements Body {
    private final AtomicBoolean left = new AtomicBoolean();

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
        DiskFile source = followed.open();
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
      if (!left.getAndSet(true)) {
        followed.leave();
      }
    }
  }
}
