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
 * Serves one client over one transport: has a request answered, and the next, until either side
 * ends it. After an error nothing more is read as a request. For the thread that made it, unless
 * said otherwise.
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
   * @param channel that has the deadlines and stays the caller's
   * @param transport over it
   */
  Serving(ListenerContext shared, TimedChannel channel, Transport transport, ClientAddress client) {
    this(shared, channel, transport, client, null, true);
  }

  /**
   * The same inside of a {@code CONNECT}, if that is said.
   *
   * @param isHttp whether it is known that the client speaks HTTP; if not, one that says nothing
   *     may wait for the far side to begin
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

  /** For a head that is to be written. */
  Scratch takeScratch() {
    return output.take(buffers().scratch());
  }

  /** Where its requests come from; null unless that is inside of a {@code CONNECT}. */
  @Nullable Inside inside() {
    return inside;
  }

  /** Why what came was not served; null if it was. */
  @Nullable Bypass bypass() {
    return reader.bypass();
  }

  /** How many bytes of requests and tunnels were taken. */
  long received() {
    ClientTunnel beyond = tunnel;
    return beyond == null ? input.taken() : input.taken() + beyond.received();
  }

  /** Whether nothing of a next request has come yet, so that it is waited for first. */
  boolean waitsNext() {
    return !input.unread().hasRemaining();
  }

  boolean isDraining() {
    return shared.isDraining();
  }

  /** Whether it waits for a request, which may not come any more. Safe for all threads. */
  boolean isIdle() {
    ClientTunnel beyond = tunnel;
    return beyond == null ? reader.isIdle() : beyond.isIdle();
  }

  /** Answers request after request, to the end. */
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

  /** Answers why it is not served, and ends. */
  void turnAway(Refusal refusal) throws TransferException {
    refuse(refusal, null, 0);
  }

  private boolean serve() throws TransferException {
    long receivedBefore = received();
    return switch (reader.read()) {
      case Reading.Read(ReadRequest request) -> answer(request, receivedBefore);
      case Reading.Refused refused -> refuse(refused.refusal(), refused.method(), receivedBefore);
      case Reading.Over _ -> false;
    };
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
        new ContentReader(input, request.framing(), shared.limits(), Side.CLIENT, "the client");
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
   * Whether it said itself that this is its last request (RFC 9112, section 9.6), and nothing came
   * behind. Inside of TLS something may come all the same, and of old clients a line after content.
   */
  private boolean hasSentAll(ReadRequest request) {
    return request.closes()
        && request.framing() instanceof Framing.None
        && !input.unread().hasRemaining()
        && transport.equals(channel);
  }

  /** A fault of ours ends this exchange and its connection, and no other. */
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
          channel.giveUpReads(); // an answer is still to come, and lingering reads on behind it
        }
      }
    };
  }

  /**
   * Has the inside of a {@code CONNECT} served, or carried.
   *
   * @return why it was not served; null if it was
   */
  @Nullable Bypass lookInside(Inside inner, FarEnd far) throws TransferException {
    return becomeTunnel().lookInside(inner, input.unread(), far);
  }

  /** Carries bytes between the client and that far end. */
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
      // The client is not there to be told.
    }
  }

  /**
   * Ends our side and reads on for a while, so that what is still under way from the client does
   * not reset the connection before the answer got there (RFC 9112, section 9.6).
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

  /** Gives its memory back. The channel has to be closed before. */
  @Override
  public void close() {
    input.close();
  }
}
