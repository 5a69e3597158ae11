package larder.h2;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import larder.http.ByteRange;

/** A file that was mapped by the operating system. */
record Mapping(Arena arena, MemorySegment bytes) implements MappedFile {
  @SuppressWarnings("MustBeClosedChecker") // the mapping closes it
  static Mapping of(FileChannel channel, long size) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      return new Mapping(arena, channel.map(MapMode.READ_ONLY, 0, size, arena));
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  @Override
  public boolean isInMemory() {
    return bytes.isLoaded();
  }

  @Override
  public ByteBuffer unread(ByteRange range) {
    return bytes.asSlice(range.first(), range.length()).asByteBuffer();
  }

  /**
   * The JVM reports late that bytes could not be copied: at the latest when a call to the operating
   * system returns, so one is made.
   */
  @Override
  public void read(ByteBuffer to, long position) throws IOException {
    int size = (int) Math.min(to.remaining(), bytes.byteSize() - position);
    try {
      to.put(bytes.asSlice(position, size).asByteBuffer());
      bytes.isLoaded();
    } catch (InternalError e) {
      throw new IOException("The mapped bytes could not be read", e);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
