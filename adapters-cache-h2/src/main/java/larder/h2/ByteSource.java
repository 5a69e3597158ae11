package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes that can be read from any position. */
interface ByteSource {
  /** Reads from that position until the buffer is full or the bytes end. */
  void read(ByteBuffer to, long position) throws IOException;
}
