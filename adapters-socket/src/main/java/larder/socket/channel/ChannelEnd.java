package larder.socket.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import larder.forwarding.TunnelEnd;
import larder.http.TransferException;

/** One end of a tunnel, on whichever side. */
public final class ChannelEnd implements TunnelEnd {
  private final Transport transport;
  private final Failures failures;

  /** Takes the connection over. */
  public ChannelEnd(Transport transport, Failures failures) {
    this.transport = transport;
    this.failures = failures;
  }

  @Override
  public int read(ByteBuffer into) throws TransferException {
    try {
      return transport.read(into);
    } catch (IOException e) {
      throw failures.of(e);
    }
  }

  @Override
  public void write(ByteBuffer from) throws TransferException {
    try {
      transport.write(from);
    } catch (IOException e) {
      throw failures.of(e);
    }
  }

  @Override
  public void endOutput() throws TransferException {
    try {
      transport.endOutput();
    } catch (IOException e) {
      throw failures.of(e);
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}
