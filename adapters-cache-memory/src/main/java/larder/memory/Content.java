package larder.memory;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.ByteRange;
import larder.http.TransferException;

/** The bytes of one stored response. They never change, so readers pass them on without a copy. */
abstract sealed class Content {
  /** Content in one array; readers keep it alive. */
  static Content of(byte[] bytes) {
    return new InArray(bytes);
  }

  /**
   * Content in chunks, up to their limits.
   *
   * @param chunks held by the caller; from now on the content is the holder
   */
  static Content of(Chunks chunks) {
    return new InChunks(chunks);
  }

  abstract long length();

  /** What the content weighs, wherever it lies. */
  abstract long heapBytes();

  /**
   * A part, which must lie within the content.
   *
   * @throws TransferException if the bytes are gone, because the content can no longer be found
   */
  abstract Body part(long first, long count) throws TransferException;

  /** Called when nobody can find the content any more; earlier readers read on. Idempotent. */
  abstract void removed();

  Body open() throws TransferException {
    return part(0, length());
  }

  Body open(ByteRange range) throws TransferException {
    if (range.last() >= length()) {
      throw new IllegalArgumentException("The content ends before its byte " + range.last());
    }
    return part(range.first(), range.length());
  }

  /** A view of its own for one reader. */
  static ByteBuffer part(ByteBuffer chunk, int offset, int length) {
    return chunk.asReadOnlyBuffer().limit(offset + length).position(offset);
  }

  /** Most contents: there may be millions, and the garbage collector looks at each object. */
  private static final class InArray extends Content {
    private final byte[] bytes;

    private InArray(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    long length() {
      return bytes.length;
    }

    @Override
    long heapBytes() {
      return HeapSize.CONTENT + bytes.length;
    }

    @Override
    Body part(long first, long count) {
      return new ArrayBody(bytes, (int) first, (int) count);
    }

    @Override
    void removed() {}
  }

  private static final class ArrayBody implements Body {
    private final byte[] bytes;
    private final int first;
    private final int count;

    private ArrayBody(byte[] bytes, int first, int count) {
      this.bytes = bytes;
      this.first = first;
      this.count = count;
    }

    @Override
    public OptionalLong length() {
      return OptionalLong.of(count);
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      if (count > 0) {
        sink.write(ByteBuffer.wrap(bytes, first, count).asReadOnlyBuffer());
      }
    }

    @Override
    public void close() {}
  }

  private static final class InChunks extends Content {
    private final Chunks chunks;
    private final long length;
    private final long room;
    private boolean isRemoved;

    private InChunks(Chunks chunks) {
      long sum = 0;
      long all = 0;
      for (int i = 0; i < chunks.count(); i++) {
        sum += chunks.get(i).limit();
        all += chunks.get(i).capacity();
      }
      this.chunks = chunks;
      this.length = sum;
      this.room = all;
    }

    @Override
    long length() {
      return length;
    }

    @Override
    long heapBytes() {
      return HeapSize.CONTENT + chunks.count() * HeapSize.CHUNK + room;
    }

    @Override
    Body part(long first, long count) throws TransferException {
      ChunksBody body = new ChunksBody(chunks, first, count);
      if (!body.isHeld()) {
        throw HeldBody.gone();
      }
      return body;
    }

    @Override
    synchronized void removed() {
      if (!isRemoved) {
        isRemoved = true;
        chunks.letGo();
      }
    }
  }

  private static final class ChunksBody extends HeldBody {
    private final Chunks chunks;
    private final long first;
    private final long count;

    private ChunksBody(Chunks chunks, long first, long count) {
      super(chunks);
      this.chunks = chunks;
      this.first = first;
      this.count = count;
    }

    @Override
    public OptionalLong length() {
      return OptionalLong.of(count);
    }

    @Override
    void writeHeldTo(BodySink sink) throws TransferException {
      long skip = first;
      long left = count;
      for (int i = 0; left > 0; i++) {
        ByteBuffer chunk = chunks.get(i);
        if (skip >= chunk.limit()) {
          skip -= chunk.limit();
          continue;
        }
        int taken = (int) Math.min(left, chunk.limit() - skip);
        sink.write(part(chunk, (int) skip, taken));
        skip = 0;
        left -= taken;
      }
    }
  }
}
