package larder.memory;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.ByteRange;
import larder.http.TransferException;

/**
 * The bytes of one stored response, in chunks that never change: readers hand them on without a
 * copy, and whoever is still reading keeps them alive. That they lie in the heap is known here and
 * in {@link PendingContent} alone.
 */
final class Content {
  private final byte[][] chunks;
  private final long length;

  Content(byte[][] chunks, long length) {
    this.chunks = chunks;
    this.length = length;
  }

  long length() {
    return length;
  }

  Body open() {
    return new Part(0, length);
  }

  Body open(ByteRange range) {
    if (range.last() >= length) {
      throw new IllegalArgumentException("The content ends before its byte " + range.last());
    }
    return new Part(range.first(), range.length());
  }

  /** What the content weighs in the heap. */
  long heapBytes() {
    return HeapSize.OBJECT + chunks.length * HeapSize.ARRAY + length;
  }

  private final class Part implements Body {
    private final long first;
    private final long count;

    private Part(long first, long count) {
      this.first = first;
      this.count = count;
    }

    @Override
    public OptionalLong length() {
      return OptionalLong.of(count);
    }

    @Override
    public void writeTo(BodySink sink) throws TransferException {
      long skip = first;
      long left = count;
      for (int i = 0; left > 0; i++) {
        byte[] chunk = chunks[i];
        if (skip >= chunk.length) {
          skip -= chunk.length;
          continue;
        }
        int taken = (int) Math.min(left, chunk.length - skip);
        sink.write(ByteBuffer.wrap(chunk, (int) skip, taken).asReadOnlyBuffer());
        skip = 0;
        left -= taken;
      }
    }

    @Override
    public void close() {}
  }
}
