package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Reserves a folder for one process. The operating system releases the lock when the process ends,
 * however it ends, so a file that a killed process left behind blocks nobody. The file contains the
 * pid, for messages.
 */
final class FolderLock implements AutoCloseable {
  /** Beyond the pid, which stays readable where locks are mandatory. */
  private static final long LOCKED_BYTE = 1L << 20;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  static FolderLock take(Path folder) throws IOException, StoreInUseException {
    Path file = file(folder);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel, false) == null) {
        throw new StoreInUseException(folder, pidIn(file));
      }
      String pid = ProcessHandle.current().pid() + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      return new FolderLock(channel);
    } catch (IOException | StoreInUseException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether a process holds the lock, as far as can be told without writing anything. */
  static boolean isTaken(Path folder) {
    try (FileChannel channel = FileChannel.open(file(folder), StandardOpenOption.READ)) {
      return tryLock(channel, true) == null;
    } catch (IOException e) {
      return false; // such as where no store was ever opened
    }
  }

  private static Path file(Path folder) {
    return folder.resolve("lock");
  }

  /** A shared lock needs only read permission. */
  private static @Nullable FileLock tryLock(FileChannel channel, boolean shared)
      throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, shared);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static long pidIn(Path file) {
    try {
      return Long.parseLong(Files.readString(file, StandardCharsets.US_ASCII).strip());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Then the lock is released with the process.
    }
  }
}
