package larder.socket.listener;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import larder.forwarding.Bypass;
import larder.forwarding.ClientAddress;
import larder.forwarding.Inside;
import larder.forwarding.ResponsePort.FarEnd;
import larder.forwarding.TunnelEnd;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.HostTls;
import larder.socket.channel.ChannelEnd;
import larder.socket.channel.IdleWatch;
import larder.socket.channel.Output;
import larder.socket.channel.TimedChannel;
import larder.socket.channel.Transport;
import larder.socket.channel.TunnelMeter;
import larder.socket.channel.Tunnels;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection once it is a tunnel, after {@code CONNECT} or an upgrade: we relay its
 * bytes, or serve its inside. Counts the bytes that the client sends. For the connection's thread,
 * unless stated otherwise.
 */
final class ClientTunnel implements Interception.Carrier {
  private static final System.Logger LOG = System.getLogger("larder.socket");

  private final ListenerContext shared;
  private final TimedChannel channel;
  private final Transport transport;
  private final Output output;
  private final ClientAddress client;
  private volatile @Nullable Serving within;
  private volatile long received;

  ClientTunnel(
      ListenerContext shared,
      TimedChannel channel,
      Transport transport,
      Output output,
      ClientAddress client) {
    this.shared = shared;
    this.channel = channel;
    this.transport = transport;
    this.output = output;
    this.client = client;
  }

  /**
   * How many of the client's bytes were relayed, without those that its input has already counted.
   */
  long received() {
    return received;
  }

  /** Whether its inside waits for a request, which may never come. Safe for all threads. */
  boolean isIdle() {
    Serving inner = within;
    return inner != null && inner.isIdle();
  }

  /**
   * Serves the inside, or relays it.
   *
   * @param ahead bytes already read from the client
   * @return why the inside was not served; null if it was
   */
  @Nullable Bypass lookInside(Inside inner, ByteBuffer ahead, FarEnd far) throws TransferException {
    HostTls tls = Objects.requireNonNull(shared.hostTls());
    return new Interception(shared, channel, transport, inner, this).run(tls, ahead, far);
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // no other thread writes it yet
  public void carry(TunnelEnd far, ByteBuffer ahead) throws TransferException {
    received += ahead.remaining();
    relay(far, ahead);
  }

  @Override
  public @Nullable Bypass serve(Transport inner, Inside where, boolean isHttp) {
    try (Serving serving = new Serving(shared, channel, inner, client, where, isHttp)) {
      within = serving;
      serving.run();
      return serving.bypass();
    } catch (TransferException e) {
      LOG.log(Level.DEBUG, e::explanation);
      return null;
    } finally {
      within = null;
    }
  }

  /**
   * Relays bytes both ways until both ends have ended.
   *
   * @param ahead bytes that the client's input has already read and counted
   */
  void relay(TunnelEnd far, ByteBuffer ahead) throws TransferException {
    output.atAnyPace();
    ChannelEnd near = new ChannelEnd(transport, ClientFailures::of);
    try (IdleWatch watch =
        new IdleWatch(
            shared.sweeper(),
            shared.timeouts().tunnelIdle().toNanos(),
            () -> {
              near.cut();
              far.cut();
            })) {
      Optional<TransferException> met = carry(near, far, ahead, watch);
      if (watch.hasExpired()) {
        throw new TransferException(
            Side.CLIENT,
            Kind.TIMED_OUT,
            "Nothing moved in the tunnel for too long",
            met.orElse(null));
      }
      if (met.isPresent()) {
        throw met.get();
      }
    }
  }

  private Optional<TransferException> carry(
      ChannelEnd near, TunnelEnd far, ByteBuffer ahead, IdleWatch watch) throws TransferException {
    if (far instanceof ChannelEnd end && Tunnels.canCarry(near, end)) {
      return shared.tunnels().carry(near, end, ahead, new Meter(), watch);
    }
    return new Relay(new CountedEnd(near), far, watch, shared.buffers()).run(ahead);
  }

  /** Counts for the exchange the bytes that the carrier relays. */
  private final class Meter implements TunnelMeter {
    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the reading thread writes it
    public void received(int bytes) {
      received += bytes;
    }

    @Override
    public void sent(int bytes) {
      output.sentPast(bytes);
    }
  }

  /** The client's end; its bytes count for the exchange. */
  private final class CountedEnd implements TunnelEnd {
    private final TunnelEnd near;

    CountedEnd(TunnelEnd near) {
      this.near = near;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the reading thread writes it
    public int read(ByteBuffer into) throws TransferException {
      int count = near.read(into);
      received += Math.max(0, count);
      return count;
    }

    @Override
    public void write(ByteBuffer from) throws TransferException {
      output.write(from);
    }

    @Override
    public void endOutput() throws TransferException {
      near.endOutput();
    }

    @Override
    public void cut() {
      near.cut();
    }

    /** Only cuts: the thread that serves the connection closes it. */
    @Override
    public void close() {
      cut();
    }
  }
}
