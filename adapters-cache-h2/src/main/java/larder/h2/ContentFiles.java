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
 * Contents of more than one chunk, each a file that is named by the identity of its response. A
 * file is written once, and is a stored response's only if a record says so: what a killed process
 * leaves behind is no more than a file to delete.
 */
final class ContentFiles {
  /** Written and checked at a time; what fits is kept in the pack itself. */
  static final int CHUNK = 64 * 1024;

  private static final int FOLDERS = 64;

  private final Disk disk;
  private final List<Path> parts;
  private final BitSet folders = new BitSet(FOLDERS);
  private final PieceBuffers buffers = new PieceBuffers();
  private final CheckedFiles checked = new CheckedFiles(System::nanoTime);
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

  /** What a file of that length takes. */
  static long bytesOnDisk(long length) {
    return (length + Entries.BLOCK - 1) / Entries.BLOCK * Entries.BLOCK;
  }

  /** What the folders take. */
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
      leaveBehind(); // a disk that did not answer in time makes it later
      throw e;
    }
  }

  DiskFile open(long id) throws IOException {
    return disk.open(file(id));
  }

  /** Whether what could not be read of one is damaged, as the disk works. */
  boolean isDamage(IOException e) {
    return probe.isDamage(e);
  }

  /** If it is there. One that cannot be deleted is found by a {@link #sweep} of a later run. */
  void delete(long id) {
    try {
      disk.delete(file(id));
    } catch (IOException e) {
      leaveBehind(); // only its space is lost, and only until somebody sweeps
    }
  }

  /** There may be one that no record is of, and that nobody deletes any more. */
  void leaveBehind() {
    leavesBehind = true;
  }

  /** Whether there may be such. */
  boolean leavesBehind() {
    return leavesBehind;
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

  /** Which of them are known to be right. */
  CheckedFiles checked() {
    return checked;
  }

  /** For what is read out of them, or gathered to be written. */
  PieceBuffers buffers() {
    return buffers;
  }
}
