package larder.memory;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.ByteRange;
import larder.http.TransferException;

/**
 * The bytes of one stored response, which never change: readers hand them on without a copy, and
 * whoever is still reading keeps them alive.
 */
abstract sealed class Content {
  /** The chunks in their order; none for no content at all. */
  static Content of(ByteBuffer... chunks) {
    return chunks.length == 1 && chunks[0].hasArray()
        ? new InArray(chunks[0].array())
        : new InChunks(chunks);
  }

  abstract long length();

  /** What the content weighs, wherever it lies. */
  abstract long heapBytes();

  /** All of these bytes; they are there. */
  abstract void write(long first, long count, BodySink sink) throws TransferException;

  Body open() {
    return new Part(0, length());
  }

  Body open(ByteRange range) {
    if (range.last() >= length()) {
      throw new IllegalArgumentException("The content ends before its byte " + range.last());
    }
    return new Part(range.first(), range.length());
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
      if (count > 0) {
        write(first, count, sink);
      }
    }

    @Override
    public void close() {}
  }

  /** As most have it: there may be millions, and the collector looks at each object. */
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
    void write(long first, long count, BodySink sink) throws TransferException {
      sink.write(ByteBuffer.wrap(bytes, (int) first, (int) count).asReadOnlyBuffer());
    }
  }

  private static final class InChunks extends Content {
    private final ByteBuffer[] chunks;
    private final long length;

    private InChunks(ByteBuffer[] chunks) {
      long sum = 0;
      for (ByteBuffer chunk : chunks) {
        sum += chunk.capacity();
      }
      this.chunks = chunks;
      this.length = sum;
    }

    @Override
    long length() {
      return length;
    }

    @Override
    long heapBytes() {
      return HeapSize.CONTENT + chunks.length * HeapSize.CHUNK + length;
    }

    @Override
    void write(long first, long count, BodySink sink) throws TransferException {
      long skip = first;
      long left = count;
      for (int i = 0; left > 0; i++) {
        ByteBuffer chunk = chunks[i];
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
  }
}
