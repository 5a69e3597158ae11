package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pack that is appended to. Records are gathered and written in large pieces. What was added
 * since the last {@link #accept} can be taken back as a whole. For one thread.
 */
final class PackOutput {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final Packs packs;
  private final boolean main;
  private final LongSupplier largest;
  private final long mostInFiles;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  /** The last one is appended to; the ones before it are full. */
  private final List<Open> open = new ArrayList<>(2);

  /** Something that was taken back may still be on disk. */
  private boolean tainted;

  /**
   * @param largest the length at which another pack is begun
   * @param mostInFiles the bytes of content files at which another pack is begun
   */
  PackOutput(Packs packs, boolean main, LongSupplier largest, long mostInFiles) {
    this.packs = packs;
    this.main = main;
    this.largest = largest;
    this.mostInFiles = mostInFiles;
  }

  /** A pack that is not sealed, the entries of its records, and the length of its accepted part. */
  private static final class Open {
    private final Pack pack;
    private final Entries entries;
    private long sound;
    private long inFiles;

    private Open(Pack pack) {
      this.pack = pack;
      this.entries = new Entries(pack.number());
    }
  }

  /** The entries of an open pack; null if it is not open. */
  @Nullable Entries entries(int pack) {
    for (Open each : open) {
      if (each.pack.number() == pack) {
        return each.entries;
      }
    }
    return null;
  }

  /** Adds a record; returns where it will lie. */
  long add(byte[] uri, byte[] head, ByteBuffer kept, RecordHeader header) throws IOException {
    int bytes = Math.toIntExact(header.recordBytes());
    Open last = openFor(bytes);
    last.inFiles += header.fileBytes();
    Pack to = last.pack;
    if (bytes > buffer.remaining()) {
      flush();
    }
    long offset = to.bytes() + buffer.position();
    if (bytes <= buffer.remaining()) {
      RecordHeader.put(buffer, to.seal(), uri, head, kept, header);
    } else {
      ByteBuffer large = ByteBuffer.allocate(bytes);
      RecordHeader.put(large, to.seal(), uri, head, kept, header);
      to.append(large.flip());
    }
    return Place.of(to.number(), offset, RecordReader.firstRead(header));
  }

  private Open openFor(int bytes) throws IOException {
    cleanse();
    if (!open.isEmpty()) {
      Open last = open.getLast();
      long filled = last.pack.bytes() + buffer.position();
      boolean hasRoom = filled + bytes <= largest.getAsLong() && last.inFiles < mostInFiles;
      if (hasRoom || filled == Pack.HEADER_BYTES) {
        return last;
      }
      flush();
    }
    Open next = new Open(packs.begin(main));
    open.add(next);
    return next;
  }

  void flush() throws IOException {
    if (buffer.position() > 0) {
      open.getLast().pack.append(buffer.flip());
      buffer.clear();
    }
  }

  /**
   * Accepts what was flushed, unless something could not be taken back. Returns the entries of the
   * packs that are full.
   */
  List<Entries> accept() {
    if (tainted) {
      return List.of();
    }
    for (Open each : open) {
      each.sound = each.pack.bytes();
    }
    List<Entries> full = new ArrayList<>();
    while (open.size() > 1) {
      full.add(open.removeFirst().entries);
    }
    return full;
  }

  /**
   * Takes back what was added since the last {@link #accept}.
   *
   * @throws IOException if some of it is still on disk: nothing is added until it is gone
   */
  void takeBack() throws IOException {
    buffer.clear();
    tainted = true;
    cleanse();
  }

  private void cleanse() throws IOException {
    if (!tainted) {
      return;
    }
    while (!open.isEmpty() && open.getLast().sound == 0) {
      packs.drop(open.getLast().pack);
      open.removeLast();
    }
    if (!open.isEmpty()) {
      open.getLast().pack.truncate(open.getLast().sound);
    }
    tainted = false;
  }

  /** Whether something that was taken back looks alive on disk. */
  boolean isTainted() {
    return tainted;
  }

  /**
   * Ends the pack that is appended to, if any: the next record begins another.
   *
   * @throws IOException if it still contains something that was taken back
   */
  List<Entries> seal() throws IOException {
    cleanse();
    List<Entries> sealed = open.stream().map(each -> each.entries).toList();
    open.clear();
    return sealed;
  }
}
