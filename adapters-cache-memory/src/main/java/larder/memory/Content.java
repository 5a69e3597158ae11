package larder.memory;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.ByteRange;
import larder.http.TransferException;

/**
 * The bytes of one stored response, in chunks that never change: readers hand them on without a
 * copy, and whoever is still reading keeps them alive.
 */
final class Content {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final ByteBuffer[] NO_OTHERS = new ByteBuffer[0];

  /** Most have no other one, and need no array then. */
  private final ByteBuffer first;

  private final ByteBuffer[] others;
  private final long length;

  /** The chunks in their order; none for no content at all. */
  Content(ByteBuffer[] chunks, long length) {
    this.first = chunks.length == 0 ? NOTHING : chunks[0];
    this.others = chunks.length < 2 ? NO_OTHERS : Arrays.copyOfRange(chunks, 1, chunks.length);
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

  /** What the content weighs, wherever it lies. */
  long heapBytes() {
    return HeapSize.OBJECT + (1 + others.length) * HeapSize.ARRAY + length;
  }

  private ByteBuffer chunk(int i) {
    return i == 0 ? first : others[i - 1];
  }

  /** To be read by whoever gets it, beside others. */
  static ByteBuffer part(ByteBuffer chunk, int offset, int length) {
    return chunk.asReadOnlyBuffer().limit(offset + length).position(offset);
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
        ByteBuffer chunk = chunk(i);
        if (skip >= chunk.capacity()) {
          skip -= chunk.capacity();
          continue;
        }
        int taken = (int) Math.min(left, chunk.capacity() - skip);
        sink.write(part(chunk, (int) skip, taken));
        skip = 0;
        left -= taken;
      }
    }

    @Override
    public void close() {}
  }
}
