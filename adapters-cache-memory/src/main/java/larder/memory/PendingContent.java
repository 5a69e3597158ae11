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
  static final int CHUNK = 128 * 1024;

  /** The first chunk where the length is unknown; the next ones are twice as long each. */
  private static final int FIRST_CHUNK = 4 * 1024;

  private final Progress progress = new Progress();
  private final PendingBytes pending;
  private final OptionalLong announced;
  private final long max;

  /** Readers may see it at any moment, but use no more of it than the progress says. */
  private volatile byte[][] chunks = new byte[1][];

  private int count;
  private int roomInLast;
  private long length;
  private long taken;

  PendingContent(OptionalLong announced, long max, PendingBytes pending) {
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
      byte[] chunk = chunks[count - 1];
      int copied = Math.min(roomInLast, bytes.remaining());
      bytes.get(chunk, chunk.length - roomInLast, copied);
      roomInLast -= copied;
      length += copied;
    }
    progress.advance(appended);
  }

  private void addChunk() throws TransferException {
    int size =
        (int)
            (announced.isPresent()
                ? Math.min(CHUNK, max - length)
                : Math.min(CHUNK, (long) FIRST_CHUNK << Math.min(count, 4)));
    pending.take(size);
    taken += size;
    byte[][] grown = count < chunks.length ? chunks : Arrays.copyOf(chunks, 2 * count);
    grown[count] = new byte[size];
    chunks = grown;
    count++;
    roomInLast = size;
  }

  /** What was appended, whole; nothing can be appended any more. */
  Content toContent() {
    byte[][] whole = Arrays.copyOf(chunks, count);
    if (roomInLast > 0) {
      byte[] last = whole[count - 1];
      whole[count - 1] = Arrays.copyOf(last, last.length - roomInLast);
    }
    return new Content(whole, length);
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
        byte[] chunk = chunks[index];
        int given = (int) Math.min(available - position, chunk.length - offset);
        sink.write(ByteBuffer.wrap(chunk, offset, given).asReadOnlyBuffer());
        position += given;
        offset += given;
        if (offset == chunk.length) {
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
