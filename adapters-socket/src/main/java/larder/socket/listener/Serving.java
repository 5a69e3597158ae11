package larder.socket.listener;

import java.io.IOException;
import larder.forwarding.Bypass;
import larder.forwarding.ClientAddress;
import larder.forwarding.Inside;
import larder.forwarding.Refusal;
import larder.forwarding.ResponsePort.FarEnd;
import larder.forwarding.TunnelEnd;
import larder.http.Body;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.Request;
import larder.http.RequestHead;
import larder.http.SyntaxException;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import larder.socket.channel.Input;
import larder.socket.channel.Output;
import larder.socket.channel.Pace;
import larder.socket.channel.TimedChannel;
import larder.socket.channel.Transport;
import larder.socket.listener.RequestReader.Reading;
import larder.socket.wire.ContentReader;
import larder.socket.wire.Framing;
import larder.socket.wire.RequestHeadParser.ReadRequest;
import larder.socket.wire.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * Serves one client over one transport, request after request, until either side ends. After an
 * error nothing more is read as a request. For the thread that created it, unless stated otherwise.
 */
final class Serving implements AutoCloseable {
  private static final long LINGERED_BYTES = 4 << 20;

  private final ListenerContext shared;
  private final TimedChannel channel;
  private final Transport transport;
  private final ClientAddress client;
  private final Input input;
  private final Output output;
  private final @Nullable Inside inside;
  private final RequestReader reader;
  private volatile @Nullable ClientTunnel tunnel;

  /**
   * @param channel has the deadlines; the caller closes it
   * @param transport over the channel
   */
  Serving(ListenerContext shared, TimedChannel channel, Transport transport, ClientAddress client) {
    this(shared, channel, transport, client, null, true);
  }

  /**
   * The same, inside a {@code CONNECT} if {@code inside} is given.
   *
   * @param isHttp whether the client is known to speak HTTP; if not, a silent client may be waiting
   *     for the far end to begin
   */
  Serving(
      ListenerContext shared,
      TimedChannel channel,
      Transport transport,
      ClientAddress client,
      @Nullable Inside inside,
      boolean isHttp) {
    this.inside = inside;
    this.shared = shared;
    this.channel = channel;
    this.transport = transport;
    this.client = client;
    Buffers buffers = shared.buffers();
    this.input =
        new Input(
            channel, transport, buffers.content(), ClientFailures::of, pace(), buffers.firsts());
    this.reader = new RequestReader(shared, channel, transport, input, inside != null, isHttp);
    this.output = new Output(channel, transport, ClientFailures::of, pace());
  }

  private Pace pace() {
    return new Pace(shared.leastRate(), shared.timeouts().paceWindow());
  }

  ClientAddress client() {
    return client;
  }

  Output output() {
    return output;
  }

  Buffers buffers() {
    return shared.buffers();
  }

  /** A scratch for writing a head. */
  Scratch takeScratch() {
    return output.take(buffers().scratch()).within(buffers().heads().written());
  }

  /** The {@code CONNECT} that its requests come from; null for none. */
  @Nullable Inside inside() {
    return inside;
  }

  /** Why the client was not served; null if it was. */
  @Nullable Bypass bypass() {
    return reader.bypass();
  }

  /** How many bytes of requests and tunnels were received. */
  long received() {
    ClientTunnel beyond = tunnel;
    return beyond == null ? input.taken() : input.taken() + beyond.received();
  }

  /** Whether no byte of a next request has arrived, so that we will wait for one. */
  boolean waitsNext() {
    return !input.unread().hasRemaining();
  }

  boolean isDraining() {
    return shared.isDraining();
  }

  /** Whether it waits for a request, which may never come. Safe for all threads. */
  boolean isIdle() {
    ClientTunnel beyond = tunnel;
    return beyond == null ? reader.isIdle() : beyond.isIdle();
  }

  /** Answers requests until the client or the proxy ends the connection. */
  void run() throws TransferException {
    boolean goOn = true;
    while (goOn) {
      if (reader.awaitRequest()) {
        goOn = serve();
      } else {
        takeLeave();
        goOn = false;
      }
    }
  }

  /** Answers with the refusal, and ends. */
  void turnAway(Refusal refusal) throws TransferException {
    refuse(refusal, null, 0);
  }

  private boolean serve() throws TransferException {
    long receivedBefore = received();
    try {
      return switch (reader.read()) {
        case Reading.Read(ReadRequest request) -> answer(request, receivedBefore);
        case Reading.Refused refused -> refuse(refused.refusal(), refused.method(), receivedBefore);
        case Reading.Over _ -> false;
      };
    } finally {
      reader.forget();
    }
  }

