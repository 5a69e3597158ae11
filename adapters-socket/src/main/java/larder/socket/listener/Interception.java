package larder.socket.listener;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import larder.forwarding.Bypass;
import larder.forwarding.Inside;
import larder.forwarding.ResponsePort.FarEnd;
import larder.forwarding.TunnelEnd;
import larder.http.TransferException;
import larder.socket.HostTls;
import larder.socket.channel.IdleWatch;
import larder.socket.channel.TimedChannel;
import larder.socket.channel.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The inside of one {@code CONNECT}. The client's first bytes show whether we can read it; then TLS
 * ends here. If we cannot, we relay all bytes to the far end, unchanged. Runs once, on the
 * connection's thread.
 */
final class Interception {
  /** A client that is silent for this long waits for the far end to begin. */
  private static final Duration SILENCE = Duration.ofSeconds(3);

  private static final String SPOKEN = "http/1.1";

  private final ListenerContext shared;
  private final TimedChannel channel;
  private final Transport transport;
  private final Inside inside;
  private final Carrier carrier;
  private ByteBuffer first = ByteBuffer.allocate(4 << 10);
  private boolean agreesOnHttp;

  /** What the connection does for an interception. */
  interface Carrier {
    /** Relays bytes like a tunnel, beginning with those already read. */
    void carry(TunnelEnd far, ByteBuffer ahead) throws TransferException;

    /**
     * Serves the inside of TLS, to its end.
     *
     * @param isHttp whether the client has offered HTTP; if not, it may wait for the far end to
     *     begin
     * @return why the inside cannot be served; null if it was
     */
    @Nullable Bypass serve(Transport within, Inside inside, boolean isHttp);
  }

  Interception(
      ListenerContext shared,
      TimedChannel channel,
      Transport transport,
      Inside inside,
      Carrier carrier) {
    this.shared = shared;
    this.channel = channel;
    this.transport = transport;
    this.inside = inside;
    this.carrier = carrier;
  }

  /**
   * @param ahead bytes already read from the client
   * @return why the inside was not read; null if it was
   */
  @Nullable Bypass run(HostTls tls, ByteBuffer ahead, FarEnd far) throws TransferException {
    Bypass obstacle;
    SSLContext context = null;
    try {
      obstacle = obstacle(ahead);
      if (obstacle == null) {
        context = tls.of(host());
      }
    } catch (GeneralSecurityException e) {
      obstacle = Bypass.NO_CERTIFICATE;
    } catch (IOException e) {
      throw ClientFailures.of(e);
    }
    if (context == null) {
      try (TunnelEnd end = far.open()) {
        carrier.carry(end, first);
      }
      return obstacle;
    }
    return serve(context);
  }

  private String host() {
    String host = inside.authority().hostForLookup();
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /**
   * Reads the client's first bytes. Once the first one has arrived, the rest must arrive within the
   * time for a head. Returns null if we can answer them.
   */
  private @Nullable Bypass obstacle(ByteBuffer ahead) throws IOException {
    put(ahead);
    if (!first.hasRemaining()) {
      int count = receive();
      if (count <= 0) {
        return count < 0 ? Bypass.CLIENT_LEFT : Bypass.SILENT;
      }
    }
    try (IdleWatch watch = shared.watchAgreeing(channel)) {
      try {
        return obstacleInFirstWords();
      } catch (IOException e) {
        throw watch.hasExpired() ? new SocketTimeoutException("TLS was not begun in time") : e;
      }
    }
  }

  private @Nullable Bypass obstacleInFirstWords() throws IOException {
    while (true) {
      switch (ClientHello.read(first)) {
        case ClientHello.Reading.NotTls _ -> {
          return Bypass.NOT_TLS;
        }
        case ClientHello.Reading.Read(ClientHello hello) -> {
          return obstacle(hello);
        }
        case ClientHello.Reading.Incomplete _ -> {
          if (first.remaining() >= ClientHello.LARGEST) {
            return Bypass.NOT_TLS;
          }
          int count = receive();
          if (count <= 0) {
            return count < 0 ? Bypass.CLIENT_LEFT : Bypass.CLIENT_PAUSED;
          }
        }
      }
    }
  }

  private @Nullable Bypass obstacle(ClientHello hello) {
    String name = hello.serverName();
    if (name != null && !name.toLowerCase(Locale.ROOT).equals(host())) {
      return Bypass.OTHER_NAME;
    }
    agreesOnHttp = hello.protocols().contains(SPOKEN);
    return hello.protocols().isEmpty() || agreesOnHttp ? null : Bypass.OTHER_PROTOCOL;
  }

  /** Reads more: 0 if nothing arrived for a while, negative at the end. */
  private int receive() throws IOException {
    put(ByteBuffer.allocate(0)); // makes room
    int end = first.limit();
    ByteBuffer room = first.duplicate().clear().position(end);
    int count = transport.readSoon(room, SILENCE);
    first.limit(end + Math.max(0, count));
    return count;
  }

  private boolean begun;

  private void put(ByteBuffer bytes) {
    if (!begun) {
      first.limit(0);
      begun = true;
    }
    int needed = first.limit() + Math.max(1, bytes.remaining());
    if (needed > first.capacity()) {
      ByteBuffer larger = ByteBuffer.allocate(Math.max(needed, 2 * first.capacity()));
      first = larger.put(first).flip();
    }
    int end = first.limit();
    first.limit(end + bytes.remaining());
    first.put(end, bytes, bytes.position(), bytes.remaining());
    bytes.position(bytes.limit());
  }

  private @Nullable Bypass serve(SSLContext context) throws TransferException {
    Transport within;
    try {
      within = shared.agreeOnTls(channel, transport, context, first);
    } catch (SocketTimeoutException e) {
      throw ClientFailures.of(e);
    } catch (IOException e) {
      return Bypass.CERTIFICATE_REJECTED;
    }
    return carrier.serve(within, inside, agreesOnHttp);
  }
}
