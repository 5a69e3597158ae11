package larder.h2;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;

/** Distinguishes a disk that fails from one with some bad bytes. */
final class Probe {
  private static final int BYTES = 64 * 1024;

  private final Disk disk;
  private final Path file;

  /**
   * @param file a file for this purpose only
   */
  Probe(Disk disk, Path file) {
    this.disk = disk;
    this.file = file;
  }

  /** Whether damaged bytes caused this failure, rather than the disk as a whole. */
  boolean isDamage(IOException e) {
    return !(e instanceof ClosedChannelException)
        && !(e instanceof InterruptedIOException)
        && !isOutOfDescriptors(e)
        && works();
  }

  /** The JDK has no type for this; the system's message is in the user's language. */
  private static boolean isOutOfDescriptors(IOException e) {
    return String.valueOf(e.getMessage()).contains("Too many open files");
  }

  /** Whether the disk can be written and read now. */
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
