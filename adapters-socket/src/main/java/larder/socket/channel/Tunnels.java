package larder.socket.channel;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import larder.http.TransferException;

/**
 * Relays tunnels between connections without TLS, on the carrier of the client's thread. An idle
 * tunnel holds no buffer. Safe for all threads.
 */
public final class Tunnels {
  private final List<TunnelBuffer> byCarrier;

  /** Relays bytes through those buffers. */
  public Tunnels(ContentBuffers buffers) {
    this.byCarrier =
        Carriers.all().stream()
            .map(one -> new TunnelBuffer(buffers, one.lookout()::aside))
            .toList();
  }

  /** Whether a tunnel between those ends can be relayed here: neither may have TLS. */
  public static boolean canCarry(ChannelEnd near, ChannelEnd far) {
    return near.inTheClear() != null && far.inTheClear() != null;
  }

  /**
   * Relays bytes both ways until both ends have ended, and waits for that. When one end ends, the
   * other direction goes on. Afterwards both can only be closed.
   *
   * @param ahead bytes that the near end sent before the tunnel existed
   * @param meter counts the bytes of the near end, except those sent ahead
   * @param idle notified of every byte moved
   * @return the failure, if there was one; both ends are then cut
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
