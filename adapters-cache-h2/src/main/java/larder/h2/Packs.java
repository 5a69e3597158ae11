package larder.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** All packs of a store. Any thread may read; one thread begins and drops packs. */
final class Packs implements AutoCloseable {
  private final Disk disk;
  private final Path folder;
  private final ConcurrentMap<Integer, Pack> packs = new ConcurrentHashMap<>();
  private volatile int last;

  Packs(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /** The numbers of the packs in the folder, open or not. */
  List<Integer> numbersOnDisk() throws IOException {
    return disk.names(folder).stream().map(Pack::number).filter(n -> n != null).sorted().toList();
  }

  /**
   * Opens a pack in the folder.
   *
   * @throws DamagedException if its header is not that of a pack
   */
  Pack open(int number) throws IOException, DamagedException {
    Pack pack = Pack.open(disk, folder, number);
    packs.put(number, pack);
    return pack;
  }

  /** Called when all packs in the folder are open. New numbers come from the longest gap. */
  void goOn() {
    List<Integer> numbers = packs.keySet().stream().sorted().toList();
    int longest = 0;
    for (int i = 0; i < numbers.size(); i++) {
      int next = numbers.get((i + 1) % numbers.size());
      int gap = Math.floorMod(next - numbers.get(i) - 1, Place.LAST_PACK) + 1;
      if (gap > longest) {
        longest = gap;
        last = numbers.get(i);
      }
    }
  }

  /**
   * Begins a pack with the next number; after the last number comes 1 again. If the file cannot be
   * made, its number is skipped, because the file may exist.
   */
  Pack begin(boolean main) throws IOException {
    int number = last;
    do {
      number = number % Place.LAST_PACK + 1;
    } while (packs.containsKey(number));
    last = number;
    Pack pack = Pack.create(disk, folder, number, main);
    packs.put(number, pack);
    return pack;
  }

  /** The pack of that number; null if it is gone. */
  @Nullable Pack get(int number) {
    return packs.get(number);
  }

  /** All packs, in the order in which they were begun. */
  List<Pack> oldestFirst() {
    int next = last;
    return packs.values().stream()
        .sorted(
            Comparator.comparingInt(
                pack -> Math.floorMod(pack.number() - next - 1, Place.LAST_PACK)))
        .toList();
  }

  /**
   * Deletes a pack; its readers look up their records again.
   *
   * @throws IOException if the file still exists: then the pack stays
   */
  void drop(Pack pack) throws IOException {
    pack.delete(disk);
    packs.remove(pack.number());
    pack.close();
  }

  /** Deletes a file that has the name of a pack but is none. */
  void delete(int number) throws IOException {
    disk.delete(folder.resolve(Pack.name(number)));
  }

  int count() {
    return packs.size();
  }

  /** The bytes that the packs take on disk. */
  long bytes() {
    long bytes = 0;
    for (Pack pack : packs.values()) {
      bytes += pack.bytes();
    }
    return bytes;
  }

  /** The bytes of live records in the packs. */
  long recordBytes() {
    long bytes = 0;
    for (Pack pack : packs.values()) {
      bytes += pack.census().recordBytes();
    }
    return bytes;
  }

  /** The number of live records. */
  long records() {
    long records = 0;
    for (Pack pack : packs.values()) {
      records += pack.census().records();
    }
    return records;
  }

  /** The bytes that live records take on disk, including content files. */
  long liveBytes() {
    long bytes = 0;
    for (Pack pack : packs.values()) {
      bytes += pack.census().recordBytes() + pack.census().fileBytes();
    }
    return bytes;
  }

  /** The bytes that content files of live records take on disk. */
  long fileBytes() {
    long bytes = 0;
    for (Pack pack : packs.values()) {
      bytes += pack.census().fileBytes();
    }
    return bytes;
  }

  @Override
  public void close() {
    packs.values().forEach(Pack::close);
  }
}
