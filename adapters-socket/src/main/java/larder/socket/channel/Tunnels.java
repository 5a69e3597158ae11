package larder.socket.channel;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import larder.http.TransferException;

/**
 * Carries tunnels between connections in the clear, by whoever carries the thread of the client's.
 * A tunnel in which nothing moves holds no buffer. Safe for all threads.
 */
public final class Tunnels {
  private final List<TunnelBuffer> byCarrier;

  /** Ones whose bytes go through those buffers. */
  public Tunnels(ContentBuffers buffers) {
    this.byCarrier =
        Carriers.all().stream()
            .map(one -> new TunnelBuffer(buffers, one.lookout()::aside))
            .toList();
  }

  /** Whether a tunnel between those can be carried here: bytes have to go as they come. */
  public static boolean canCarry(ChannelEnd near, ChannelEnd far) {
    return near.inTheClear() != null && far.inTheClear() != null;
  }

  /**
   * Carries bytes both ways until both ends have ended, and waits for that. An end that has ended
   * leaves the other direction as it is. Afterwards both can only be closed.
   *
   * @param ahead what the near end sent before the tunnel was there
   * @param meter of the near end; does not count what was sent ahead
   * @param idle told of all that moves
   * @return what it failed by, if it did: then both are cut
   */
  public Optional<TransferException> carry(
      ChannelEnd near, ChannelEnd far, ByteBuffer ahead, TunnelMeter meter, IdleWatch idle)
      throws TransferException {
    if (ahead.hasRemaining()) {
      far.write(ahead);
    }
    ByteBuffer back = far.ahead();
    if (back.hasRemaining()) {
      int count = back.remaining();
      near.write(back);
      meter.sent(count);
    }
    Carrier carrier = Carriers.here();
    CarriedTunnel tunnel =
        new CarriedTunnel(
            carrier.lookout(), near, far, meter, idle, byCarrier.get(carrier.number()));
    tunnel.begin();
    Optional<Throwable> met = tunnel.await();
    if (met.isPresent()) {
      near.cut();
      far.cut();
    }
    return met.map(Tunnels::expected);
  }

  private static TransferException expected(Throwable met) {
    return switch (met) {
      case TransferException e -> e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("A tunnel was cut", met);
    };
  }
}
