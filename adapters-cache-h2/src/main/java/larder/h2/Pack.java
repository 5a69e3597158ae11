package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A file of records that is appended to until it is sealed, and deleted as a whole. It begins with
 * the letters LARDERPK, a format number, its own number, whether it is a main pack, the seal of its
 * records, and a CRC-32C of these. Then come the number of its dead records, the bytes that they
 * took in the pack, and the bytes of their content files.
 *
 * <p>Any thread may read. One thread appends, marks and counts.
 */
final class Pack implements AutoCloseable {
  /** The offset of the first record. */
  static final int HEADER_BYTES = 64;

  private static final long LETTERS = 0x4c41_5244_4552_504bL;
  private static final int FORMAT = 1;
  private static final int SUMMED_BYTES = 32;
  private static final int DEATHS_AT = 40;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final int number;
  private final boolean main;
  private final long seal;
  private final DiskFile file;
  private final Path path;
  private final Probe probe;

  /** The length of the file, with its header. */
  private volatile long bytes;

  private final Census census;
  private volatile @Nullable FreshnessSample freshness;
  private volatile boolean broken;

  private Pack(
      int number, boolean main, long seal, DiskFile file, Path path, Probe probe, Census census) {
    this.number = number;
    this.main = main;
    this.seal = seal;
    this.file = file;
    this.path = path;
    this.probe = probe;
    this.census = census;
  }

  /** The name of its file: the number as six hexadecimal digits. */
  static String name(int number) {
    return String.format("%06x", number);
  }

