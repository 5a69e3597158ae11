package larder.socket.channel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** How many buffers can be had, for tests that look whether all were given back. */
public final class Lendable {
  private Lendable() {}

  /** Of the usual size, before it is a rush. */
  public static int usual(ContentBuffers buffers) {
    List<ByteBuffer> lent = new ArrayList<>();
    for (ByteBuffer one = buffers.takeToWait(); one != null; one = buffers.takeToWait()) {
      lent.add(one);
    }
    lent.forEach(buffers::give);
    return lent.size();
  }

  /** For one record of TLS, before others have to lie outside of the heap. */
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
