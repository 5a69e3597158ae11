package larder.socket.channel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Counts the buffers that can be lent, for tests that all were given back. */
public final class Lendable {
  private Lendable() {}

  /** Buffers of the usual size, until a rush begins. */
  public static int usual(ContentBuffers buffers) {
    List<ByteBuffer> lent = new ArrayList<>();
    for (ByteBuffer one = buffers.takeToWait(); one != null; one = buffers.takeToWait()) {
      lent.add(one);
    }
    lent.forEach(buffers::give);
    return lent.size();
  }

  /** Buffers for one TLS record on the heap, until further ones lie outside. */
  public static int records(TlsBuffers buffers) {
    List<ByteBuffer> lent = new ArrayList<>();
    ByteBuffer one = buffers.record();
    while (!one.isDirect()) {
      lent.add(one);
      one = buffers.record();
    }
    buffers.give(one);
    lent.forEach(buffers::give);
    return lent.size();
  }
}
