package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Contents of more than one chunk, each a file that is named by the identity of its response. A
 * file is written once, and is a stored response's only if the index says so: what a killed process
 * leaves behind is no more than a file to delete.
 */
final class ContentFiles {
  /** Written, read and checked at a time; what fits is kept in the index itself. */
  static final int CHUNK = 64 * 1024;

  private static final int FOLDERS = 256;
  private static final int POOLED_BUFFERS = 64;

  private final Path folder;
  private final ArrayBlockingQueue<ByteBuffer> buffers = new ArrayBlockingQueue<>(POOLED_BUFFERS);

  ContentFiles(Path folder) {
    this.folder = folder;
  }

  static boolean areFor(long length) {
    return length > CHUNK;
  }

  private Path file(long id) {
    return folder.resolve(String.format("%02x", id % FOLDERS)).resolve(Long.toHexString(id));
  }

  FileChannel create(long id) throws IOException {
    Path file = file(id);
    Files.createDirectories(file.getParent());
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Each reader has its own: an interrupted one closes it. */
  FileChannel open(long id) throws IOException {
    return FileChannel.open(file(id), StandardOpenOption.READ);
  }

  /** If it is there. One that cannot be deleted is found by the next {@link #sweep}. */
  void delete(long id) {
    try {
      Files.deleteIfExists(file(id));
    } catch (IOException e) {
      // Only its space is lost, and only until the store is opened again.
    }
  }

  /** Deletes the files that are not wanted; unreadable folders are left alone. */
  void sweep(LongPredicate unwanted) {
    forEach(
        id -> {
          if (unwanted.test(id)) {
            delete(id);
          }
        });
  }

  /** The highest identity that a file has; 0 if there is none. */
  long highestId() {
    AtomicLong highest = new AtomicLong();
    forEach(id -> highest.accumulateAndGet(id, Math::max));
    return highest.get();
  }

  private void forEach(LongConsumer visitor) {
    for (int i = 0; i < FOLDERS; i++) {
      Path part = folder.resolve(String.format("%02x", i));
      if (Files.isDirectory(part)) {
        forEach(part, visitor);
      }
    }
  }

  private static void forEach(Path part, LongConsumer visitor) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(part)) {
      for (Path file : files) {
        Long id = id(file);
        if (id != null) {
          visitor.accept(id);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The next opening looks again.
    }
  }

  private static @Nullable Long id(Path file) {
    try {
      return Long.parseLong(file.getFileName().toString(), 16);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A direct buffer of one chunk, to be given back. */
  ByteBuffer takeBuffer() {
    ByteBuffer buffer = buffers.poll();
    return buffer != null ? buffer.clear() : ByteBuffer.allocateDirect(CHUNK);
  }

  void giveBack(ByteBuffer buffer) {
    buffers.offer(buffer);
  }
}
