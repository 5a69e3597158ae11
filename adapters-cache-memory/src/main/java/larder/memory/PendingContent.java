package larder.memory;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Content while it is being written. One thread appends; others read what is already there, from
 * the same chunks. An appended byte never changes while somebody holds the chunks, and {@link
 * Progress} says how many there are.
 */
final class PendingContent {
  /** The size of the first chunk if the length is unknown; each later one is twice as large. */
  private static final int FIRST_CHUNK = 4 * 1024;

  /** Up to 128 KiB. */
  private static final int DOUBLINGS = 5;

  private final Progress progress = new Progress();
  private final PendingBytes pending;
  private final ChunkMemory memory;
  private final OptionalLong announced;
  private final long max;

  private final Chunks chunks;
  private int roomInLast;
  private long length;
  private long taken;

  /** Whether the chunks belong to the finished content, or are left to the garbage collector. */
  private boolean handedOn;

  PendingContent(OptionalLong announced, long max, PendingBytes pending, ChunkMemory memory) {
    this.memory = memory;
    this.chunks = new Chunks(memory);
    this.announced = announced;
    this.max = announced.orElse(max);
    this.pending = pending;
  }

  long length() {
    return length;
  }

  void append(ByteBuffer bytes) throws TransferException {
    int appended = bytes.remaining();
    if (appended > max - length) {
      throw new TransferException(
          Side.STORE,
          Kind.TOO_LARGE,
          announced.isPresent()
              ? "More bytes came than were announced"
              : "The content is larger than what is kept in memory");
    }
    while (bytes.hasRemaining()) {
      if (roomInLast == 0) {
        addChunk();
      }
      ByteBuffer chunk = chunks.last();
      int copied = Math.min(roomInLast, bytes.remaining());
      chunk.put(chunk.limit() - roomInLast, bytes, bytes.position(), copied);
      bytes.position(bytes.position() + copied);
      roomInLast -= copied;
      length += copied;
    }
    progress.advance(appended);
  }

  private void addChunk() throws TransferException {
    long wanted =
        announced.isPresent()
            ? max - length
            : (long) FIRST_CHUNK << Math.min(chunks.count(), DOUBLINGS);
    long most = Math.min(wanted, ChunkMemory.LARGEST_OUTSIDE);
    pending.take(most);
    int size = 0;
    try {
      ByteBuffer chunk = memory.allocate(most);
      size = chunk.limit();
      taken += size;
      chunks.add(chunk);
      roomInLast = size;
    } finally {
      pending.giveBack(most - size); // everything, if there is no memory
    }
  }

  /** The content of all appended bytes; nothing can be appended any more. */
  Content toContent() {
    handedOn = true; // later followers still read these, although the content is a copy
    if (length == 0) {
      return Content.of(new byte[0]);
    }
    if (roomInLast > 0 && length <= ChunkMemory.LARGEST_OUTSIDE) {
      ByteBuffer one = memory.allocate(length);
      if (one.limit() == length) {
        return inOne(one);
      }
    }
    ByteBuffer last = chunks.last();
    last.limit(last.limit() - roomInLast);
    Content inArray = chunks.count() == 1 ? inArray(last) : null;
    if (inArray != null) {
      return inArray;
    }
    return Content.of(chunks);
  }

  /** Makes one chunk of many, which the unknown length required: hits would pay for each chunk. */
  private Content inOne(ByteBuffer one) {
    int position = 0;
    for (int i = 0; position < length; i++) {
      ByteBuffer chunk = chunks.get(i);
      int copied = (int) Math.min(chunk.limit(), length - position);
      one.put(position, chunk, 0, copied);
      position += copied;
    }
    Content inArray = inArray(one);
    if (inArray != null) {
      return inArray;
    }
    Chunks alone = new Chunks(memory);
    alone.add(one);
    return Content.of(alone);
  }

  /** The content of a chunk that is a whole array; null if it is not. */
  private static @Nullable Content inArray(ByteBuffer chunk) {
    boolean whole =
        chunk.hasArray() && chunk.arrayOffset() == 0 && chunk.limit() == chunk.array().length;
    return whole ? Content.of(chunk.array()) : null;
  }

  /** Lets followers come to the end. */
  void complete() {
    progress.complete();
  }

  /** Makes followers fail, unless it is complete; frees its pending bytes. Idempotent. */
  void end() {
    progress.giveUp();
    pending.giveBack(taken);
    taken = 0;
    if (!handedOn) {
      handedOn = true;
      chunks.letGo();
    }
  }

  Body follow() {
    return new Follower();
  }

  private final class Follower extends HeldBody {
    private Follower() {
      super(chunks);
    }

    @Override
    public OptionalLong length() {
      return announced;
    }

    @Override
    void writeHeldTo(BodySink sink) throws TransferException {
      if (progress.written() == 0) {
        sink.write(ByteBuffer.allocate(0)); // the head need not wait for the content
      }
      long position = 0;
      int index = 0;
      int offset = 0;
      long available = progress.awaitBeyond(0);
      while (available > position) {
        ByteBuffer chunk = chunks.get(index);
        int given = (int) Math.min(available - position, chunk.limit() - offset);
        sink.write(Content.part(chunk, offset, given));
        position += given;
        offset += given;
        if (offset == chunk.limit()) {
          index++;
          offset = 0;
        }
        if (position == available) {
          available = progress.awaitBeyond(position);
        }
      }
    }
  }
}
