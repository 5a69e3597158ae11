package larder.socket.origin;

import java.nio.ByteBuffer;
import larder.forwarding.TunnelEnd;
import larder.http.TransferException;
import larder.socket.channel.Input;

/** The far end of a tunnel that began with a message; what came right behind that is read first. */
final class FarEnd implements TunnelEnd {
  private final TunnelEnd end;
  private final ByteBuffer ahead;

  /**
   * @param message what the message was read from; what is unread in it is taken over
   */
  FarEnd(TunnelEnd end, Input message) {
    ByteBuffer unread = message.unread();
    this.end = end;
    this.ahead = ByteBuffer.allocate(unread.remaining()).put(unread).flip();
  }

  /** Whether nothing came right behind the message. */
  boolean isQuiet() {
    return !ahead.hasRemaining();
  }

  @Override
  public int read(ByteBuffer into) throws TransferException {
    if (!ahead.hasRemaining()) {
      return end.read(into);
    }
    int count = Math.min(ahead.remaining(), into.remaining());
    into.put(ahead.slice(ahead.position(), count));
    ahead.position(ahead.position() + count);
    return count;
  }

  @Override
  public void write(ByteBuffer from) throws TransferException {
    end.write(from);
  }

  @Override
  public void endOutput() throws TransferException {
    end.endOutput();
  }

  @Override
  public void close() {
    end.close();
  }
}
