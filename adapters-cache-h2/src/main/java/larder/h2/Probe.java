package larder.h2;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;

/** Tells a disk that fails from one of which some bytes do. */
final class Probe {
  private static final int BYTES = 64 * 1024;

  private final Disk disk;
  private final Path file;

  /**
   * @param file that is of no other use
   */
  Probe(Disk disk, Path file) {
    this.disk = disk;
    this.file = file;
  }

  /** Whether it was for bytes that are damaged that this failed, and not for the disk. */
  boolean isDamage(IOException e) {
    return !(e instanceof ClosedChannelException)
        && !(e instanceof InterruptedIOException)
        && works();
  }

  /** Whether the disk takes something now, and gives it back. */
  boolean works() {
    try {
      disk.delete(file);
      try (DiskFile written = disk.create(file)) {
        written.write(ByteBuffer.allocate(BYTES), 0);
        written.read(ByteBuffer.allocate(BYTES), 0);
      } finally {
        disk.delete(file);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
