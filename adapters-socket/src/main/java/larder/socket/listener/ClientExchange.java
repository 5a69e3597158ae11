package larder.socket.listener;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import larder.forwarding.Bypass;
import larder.forwarding.ClientAddress;
import larder.forwarding.Inside;
import larder.forwarding.ResponsePort;
import larder.forwarding.TunnelEnd;
import larder.http.Body;
import larder.http.FieldNames;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.socket.wire.Framing;
import larder.socket.wire.HeadBuilder;
import larder.socket.wire.MessageWriter;
import larder.socket.wire.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * The response port of one exchange: frames the answer, and decides whether the connection is kept.
 */
final class ClientExchange implements ResponsePort {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final long DRAINED = 64 << 10;

  private final Serving connection;
  private final HttpVersion version;
  private final @Nullable Method method;
  private final long sentBefore;
  private final long receivedBefore;
  private @Nullable ClientBody body;
  private boolean continueWanted;
  private boolean finalBegun;
  private @Nullable MessageWriter writer;
  private boolean closing;
  private boolean sent;
  private boolean tunnelled;

  /**
   * @param method null if the request could not be read
   * @param receivedBefore how many bytes the connection had received before this request
   */
  ClientExchange(
      Serving connection,
      HttpVersion version,
      @Nullable Method method,
      boolean closing,
      long receivedBefore) {
    this.connection = connection;
    this.version = version;
    this.method = method;
    this.closing = closing || Method.CONNECT.equals(method);
    this.sentBefore = connection.output().written();
    this.receivedBefore = receivedBefore;
  }

  /** Sets the content of the request; the client may hold it back until it gets a 100. */
  void withContent(ClientBody content, boolean expectsContinue) {
    body = content;
    continueWanted = expectsContinue;
  }

  @Override
  public ClientAddress client() {
    return connection.client();
  }

  @Override
  public long bytesSent() {
    return connection.output().written() - sentBefore;
  }

  @Override
  public long bytesReceived() {
    return connection.received() - receivedBefore;
  }

  @Override
  public boolean hasBegun() {
    return tunnelled || (writer != null && writer.hasBegun());
  }

  /** Whether the final response has been sent whole. */
  boolean isSent() {
    return sent;
  }

  /**
   * Whether to linger, because the client may still send while the answer is on its way; false if
   * the answer is incomplete.
   */
  boolean needsLingering() {
    return sent && !tunnelled;
  }

  /** Makes the connection end with this exchange. */
  void closeAfter() {
    closing = true;
  }

  /** Whether the connection ends with this exchange. */
  boolean isClosing() {
    return closing || !sent;
  }

  /** Sends a 100 if the client waits for one and no final response has begun. */
  synchronized void sendContinue() throws TransferException {
    if (continueWanted && !finalBegun) {
      continueWanted = false;
      connection.output().write(ByteBuffer.wrap(CONTINUE));
    }
  }

  @Override
  public synchronized void interim(ResponseHead head) throws TransferException {
    if (version == HttpVersion.HTTP_1_0 || finalBegun) {
      return;
    }
    if (head.status() == 100) {
      sendContinue();
      return;
    }
    sendHead(head, null);
  }

  /**
   * Sends a head without content.
   *
   * @param option the connection option for {@code Connection}; null for none
   */
  private void sendHead(ResponseHead head, @Nullable String option) throws TransferException {
    Scratch scratch = connection.takeScratch();
    try {
      HeadBuilder built = new HeadBuilder(scratch).response(head).fields(head.fields());
      if (option != null) {
        built.field(FieldNames.CONNECTION, option);
      }
      new MessageWriter(connection.output(), scratch, built.end(), Framing.NONE).flushHead();
    } finally {
      connection.buffers().give(scratch);
    }
  }

  /** From now on no interim response may be sent. */
  private synchronized void beginFinal() {
    if (finalBegun) {
      throw new IllegalStateException("A second final response");
    }
    finalBegun = true;
  }

  @Override
  public void send(Response response) throws TransferException {
    Scratch scratch = connection.takeScratch();
    try {
      send(response, scratch);
    } finally {
      connection.buffers().give(scratch);
    }
  }

  private void send(Response response, Scratch scratch) throws TransferException {
    beginFinal();
    ResponseHead head = response.head();
    boolean hasContent = method == null || head.mayHaveContent(method);
    Framing framing = hasContent ? framing(response.body()) : Framing.NONE;
    settleConnection(framing);
    connection.output().readsNext(body == null && !closing && connection.waitsNext());
    boolean whole = false;
    try {
      HeadBuilder built = build(scratch, head, hasContent, framing);
      MessageWriter out = new MessageWriter(connection.output(), scratch, built, framing);
      writer = out;
      Body content = hasContent ? response.body() : Body.empty();
      content.writeTo(out);
      out.end(content.trailers());
      whole = true;
    } finally {
      ended(whole, framing);
    }
  }

  private void ended(boolean whole, Framing framing) {
    if (whole) {
      sent = true;
    } else if (!hasBegun()) {
      finalBegun = false; // another response can still say what happened
    } else if (framing instanceof Framing.UntilClose) {
      connection.abort(); // a normal end would look like the end of the content
    }
  }

  private Framing framing(Body content) {
    if (content.length().isPresent()) {
      return new Framing.Fixed(content.length().getAsLong());
    }
    return version == HttpVersion.HTTP_1_0 ? Framing.UNTIL_CLOSE : Framing.CHUNKED;
  }

  private void settleConnection(Framing framing) {
    ClientBody content = body;
    boolean leftUnread =
        content != null
            && !content.isComplete()
            && (continueWanted || !content.isWorthDraining(DRAINED));
    closing |= leftUnread || framing instanceof Framing.UntilClose || connection.isDraining();
  }

  private HeadBuilder build(Scratch scratch, ResponseHead head, boolean hasContent, Framing framing)
      throws TransferException {
    HeadBuilder built = new HeadBuilder(scratch).response(head).fields(head.fields());
    if (hasContent) {
      built.framing(framing);
    } else if (Method.HEAD.equals(method) || head.status() == 304) {
      writeLengthOfWhatIsNotSent(built, head);
    }
    return (closing ? built.field(FieldNames.CONNECTION, "close") : built).end();
  }

  /** Answers to HEAD and 304 may have Content-Length, 204 must not (RFC 9110, section 8.6). */
  private static void writeLengthOfWhatIsNotSent(HeadBuilder built, ResponseHead head)
      throws TransferException {
    String length = head.fields().first(FieldNames.CONTENT_LENGTH);
    if (length != null && head.status() != 204) {
      built.field(FieldNames.CONTENT_LENGTH, length);
    }
  }

  @Override
  public @Nullable Bypass lookInside(ResponseHead head, Inside inside, FarEnd far)
      throws TransferException {
    beginFinal();
    closing = true;
    tunnelled = true;
    sendHead(head, null);
    Bypass met = connection.lookInside(inside, far);
    sent = true;
    return met;
  }

  @Override
  public @Nullable Inside inside() {
    return connection.inside();
  }

  @Override
  public void tunnel(ResponseHead head, TunnelEnd far) throws TransferException {
    beginFinal();
    closing = true;
    tunnelled = true;
    try (far) {
      sendHead(head, head.status() == 101 ? "upgrade" : null);
      connection.relay(far);
      sent = true;
    }
  }
}
