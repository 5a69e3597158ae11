package larder.socket.origin;

import java.util.Optional;
import larder.access.Login;
import larder.forwarding.OriginPort.InterimListener;
import larder.forwarding.OriginPort.OriginRequest;
import larder.forwarding.OriginPort.UpgradeAnswer;
import larder.http.Body;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Method;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.MessageLimits;
import larder.socket.channel.Pool;
import larder.socket.wire.ContentReader;
import larder.socket.wire.Framing;
import larder.socket.wire.HeadBuilder;
import larder.socket.wire.HeadReader;
import larder.socket.wire.HeadRooms;
import larder.socket.wire.MalformedException;
import larder.socket.wire.MessageWriter;
import larder.socket.wire.ResponseHeadParser;
import larder.socket.wire.ResponseHeadParser.ReadResponse;
import larder.socket.wire.Scratch;
import org.jspecify.annotations.Nullable;

/** One request and its response, on one connection. */
final class OriginExchange {
  private static final long SMALL = 8 << 10;
  private static final int MOST_INTERIM = 64;
  private static final int SWITCHING_PROTOCOLS = 101;

  private final OriginConnection connection;
  private final OriginRequest request;
  private final InterimListener listener;
  private final OriginSettings settings;
  private final Pool<Scratch> scratches;
  private final HeadRooms heads;
  private final ConnectionPool pool;
  private final OriginFailures failures;
  private final long receivedBefore;
  private boolean upgrades;
  private @Nullable ContentSender sender;
  private boolean notTaken;

  /** The room for large heads that the last head takes. */
  private long room;

  OriginExchange(
      OriginConnection connection,
      OriginRequest request,
      InterimListener listener,
      OriginSettings settings,
      Pool<Scratch> scratches,
      HeadRooms heads,
      ConnectionPool pool) {
    this.connection = connection;
    this.request = request;
    this.listener = listener;
    this.settings = settings;
    this.scratches = scratches;
    this.heads = heads;
    this.pool = pool;
    this.failures = connection.failures();
    this.receivedBefore = connection.input().received();
  }

  /** Whether the request has content. */
  static boolean hasContent(OriginRequest request) {
    return request.body().length().orElse(1) != 0;
  }

  /** The head of a request, with its framing fields. */
  static HeadBuilder head(
      OriginConnection connection, OriginRequest request, Framing framing, Scratch scratch)
      throws TransferException {
    return begun(connection, request, framing, scratch).end();
  }

  private static HeadBuilder begun(
      OriginConnection connection, OriginRequest request, Framing framing, Scratch scratch)
      throws TransferException {
    Method method = request.method();
    Optional<Upstream> reader = connection.key().reader();
    String target =
        reader.isEmpty()
            ? request.target().originForm(method)
            : request.target().absoluteForm(method);
    HeadBuilder head =
        new HeadBuilder(scratch).request(method, target).fields(request.fields()).framing(framing);
    Optional<Login> login = reader.flatMap(Upstream::login);
    return login.isPresent()
        ? head.field(FieldNames.PROXY_AUTHORIZATION, login.get().credentials())
        : head;
  }

  /** Returns the final response. The end of its content returns the connection to the pool. */
  Response run() throws TransferException {
    return response(answer());
  }

  /** Asks for another protocol; after a 101 the connection is a tunnel. */
  UpgradeAnswer upgrade() throws TransferException {
    upgrades = true;
    ReadResponse read = answer();
    if (read.head().status() != SWITCHING_PROTOCOLS) {
      return new UpgradeAnswer.Declined(response(read));
    }
    forgetHead();
    return new UpgradeAnswer.Switched(read.head(), connection.becomeTunnel());
  }

  private ReadResponse answer() throws TransferException {
    connection.begin();
    connection.input().readsOn(false);
    try {
      send();
      return awaitAnswer();
    } catch (TransferException e) {
      TransferException cause = cause(e); // first, because closing the content makes it fail, too
      giveUp();
      throw cause;
    } catch (RuntimeException | Error e) {
      giveUp();
      throw e;
    }
  }

  /** Whether the origin has sent nothing at all. */
  boolean isUnanswered() {
    return connection.input().received() == receivedBefore;
  }

  private void giveUp() {
    forgetHead();
    connection.close();
    ContentSender sending = sender;
    if (sending != null) {
      sending.end();
    }
  }

  /**
   * If sending the request fails on our side or the client's, the connection to the origin fails as
   * well; the former is the cause.
   */
  private TransferException cause(TransferException met) {
    ContentSender sending = sender;
    TransferException ofSending = sending == null ? null : sending.ownFailure();
    return ofSending == null ? met : ofSending;
  }

  private void send() throws TransferException {
    connection.output().readsNext(false);
    if (hasContent(request) && !isSmallAndAtHand()) {
      boolean expects = request.fields().has(FieldNames.EXPECT);
      long wait = expects ? settings.timeouts().expectation().toNanos() : 0;
      ContentSender sending =
          new ContentSender(connection, request, scratches, heads.written(), wait);
      sender = sending;
      sending.start();
      return;
    }
    Scratch scratch = connection.output().take(scratches).within(heads.written());
    try {
      if (hasContent(request)) {
        sendWithContent(scratch);
      } else {
        sendWithoutContent(scratch);
      }
    } finally {
      giveBack(scratch);
    }
    expectAnswer();
  }

