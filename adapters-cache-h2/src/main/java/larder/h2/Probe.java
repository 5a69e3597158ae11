package larder.h2;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Distinguishes a disk that fails from one with some bad bytes. Safe for all threads. */
final class Probe {
  private static final int BYTES = 64 * 1024;

  /** The files of all probes under way: several may probe one folder at the same time. */
  private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

  private final Disk disk;
  private final Path file;

  /**
   * @param file a file for this purpose only; probes at the same time add numbers to its name
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
    Path own = take();
    try {
      return works(own);
    } finally {
      TAKEN.remove(own);
    }
  }

  /** Takes the lowest free number, so that a later probe deletes what a killed process left. */
  private Path take() {
    Path own = file;
    for (int number = 1; !TAKEN.add(own); number++) {
      own = file.resolveSibling(file.getFileName() + "-" + number);
    }
    return own;
  }

  private boolean works(Path own) {
    try {
      disk.delete(own);
      try (DiskFile written = disk.create(own)) {
        written.write(ByteBuffer.allocate(BYTES), 0);
        written.read(ByteBuffer.allocate(BYTES), 0);
      } finally {
        disk.delete(own);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
