package larder.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * Contents of more than one chunk, each in a file named by the identity of its response. A file is
 * written once, and belongs to a stored response only if a record says so: all that a killed
 * process can leave behind is a file to delete.
 */
final class ContentFiles {
  /** The unit of checking; the pack itself keeps a content that fits in one chunk. */
  static final int CHUNK = 64 * 1024;

  private static final int FOLDERS = 64;

  private final Disk disk;
  private final List<Path> parts;
  private final BitSet folders = new BitSet(FOLDERS);
  private final PieceBuffers buffers = new PieceBuffers();
  private final CheckedFiles checked = new CheckedFiles(System::nanoTime);
  private final MappedFiles mapped = new MappedFiles(System::nanoTime);
  private final Probe probe;
  private volatile boolean leavesBehind;

  ContentFiles(Disk disk, Path folder) {
    this.disk = disk;
    this.probe = new Probe(disk, folder.resolve("probe"));
    this.parts =
        IntStream.range(0, FOLDERS)
            .mapToObj(number -> folder.resolve(String.format("%02x", number)))
            .toList();
  }

  static boolean areFor(long length) {
    return length > CHUNK;
  }

  /** How many bytes the pack keeps of a content: all of them, or a checksum for each chunk. */
  static long keptBytes(long length) {
    return areFor(length) ? (length + CHUNK - 1) / CHUNK * Integer.BYTES : length;
  }

  /** The bytes that a file of that length takes on disk. */
  static long bytesOnDisk(long length) {
    return (length + Entries.BLOCK - 1) / Entries.BLOCK * Entries.BLOCK;
  }

  /** The bytes that the folders take on disk. */
  long folderBytes() {
    synchronized (folders) {
      return (long) folders.cardinality() * Entries.BLOCK;
    }
  }

  private Path file(long id) {
    return parts.get((int) (id % FOLDERS)).resolve(Long.toHexString(id));
  }

  DiskFile create(long id) throws IOException {
    synchronized (folders) {
      folders.set((int) (id % FOLDERS));
    }
    try {
      return disk.create(file(id));
    } catch (IOException e) {
      leaveBehind(); // a disk that did not answer in time may still make it later
      throw e;
    }
  }

  DiskFile open(long id) throws IOException {
    return disk.open(file(id));
  }

  /**
   * When the file was last written to, in nanoseconds since 1970.
   *
   * @throws java.nio.file.NoSuchFileException if it is gone
   */
  long modified(long id) throws IOException {
    return disk.modified(file(id));
  }

  /**
   * Whether a mapped file is trusted, unchanged, and in memory. One that was changed is no longer
   * mapped.
   */
  boolean look(MappedFiles.Mapped mapped) {
    long id = mapped.id();
    try {
      long modified = modified(id);
      if (modified != mapped.modified()) {
        this.mapped.forget(id);
        return false;
      }
      boolean isReady = checked.contains(id, modified) && mapped.file().isInMemory();
      if (isReady) {
        mapped.seen();
      }
      return isReady;
    } catch (IOException e) {
      return false; // opening the file says why
    }
  }

  /** Whether this content is damaged, because the disk works otherwise. */
  boolean isDamage(IOException e) {
    return probe.isDamage(e);
  }

  /** Deletes the file if it exists. If that fails, a {@link #sweep} of a later run finds it. */
  void delete(long id) {
    try {
      disk.delete(file(id));
    } catch (IOException e) {
      leaveBehind(); // only its space is lost, until a later sweep
    } finally {
      mapped.forget(id); // not earlier: a reader may still map it until it is gone
    }
  }

  /** Notes that a file without a record may remain that nobody else deletes. */
  void leaveBehind() {
    leavesBehind = true;
  }

  /** Whether a file without a record may remain. */
  boolean leavesBehind() {
    return leavesBehind;
  }

  /** Deletes the unwanted files; ignores folders that cannot be read. */
  void sweep(LongPredicate unwanted) {
    forEach(
        id -> {
          if (unwanted.test(id)) {
            delete(id);
          }
        });
  }

  /** The highest identity of all files; 0 if there are none. */
  long highestId() {
    AtomicLong highest = new AtomicLong();
    forEach(id -> highest.accumulateAndGet(id, Math::max));
    return highest.get();
  }

  private void forEach(LongConsumer visitor) {
    for (int i = 0; i < FOLDERS; i++) {
      for (String name : names(i)) {
        if (isIdentity(name)) {
          visitor.accept(Long.parseLong(name, 16));
        }
      }
    }
  }

  private List<String> names(int part) {
    try {
      return disk.names(parts.get(part));
    } catch (IOException e) {
      leaveBehind();
      return List.of();
    }
  }

  private static boolean isIdentity(String name) {
    return !name.isEmpty() && name.length() < 16 && name.chars().allMatch(ContentFiles::isDigit);
  }

  private static boolean isDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  /** The files that are known to be right. */
  CheckedFiles checked() {
    return checked;
  }

  /** The files that are hit most. */
  MappedFiles mapped() {
    return mapped;
  }

  /** For bytes read from the files, or gathered to be written to them. */
  PieceBuffers buffers() {
    return buffers;
  }
}