  private void giveBack(Scratch scratch) {
    scratch.trim();
    scratches.give(scratch);
  }

  private void sendWithoutContent(Scratch scratch) throws TransferException {
    HeadBuilder head = begun(connection, request, emptyFraming(), scratch);
    if (upgrades) {
      head.field(FieldNames.CONNECTION, "upgrade");
    }
    connection.output().readsNext(!upgrades);
    new MessageWriter(connection.output(), scratch, head.end(), Framing.NONE).end(Fields.EMPTY);
  }

  /** Called when the request has been sent whole, so that no thread writes any more. */
  private void expectAnswer() {
    connection.expectAnswer();
    connection.input().readsOn(!upgrades);
  }

  /**
   * Whether the content can be sent without a thread of its own: the system's buffers take it
   * before the origin reads anything.
   */
  private boolean isSmallAndAtHand() {
    return request.body().isAtHand()
        && request.body().length().orElse(Long.MAX_VALUE) <= SMALL
        && hasContent(request)
        && !request.fields().has(FieldNames.EXPECT);
  }

  /**
   * An origin that does not take the content may have answered all the same (RFC 9112, section
   * 9.5).
   */
  private void sendWithContent(Scratch scratch) throws TransferException {
    Framing framing = new Framing.Fixed(request.body().length().orElseThrow());
    HeadBuilder head = head(connection, request, framing, scratch);
    MessageWriter out = new MessageWriter(connection.output(), scratch, head, framing);
    try {
      request.body().writeTo(out);
      out.end(Fields.EMPTY);
    } catch (TransferException e) {
      if (e.side() != Side.ORIGIN) {
        throw e;
      }
      notTaken = true;
    }
  }

  /** Methods that usually have content announce that there is none (RFC 9110, section 8.6). */
  private Framing emptyFraming() {
    return switch (request.method().name()) {
      case "POST", "PUT", "PATCH" -> new Framing.Fixed(0);
      default -> Framing.NONE;
    };
  }

  /** Reads the head of the final response, or of a 101 that was asked for. */
  private ReadResponse awaitAnswer() throws TransferException {
    for (int interim = 0; interim <= MOST_INTERIM; interim++) {
      ReadResponse read = readHead();
      ResponseHead head = read.head();
      if (!head.isInterim()) {
        if (head.status() == 407 && connection.key().reader().isPresent()) {
          throw ParentTunnel.refusal(407, request.target().authority(), failures);
        }
        connection.answered();
        return read;
      }
      if (head.status() == SWITCHING_PROTOCOLS) {
        if (upgrades) {
          return read;
        }
        throw failures.of(
            Kind.MALFORMED, failures.atStart() + " switched protocols without being asked");
      }
      ContentSender sending = sender;
      if (sending != null && head.status() == 100) {
        sending.goOn();
      }
      listener.interim(head);
      forgetHead();
      if (sending == null || sending.isEnding()) {
        connection.expectAnswer();
      }
    }
    throw failures.of(Kind.TOO_LARGE, failures.atStart() + " sent interim answers without end");
  }

  private ReadResponse readHead() throws TransferException {
    if (!connection.input().unread().hasRemaining() && !connection.input().fill()) {
      throw failures.cutShort();
    }
    MessageLimits limits = settings.limits();
    // Not earlier, because the answer may take long.
    Scratch scratch = scratches.take().within(heads.read());
    try {
      ResponseHeadParser parser = new ResponseHeadParser(request.method(), scratch, limits);
      if (HeadReader.read(connection.input(), parser) != HeadReader.End.COMPLETE) {
        throw failures.cutShort();
      }
      room = parser.leaveRoom();
      return parser.result();
    } catch (MalformedException e) {
      Kind kind = e.isTooLarge() ? Kind.TOO_LARGE : Kind.MALFORMED;
      throw failures.of(kind, failures.atStart() + " sent a bad answer: " + e.explanation());
    } finally {
      giveBack(scratch);
    }
  }

  /** Called when the last head is not held for long any more. */
  private void forgetHead() {
    if (room > 0) {
      heads.read().give(room);
      room = 0;
    }
  }

  private Response response(ReadResponse read) {
    ContentSender sending = sender;
    boolean early = sending != null && !sending.isEnding();
    if (sending != null && read.head().status() >= 300) {
      sending.stop(); // the origin does not want the rest; a 2xx may answer what it has so far
    }
    ContentReader content =
        new ContentReader(
            connection.input(),
            read.framing(),
            settings.limits(),
            heads.read(),
            Side.ORIGIN,
            failures);
    content.countWhatIsWhole();
    boolean reusable = !read.closes() && !notTaken && !ConnectionLogin.isIn(request.fields());
    OriginBody body =
        new OriginBody(connection, content, reusable, sending, pool, heads.read(), room);
    room = 0; // the body gives it back
    if (content.isComplete() && !early) {
      body.close();
      return new Response(read.head(), Body.empty());
    }
    return new Response(read.head(), body);
  }
}
