package larder.socket.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/**
 * Memory for reading or writing a head: a growing array, because converting between strings and
 * arrays is fastest, and a direct buffer through which a head leaves with small content. What an
 * unusual head takes is taken from a {@link HeadRoom}, and given back when the scratch is trimmed.
 */
public final class Scratch {
  private static final int SMALL = 2 << 10;

  /** The size of the buffer. */
  public static final int OUT = 16 << 10;

  private @Nullable ByteBuffer out;
  private byte[] bytes = new byte[SMALL];
  private HeadRoom room = HeadRoom.ENDLESS;
  private long taken;

  /** Takes from that room from now on. Only while trimmed. */
  public Scratch within(HeadRoom where) {
    room = where;
    return this;
  }

  byte[] bytes() {
    return bytes;
  }

  /**
   * The array, grown to at least that size if necessary; keeps its bytes.
   *
   * @throws TransferException if there is no room for that
   */
  byte[] reserve(int size) throws TransferException {
    return reserve(size, 0);
  }

  /**
   * The same beside strings that take that many bytes.
   *
   * @throws TransferException if there is no room for both
   */
  byte[] reserve(int size, long strings) throws TransferException {
    if (size > bytes.length) {
      int grown = Math.max(size, 2 * bytes.length);
      cover(grown + strings);
      bytes = Arrays.copyOf(bytes, grown);
    }
    return bytes;
  }

  /**
   * Takes room for strings that take that many bytes, beside the array.
   *
   * @throws TransferException if there is not enough
   */
  void allow(long strings) throws TransferException {
    cover(bytes.length + strings);
  }

  private void cover(long all) throws TransferException {
    long wanted = all - HeadRoom.USUAL;
    if (wanted > taken) {
      room.take(wanted - taken);
      taken = wanted;
    }
  }

  /**
   * Leaves to the caller what was taken for strings that take that many bytes, because they outlive
   * this use of the scratch.
   *
   * @return what the caller gives back to the room once nothing holds the strings any more
   */
  long leave(long strings) {
    long left = Math.clamp(strings - HeadRoom.USUAL, 0, taken);
    taken -= left;
    return left;
  }

  /** The buffer; allocated on first use, because reading does not need it. */
  ByteBuffer out() {
    ByteBuffer made = out;
    if (made == null) {
      made = ByteBuffer.allocateDirect(OUT);
      out = made;
    }
    return made;
  }

  /** Drops an array that an unusual head made large, and gives back what was taken for it. */
  public void trim() {
    if (taken > 0) {
      room.give(taken);
      taken = 0;
    }
    if (bytes.length > HeadRoom.USUAL) {
      bytes = new byte[SMALL];
    }
  }
}
