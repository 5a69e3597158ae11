package larder.forwarding;

import java.nio.ByteBuffer;

/** A far end that says nothing and takes everything. */
final class FakeTunnelEnd implements TunnelEnd {
  boolean closed;

  @Override
  public int read(ByteBuffer into) {
    return -1;
  }

  @Override
  public void write(ByteBuffer from) {}

  @Override
  public void endOutput() {}

  @Override
  public void cut() {}

  @Override
  public void close() {
    closed = true;
  }
}
