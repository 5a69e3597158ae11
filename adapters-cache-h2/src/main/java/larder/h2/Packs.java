package larder.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** All packs of a store. Any thread may look; one begins and drops them. */
final class Packs implements AutoCloseable {
  private final Disk disk;
  private final Path folder;
  private final ConcurrentMap<Integer, Pack> packs = new ConcurrentHashMap<>();
  private volatile int last;

  Packs(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /** The numbers of the packs that lie in the folder, open or not. */
  List<Integer> numbersOnDisk() throws IOException {
    return disk.names(folder).stream().map(Pack::number).filter(n -> n != null).sorted().toList();
  }

  /**
   * Takes one that lies in the folder.
   *
   * @throws DamagedException if its header is not that of a pack
   */
  Pack open(int number) throws IOException, DamagedException {
    Pack pack = Pack.open(disk, folder, number);
    packs.put(number, pack);
    return pack;
  }

  /** All that lie in the folder are open: the next one comes after the longest gap. */
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
   * The next one; packs are counted from 1 again after the last number. One that cannot be made
   * takes its number along, as its file may be there.
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

  /** Null if it is not there any more. */
  @Nullable Pack get(int number) {
    return packs.get(number);
  }

  /** Those that were begun first come first. */
  List<Pack> oldestFirst() {
    int next = last;
    return packs.values().stream()
        .sorted(
            Comparator.comparingInt(
                pack -> Math.floorMod(pack.number() - next - 1, Place.LAST_PACK)))
        .toList();
  }

  /**
   * Gives back its space; whoever reads in it looks for his record anew.
   *
   * @throws IOException if its file is there still: then it stays what it was
   */
  void drop(Pack pack) throws IOException {
    pack.delete(disk);
    packs.remove(pack.number());
    pack.close();
  }

  /** A file in the place of a pack that is none. */
  void delete(int number) throws IOException {
    disk.delete(folder.resolve(Pack.name(number)));
  }

  int count() {
    return packs.size();
  }

  /** What they take of the disk. */
  long bytes() {
    long bytes = 0;
    for (Pack pack : packs.values()) {
      bytes += pack.bytes();
    }
    return bytes;
  }

  /** What their live records take of them. */
  long recordBytes() {
    long bytes = 0;
    for (Pack pack : packs.values()) {
      bytes += pack.census().recordBytes();
    }
    return bytes;
  }

  /** How many records are live. */
  long records() {
    long records = 0;
    for (Pack pack : packs.values()) {
      records += pack.census().records();
    }
    return records;
  }

  /** What their live records take of the disk, with contents in files of their own. */
  long liveBytes() {
    long bytes = 0;
    for (Pack pack : packs.values()) {
      bytes += pack.census().recordBytes() + pack.census().fileBytes();
    }
    return bytes;
  }

  /** What contents in files of their own take of the disk. */
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
