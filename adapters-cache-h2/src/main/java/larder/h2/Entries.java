package larder.h2;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The records of one pack in their order, with what is needed to find and to appraise them. Some
 * may have died since. Not for several threads.
 *
 * <p>Encoded: how many records were dead when the list was made, and the bytes that they took in
 * the pack and in files; the number of records; for each record its distance from the one before,
 * how much of it to read at first, its length, the hash of its key (8 bytes), until when it is
 * fresh (4 bytes), its notes (a byte), and the blocks of its file, if it has one; a CRC-32C.
 * Numbers are unsigned LEB128; offsets and lengths count {@link Place#ALIGNMENT}.
 */
final class Entries {
  /** The disk allocates files in whole blocks. */
  static final int BLOCK = 4096;

  private static final int LASTING = 1;
  private static final int FILE = 2;
  private static final int USES_SHIFT = 2;
  private static final int LONGEST = 40;
  private static final Census.Deaths NONE = new Census.Deaths(0, 0, 0);

  private final int pack;
  private final Census.Deaths deaths;
  private int count;
  private long[] hashes = new long[64];
  private long[] places = new long[64];
  private int[] lengths = new int[64];
  private int[] blocks = new int[64];
  private int[] freshUntil = new int[64];
  private byte[] notes = new byte[64];

  /** For all records that will be appended to a pack. */
  Entries(int pack) {
    this(pack, NONE);
  }

  /** For the live records of a pack in which this much is dead already. */
  Entries(int pack, Census.Deaths deaths) {
    this.pack = pack;
    this.deaths = deaths;
  }

  int pack() {
    return pack;
  }

  /** What was dead when the list was made, and is not in it. */
  Census.Deaths deaths() {
    return deaths;
  }

  int count() {
    return count;
  }

  long hash(int i) {
    return hashes[i];
  }

  long place(int i) {
    return places[i];
  }

  /** The size of the record, in bytes. */
  long recordBytes(int i) {
    return (long) lengths[i] * Place.ALIGNMENT;
  }

  /** The bytes that its file takes on disk. */
  long fileBytes(int i) {
    return (long) blocks[i] * BLOCK;
  }

  /** The size of all records, in bytes. */
  long recordBytes() {
    return sum(lengths) * Place.ALIGNMENT;
  }

  /** The bytes that all files take on disk. */
  long fileBytes() {
    return sum(blocks) * BLOCK;
  }

  private long sum(int[] numbers) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += numbers[i];
    }
    return sum;
  }

  boolean isFile(int i) {
    return (notes[i] & FILE) != 0;
  }

  /** How often it had been requested when that was noted. */
  int uses(int i) {
    return notes[i] >> USES_SHIFT;
  }

  /** In seconds of the epoch. */
  long freshUntil(int i) {
    return Integer.toUnsignedLong(freshUntil[i]);
  }

  /** Whether it is still of use when it is stale. */
  boolean isLasting(int i) {
    return (notes[i] & LASTING) != 0;
  }

  void add(Entry entry) {
    if (count == hashes.length) {
      grow(2 * count);
    }
    hashes[count] = entry.hash();
    places[count] = entry.place();
    lengths[count] = (int) (entry.recordBytes() / Place.ALIGNMENT);
    blocks[count] = (int) (entry.fileBytes() / BLOCK);
    freshUntil[count] = entry.freshUntil();
    notes[count] =
        (byte)
            ((entry.lasting() ? LASTING : 0)
                | (entry.fileBytes() > 0 ? FILE : 0)
                | entry.uses() << USES_SHIFT);
    count++;
  }

  private void grow(int capacity) {
    hashes = Arrays.copyOf(hashes, capacity);
    places = Arrays.copyOf(places, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
    blocks = Arrays.copyOf(blocks, capacity);
    freshUntil = Arrays.copyOf(freshUntil, capacity);
    notes = Arrays.copyOf(notes, capacity);
  }

  /**
   * The records that are still stored, with their present uses.
   *
   * @param dead what is dead in the pack now
   */
  Entries settled(Places now, Census.Deaths dead) {
    Entries settled = new Entries(pack, dead);
    settled.grow(Math.max(64, count));
    for (int i = 0; i < count; i++) {
      int uses = now.uses(hashes[i], places[i]);
      if (uses >= 0) {
        settled.add(entry(i, uses));
      }
    }
    return settled;
  }

  /**
   * @param uses its present uses
   */
  Entry entry(int i, int uses) {
    return new Entry(
        hashes[i], places[i], recordBytes(i), fileBytes(i), freshUntil[i], isLasting(i), uses);
  }

  /** The removal of the record at that place. */
  Batch.Removed removed(long hash, long place) {
    for (int i = 0; i < count; i++) {
      if (places[i] == place) {
        return new Batch.Removed(hash, place, recordBytes(i), fileBytes(i), true);
      }
    }
    return new Batch.Removed(hash, place, 0, 0, true);
  }

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate((1 + count) * LONGEST);
    number(out, deaths.records());
    number(out, deaths.bytes());
    number(out, deaths.fileBytes());
    number(out, count);
    long before = 0;
    for (int i = 0; i < count; i++) {
      long offset = Place.offset(places[i]) / Place.ALIGNMENT;
      number(out, offset - before);
      number(out, Place.firstRead(places[i]) / Place.ALIGNMENT);
      number(out, lengths[i]);
      out.putLong(hashes[i]).putInt(freshUntil[i]).put(notes[i]);
      if (isFile(i)) {
        number(out, blocks[i]);
      }
      before = offset;
    }
    CRC32C crc = new CRC32C();
    crc.update(out.array(), 0, out.position());
    out.putInt((int) crc.getValue());
    return Arrays.copyOf(out.array(), out.position());
  }

  /**
   * @throws DamagedException if these bytes are not what {@link #encode} made
   */
  static Entries decode(int pack, byte[] encoded) throws DamagedException {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    int end = encoded.length - Integer.BYTES;
    CRC32C crc = new CRC32C();
    crc.update(encoded, 0, Math.max(0, end));
    if (end < 0 || in.getInt(end) != (int) crc.getValue()) {
      throw new DamagedException("A list of records that does not match its checksum");
    }
    try {
      Census.Deaths deaths = new Census.Deaths(number(in), number(in), number(in));
      Entries entries = new Entries(pack, deaths);
      int count = (int) number(in);
      entries.grow(Math.max(64, count));
      long offset = 0;
      for (int i = 0; i < count; i++) {
        offset += number(in);
        long firstRead = number(in) * Place.ALIGNMENT;
        entries.places[i] = Place.of(pack, offset * Place.ALIGNMENT, firstRead);
        entries.lengths[i] = (int) number(in);
        entries.hashes[i] = in.getLong();
        entries.freshUntil[i] = in.getInt();
        entries.notes[i] = in.get();
        entries.blocks[i] = entries.isFile(i) ? (int) number(in) : 0;
      }
      entries.count = count;
      return entries;
    } catch (BufferUnderflowException e) {
      throw new DamagedException("A list of records that ends too early", e);
    }
  }

  private static void number(ByteBuffer out, long number) {
    long left = number;
    while ((left & ~0x7fL) != 0) {
      out.put((byte) (left | 0x80));
      left >>>= 7;
    }
    out.put((byte) left);
  }

  private static long number(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }
}
