package larder.memory;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.Progress;

/**
 * Content while it is written. One thread appends; others read what is already there, in the same
 * chunks: a byte that was appended never changes, and {@link Progress} says how many there are.
 */
final class PendingContent {
  /** The first chunk where the length is unknown; the next ones are twice as long each. */
  private static final int FIRST_CHUNK = 4 * 1024;

  /** To 128 KiB. */
  private static final int DOUBLINGS = 5;

  private final Progress progress = new Progress();
  private final PendingBytes pending;
  private final ChunkMemory memory;
  private final OptionalLong announced;
  private final long max;

  /** Readers may see it at any moment, but use no more of it than the progress says. */
  private volatile ByteBuffer[] chunks = new ByteBuffer[1];

  private int count;
  private int roomInLast;
  private long length;
  private long taken;

  PendingContent(OptionalLong announced, long max, PendingBytes pending, ChunkMemory memory) {
    this.memory = memory;
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
      ByteBuffer chunk = chunks[count - 1];
      int copied = Math.min(roomInLast, bytes.remaining());
      chunk.put(chunk.capacity() - roomInLast, bytes, bytes.position(), copied);
      bytes.position(bytes.position() + copied);
      roomInLast -= copied;
      length += copied;
    }
    progress.advance(appended);
  }

  private void addChunk() throws TransferException {
    long wanted =
        announced.isPresent() ? max - length : (long) FIRST_CHUNK << Math.min(count, DOUBLINGS);
    long most = Math.min(wanted, ChunkMemory.LARGEST_OUTSIDE);
    pending.take(most);
    ByteBuffer chunk = memory.allocate(most);
    int size = chunk.capacity();
    pending.giveBack(most - size);
    taken += size;
    ByteBuffer[] grown = count < chunks.length ? chunks : Arrays.copyOf(chunks, 2 * count);
    grown[count] = chunk;
    chunks = grown;
    count++;
    roomInLast = size;
  }

  /** What was appended, whole; nothing can be appended any more. */
  Content toContent() {
    if (roomInLast == 0) {
      return Content.of(Arrays.copyOf(chunks, count));
    }
    if (length <= ChunkMemory.LARGEST_OUTSIDE) {
      ByteBuffer one = memory.allocate(length);
      if (one.capacity() == length) {
        return inOne(one);
      }
    }
    ByteBuffer[] whole = Arrays.copyOf(chunks, count);
    ByteBuffer last = whole[count - 1];
    int filled = last.capacity() - roomInLast;
    whole[count - 1] = ByteBuffer.allocate(filled).put(0, last, 0, filled);
    return Content.of(whole);
  }

  /** It was not known how long it would be; hits would pay for each chunk. */
  private Content inOne(ByteBuffer one) {
    int position = 0;
    for (int i = 0; position < length; i++) {
      int copied = (int) Math.min(chunks[i].capacity(), length - position);
      one.put(position, chunks[i], 0, copied);
      position += copied;
    }
    return Content.of(one);
  }

  /** Followers may end. */
  void complete() {
    progress.complete();
  }

  /** Followers fail, unless it is complete. What it took counts no more. Any number of times. */
  void end() {
    progress.giveUp();
    pending.giveBack(taken);
    taken = 0;
  }

  Body follow() {
    return new Follower();
  }

  private final class Follower implements Body {
    @Override
    public OptionalLong length() {
      return announced;
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      if (progress.written() == 0) {
        sink.write(ByteBuffer.allocate(0)); // the head need not wait for the content
      }
      long position = 0;
      int index = 0;
      int offset = 0;
      long available = progress.awaitBeyond(0);
      while (available > position) {
        ByteBuffer chunk = chunks[index];
        int given = (int) Math.min(available - position, chunk.capacity() - offset);
        sink.write(Content.part(chunk, offset, given));
        position += given;
        offset += given;
        if (offset == chunk.capacity()) {
          index++;
          offset = 0;
        }
        if (position == available) {
          available = progress.awaitBeyond(position);
        }
      }
    }

    @Override
    public void close() {}
  }
}