  private boolean refuse(Refusal refusal, @Nullable Method method, long receivedBefore)
      throws TransferException {
    ClientExchange exchange =
        new ClientExchange(this, HttpVersion.HTTP_1_1, method, true, receivedBefore);
    shared.port().refuse(refusal, exchange);
    linger(exchange);
    return false;
  }

  private boolean answer(ReadRequest request, long receivedBefore) throws TransferException {
    RequestHead head = request.head();
    if (inside != null) {
      try {
        head = InsideRequests.absolute(inside, head);
      } catch (SyntaxException e) {
        Refusal refusal = Refusal.malformed(400, e.explanation() + ".");
        return refuse(refusal, head.method(), receivedBefore);
      }
    }
    ClientExchange exchange =
        new ClientExchange(this, head.version(), head.method(), request.closes(), receivedBefore);
    ContentReader content =
        new ContentReader(
            input,
            request.framing(),
            shared.limits(),
            buffers().heads().read(),
            Side.CLIENT,
            "the client");
    if (content.isComplete()) {
      handle(new Request(head, Body.empty()), exchange);
    } else {
      ClientBody body = new ClientBody(content, shared.largestContent(), waits(exchange));
      exchange.withContent(body, request.expectsContinue());
      try (body) {
        handle(new Request(head, body), exchange);
      }
      channel.readAgain();
      input.eachWithin(0);
      if (!exchange.isClosing() && !body.isComplete()) {
        channel.readWithin(shared.timeouts().linger().toNanos());
        body.drain();
        channel.readAnyTime();
      }
    }
    if (exchange.isClosing()) {
      if (!hasSentAll(request)) {
        linger(exchange);
      }
      return false;
    }
    return true;
  }

  /**
   * Whether the client announced that this was its last request (RFC 9112, section 9.6), and
   * nothing follows it. More may follow all the same inside TLS, and after content: old clients add
   * a line.
   */
  private boolean hasSentAll(ReadRequest request) {
    return request.closes()
        && request.framing() instanceof Framing.None
        && !input.unread().hasRemaining()
        && transport.equals(channel);
  }

  /** Answers a request; an unexpected exception ends only this exchange and its connection. */
  private void handle(Request request, ClientExchange exchange) {
    try {
      shared.port().handle(request, exchange);
    } catch (RuntimeException | Error e) {
      shared.faults().met("An exchange", e);
      exchange.closeAfter();
      if (!exchange.hasBegun()) {
        shared.port().failed(request.head(), exchange);
      }
    }
  }

  private ClientBody.ContentWaits waits(ClientExchange exchange) {
    input.eachWithin(shared.timeouts().content().toNanos());
    return new ClientBody.ContentWaits() {
      @Override
      public void begin() throws TransferException {
        exchange.sendContinue();
      }

      @Override
      public long giveUpSoon() {
        if (!exchange.isSent()) {
          return 0;
        }
        exchange.closeAfter();
        endOutput();
        return shared.timeouts().linger().toNanos();
      }

      @Override
      public void giveUpNow() {
        exchange.closeAfter();
        if (exchange.isSent()) {
          channel.endInput();
        } else {
          channel.giveUpReads(); // an answer is still to come, and lingering then goes on reading
        }
      }
    };
  }

  /**
   * Serves the inside of a {@code CONNECT}, or relays it.
   *
   * @return why the inside was not served; null if it was
   */
  @Nullable Bypass lookInside(Inside inner, FarEnd far) throws TransferException {
    return becomeTunnel().lookInside(inner, input.unread(), far);
  }

  /** Relays bytes between the client and the far end. */
  void relay(TunnelEnd far) throws TransferException {
    becomeTunnel().relay(far, input.unread());
  }

  private ClientTunnel becomeTunnel() {
    ClientTunnel made = new ClientTunnel(shared, channel, transport, output, client);
    tunnel = made;
    return made;
  }

  private void endOutput() {
    try {
      transport.endOutput();
    } catch (IOException e) {
      channel.close();
    }
  }

  private void takeLeave() {
    try {
      transport.takeLeave();
    } catch (IOException e) {
      // The client is already gone.
    }
  }

  /**
   * Ends our side and reads on for a while, so that bytes still under way from the client do not
   * reset the connection before the answer has arrived (RFC 9112, section 9.6).
   */
  private void linger(ClientExchange exchange) throws TransferException {
    if (!exchange.needsLingering() || channel.readTimedOut()) {
      return;
    }
    endOutput();
    channel.readWithin(shared.timeouts().linger().toNanos());
    long most = input.received() + LINGERED_BYTES;
    do {
      input.unread().position(input.unread().limit());
    } while (input.received() < most && input.fill());
  }

  void abort() {
    channel.abort();
  }

  /** Gives its memory back. The channel must be closed before. */
  @Override
  public void close() {
    input.close();
  }
}
