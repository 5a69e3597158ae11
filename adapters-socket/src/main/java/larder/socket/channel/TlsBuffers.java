package larder.socket.channel;

import java.nio.ByteBuffer;

/**
 * Memory that connections inside TLS share: who waits holds little, who is in the middle of a
 * record has room for it, and who has much to carry for several. On the heap, where the JDK's
 * ciphers take a record at a time; outside of it they copy it in and out, 512 bytes at a time. But
 * there is not more on the heap than is kept, so that no rush fills that: the rest lies outside.
 */
public final class TlsBuffers {
  /** More than a record takes on the wire, its head included (RFC 8446, section 5.2). */
  private static final int RECORD = 17 << 10;

  /** What a record carries at most. */
  private static final int LARGEST_CONTENT = 16 << 10;

  /** As many as are sent at a time. */
  private static final int SEVERAL = 4 * RECORD;

  private static final int BEGINNING = 1 << 10;

  static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final Pool<ByteBuffer> several;
  private final Pool<ByteBuffer> records;
  private final Pool<ByteBuffer> outside;
  private final Pool<ByteBuffer> beginnings;

  /** Nothing is held before it is needed. */
  public TlsBuffers(Sweeper sweeper) {
    several = pool(SEVERAL, sweeper);
    records = pool(RECORD, sweeper);
    outside = new Pool<>(RECORD, () -> ByteBuffer.allocateDirect(RECORD).limit(0), sweeper);
    beginnings = pool(BEGINNING, sweeper);
  }

  private static Pool<ByteBuffer> pool(int size, Sweeper sweeper) {
    return new Pool<>(size, () -> ByteBuffer.allocate(size).limit(0), sweeper);
  }

  /** For a connection from which nothing was read yet. */
  public static ByteBuffer nothing() {
    return NONE;
  }

  /** Room for one record, with nothing in it. */
  ByteBuffer record() {
    ByteBuffer kept = records.takeIfKept();
    return kept == null ? outside.take() : kept;
  }

  /** Room for so many bytes of content in records, or for some of them; with nothing in it. */
  ByteBuffer records(long content) {
    ByteBuffer room = content > LARGEST_CONTENT ? several.takeIfKept() : null;
    return room == null ? record() : room;
  }

  /** Whether there is room for one record more. */
  static boolean hasRoom(ByteBuffer buffer) {
    return buffer.remaining() >= RECORD;
  }

  /**
   * The same bytes in a buffer that has room for more; the old one is given back. The same one if
   * there is none that is larger.
   */
  ByteBuffer larger(ByteBuffer full) {
    ByteBuffer next =
        switch (full.capacity()) {
          case 0 -> beginnings.take();
          case BEGINNING -> record();
          case RECORD -> several.takeIfKept();
          default -> null;
        };
    if (next == null) {
      return full;
    }
    next.clear().put(full).flip();
    give(full);
    return next;
  }

  /** Whether a whole record fits into it. */
  static boolean hasRoomForOne(ByteBuffer buffer) {
    return buffer.capacity() >= RECORD;
  }

  /** Takes one back. The giver must not touch it again. */
  void give(ByteBuffer buffer) {
    buffer.position(0).limit(0);
    switch (buffer.capacity()) {
      case SEVERAL -> several.give(buffer);
      case RECORD -> (buffer.isDirect() ? outside : records).give(buffer);
      case BEGINNING -> beginnings.give(buffer);
      default -> {}
    }
  }

  /** Bytes that were read already, in a buffer that has room for them. */
  ByteBuffer of(ByteBuffer ahead) {
    int count = ahead.remaining();
    if (count == 0) {
      return NONE;
    }
    ByteBuffer room =
        count <= RECORD ? record() : count <= SEVERAL ? several.take() : ByteBuffer.allocate(count);
    return room.clear().put(ahead).flip();
  }
}
