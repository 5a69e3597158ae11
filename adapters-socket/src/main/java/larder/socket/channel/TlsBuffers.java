package larder.socket.channel;

import java.nio.ByteBuffer;

/**
 * Memory that TLS connections share: a waiting connection holds little, one that receives a record
 * has room for it, and one with much traffic has room for several. Buffers lie on the heap, where
 * the JDK's ciphers process a record at a time; outside it, they copy it in and out in pieces of
 * 512 bytes. The heap holds no more buffers than the pool keeps, so that a rush does not fill it;
 * further ones lie outside.
 */
public final class TlsBuffers {
  /** More than a record takes on the wire, with its header (RFC 8446, section 5.2). */
  private static final int RECORD = 17 << 10;

  /** The most content in a record. */
  private static final int LARGEST_CONTENT = 16 << 10;

  /** Room for as many records as are sent at a time. */
  private static final int SEVERAL = 4 * RECORD;

  private static final int BEGINNING = 1 << 10;

  static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final Pool<ByteBuffer> several;
  private final Pool<ByteBuffer> records;
  private final Pool<ByteBuffer> outside;
  private final Pool<ByteBuffer> beginnings;

  /** Allocates nothing before it is needed. */
  public TlsBuffers(Sweeper sweeper) {
    several = pool(SEVERAL, sweeper);
    records = pool(RECORD, sweeper);
    outside = new Pool<>(RECORD, () -> ByteBuffer.allocateDirect(RECORD).limit(0), sweeper);
    beginnings = pool(BEGINNING, sweeper);
  }

  private static Pool<ByteBuffer> pool(int size, Sweeper sweeper) {
    return new Pool<>(size, () -> ByteBuffer.allocate(size).limit(0), sweeper);
  }

  /** The buffer of a connection from which nothing has been read. */
  public static ByteBuffer nothing() {
    return NONE;
  }

  /** Lends an empty buffer with room for one record. */
  ByteBuffer record() {
    ByteBuffer kept = records.takeIfKept();
    return kept == null ? outside.take() : kept;
  }

  /** Lends an empty buffer with room for that much content in records, or for some of it. */
  ByteBuffer records(long content) {
    ByteBuffer room = content > LARGEST_CONTENT ? several.takeIfKept() : null;
    return room == null ? record() : room;
  }

  /** Whether there is room for one more record. */
  static boolean hasRoom(ByteBuffer buffer) {
    return buffer.remaining() >= RECORD;
  }

  /**
   * Moves the bytes to a buffer with room for more and takes the old one back; returns the same one
   * if there is no larger one.
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

  /** Whether a whole record fits into the buffer. */
  static boolean hasRoomForOne(ByteBuffer buffer) {
    return buffer.capacity() >= RECORD;
  }

  /** Takes a buffer back. The caller must not touch it again. */
  void give(ByteBuffer buffer) {
    buffer.position(0).limit(0);
    switch (buffer.capacity()) {
      case SEVERAL -> several.give(buffer);
      case RECORD -> (buffer.isDirect() ? outside : records).give(buffer);
      case BEGINNING -> beginnings.give(buffer);
      default -> {}
    }
  }

  /** Copies bytes already read into a buffer with room for them. */
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