  /** The number of the pack with this name; null if no pack has such a name. */
  static @Nullable Integer number(String name) {
    try {
      return name.length() == 6 ? (Integer) HexFormat.fromHexDigits(name) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * @param main whether it is for records that have proved their worth
   */
  static Pack create(Disk disk, Path folder, int number, boolean main) throws IOException {
    Path path = folder.resolve(name(number));
    long seal = RANDOM.nextLong();
    DiskFile file = disk.create(path);
    try {
      file.write(header(number, main, seal), 0);
      Pack pack =
          new Pack(number, main, seal, file, path, probe(disk, folder), new Census(0, 0, 0));
      pack.bytes = HEADER_BYTES;
      return pack;
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      delete(disk, path, e);
      throw e;
    }
  }

  /** If the file cannot be deleted either, the next opening deals with it. */
  private static void delete(Disk disk, Path path, Throwable failure) {
    try {
      disk.delete(path);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static Probe probe(Disk disk, Path folder) {
    return new Probe(disk, folder.resolve("probe"));
  }

  private static ByteBuffer header(int number, boolean main, long seal) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.putLong(LETTERS).putInt(FORMAT).putInt(number).putInt(main ? 1 : 0).putLong(seal);
    header.position(SUMMED_BYTES);
    int sum = Checksum.of(header.flip());
    return header.clear().putInt(SUMMED_BYTES, sum);
  }

  /**
   * Opens the pack of this number. Mends one damaged byte of its header.
   *
   * @throws DamagedException if its header is not that of the pack of this number, or cannot be
   *     read although the disk works
   */
  static Pack open(Disk disk, Path folder, int number) throws IOException, DamagedException {
    Path path = folder.resolve(name(number));
    Probe probe = probe(disk, folder);
    DiskFile file = disk.open(path);
    try {
      ByteBuffer header = readHeader(file, probe);
      if (!isHeader(header, number)) {
        mend(header, number);
        file.write(header.duplicate().limit(DEATHS_AT), 0);
      }
      boolean main = header.getInt(16) == 1;
      long seal = header.getLong(20);
      Census census = new Census(header.getLong(40), header.getLong(48), header.getLong(56));
      Pack pack = new Pack(number, main, seal, file, path, probe, census);
      pack.bytes = file.size();
      return pack;
    } catch (IOException | DamagedException e) {
      file.close();
      throw e;
    }
  }

  private static ByteBuffer readHeader(DiskFile file, Probe probe)
      throws IOException, DamagedException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    try {
      file.read(header, 0);
      return header.clear();
    } catch (IOException e) {
      if (probe.isDamage(e)) {
        throw new DamagedException("A pack whose header cannot be read", e);
      }
      throw e;
    }
  }

  private static boolean isHeader(ByteBuffer bytes, int number) {
    ByteBuffer wanted = header(number, bytes.getInt(16) == 1, bytes.getLong(20));
    return bytes.slice(0, DEATHS_AT).equals(wanted.limit(DEATHS_AT));
  }

  /** Mends one byte: without the seal, no record can be trusted, even if it is whole. */
  private static void mend(ByteBuffer header, int number) throws DamagedException {
    for (int at = 0; at < DEATHS_AT; at++) {
      byte damaged = header.get(at);
      for (int value = 0; value <= 0xff; value++) {
        header.put(at, (byte) value);
        if (isHeader(header, number)) {
          return;
        }
      }
      header.put(at, damaged);
    }
    throw new DamagedException("A pack whose header does not match its checksum");
  }

  int number() {
    return number;
  }

  boolean isMain() {
    return main;
  }

  long seal() {
    return seal;
  }

  long bytes() {
    return bytes;
  }

  Census census() {
    return census;
  }

  /** The share of the pack that dead records take, from 0 to 1. */
  double deadShare() {
    long inRecords = Math.max(1, bytes - HEADER_BYTES);
    return 1 - (double) census.recordBytes() / inRecords;
  }

  /** The share of dead records and of those that are stale at that second of the epoch. */
  double wornShare(long now) {
    double dead = deadShare();
    FreshnessSample sample = freshness;
    return sample == null ? dead : dead + (1 - dead) * sample.staleShare(now);
  }

  /** Whether nothing is appended any more. */
  boolean isSealed() {
    return freshness != null;
  }

  /** Seals it, with these records. */
  void setRecords(Entries entries) {
    freshness = FreshnessSample.of(entries);
  }

  /** Reads from that offset until the buffer is full or the pack ends. */
  void read(ByteBuffer to, long offset) throws IOException {
    file.read(to, offset);
  }

  /** The header of the record that begins there; null if no whole one does. */
  @Nullable RecordHeader header(long offset) throws IOException {
    ByteBuffer front = ByteBuffer.allocate(RecordHeader.BYTES);
    read(front, offset);
    RecordHeader header = RecordHeader.at(front.flip(), 0);
    if (header == null) {
      return null;
    }
    front = ByteBuffer.allocate(header.frontBytes());
    read(front, offset);
    front.flip();
    boolean whole = front.limit() == header.frontBytes() && header.isWhole(front, 0, seal);
    return whole ? header : null;
  }

  /**
   * The same, but only for a record that can be read in full.
   *
   * @throws IOException if the disk fails
   */
  @Nullable RecordHeader headerOfReadable(long offset) throws IOException {
    try {
      RecordHeader header = header(offset);
      if (header != null) {
        read(ByteBuffer.allocate(Math.toIntExact(header.recordBytes())), offset);
      }
      return header;
    } catch (IOException e) {
      blame(e);
      return null;
    }
  }

  /**
   * A record of it could not be read or marked: if the disk works otherwise, that record is damaged
   * and the pack is broken. For threads that may wait for a disk.
   *
   * @throws IOException that one, if the disk fails or this pack is closed
   */
  void blame(IOException e) throws IOException {
    if (!probe.isDamage(e)) {
      throw e;
    }
    broken = true;
  }

  /** Whether some of its bytes can no longer be read or written. */
  boolean isBroken() {
    return broken;
  }

  void append(ByteBuffer records) throws IOException {
    long end = bytes + records.remaining();
    file.write(records, bytes);
    bytes = end;
  }

  /** Marks the record that begins there as dead, for later processes, too. */
  void markDead(long offset) throws IOException {
    file.write(ByteBuffer.allocate(1), offset + RecordHeader.STATE_AT);
  }

  /** Writes the counts of its dead records. */
  void noteDeaths() throws IOException {
    ByteBuffer deaths = ByteBuffer.allocate(HEADER_BYTES - DEATHS_AT);
    deaths.putLong(census.deadRecords()).putLong(census.deadBytes());
    file.write(deaths.putLong(census.deadFileBytes()).flip(), DEATHS_AT);
  }

  /** Cuts off the bytes after that size. */
  void truncate(long size) throws IOException {
    file.truncate(size);
    bytes = size;
  }

  /** Deletes the file; open readers can go on until {@link #close}. */
  void delete(Disk disk) throws IOException {
    disk.delete(path);
  }

  @Override
  public void close() {
    file.close();
  }
}
