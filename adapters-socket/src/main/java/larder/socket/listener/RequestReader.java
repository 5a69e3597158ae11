package larder.socket.listener;

import java.io.IOException;
import larder.forwarding.Bypass;
import larder.forwarding.Refusal;
import larder.http.Method;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.socket.channel.Input;
import larder.socket.channel.TimedChannel;
import larder.socket.channel.Transport;
import larder.socket.wire.EmptyLines;
import larder.socket.wire.Framing;
import larder.socket.wire.HeadReader;
import larder.socket.wire.MalformedException;
import larder.socket.wire.RequestHeadParser;
import larder.socket.wire.RequestHeadParser.ReadRequest;
import larder.socket.wire.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the requests of one client, and reads their heads. For the connection's thread, unless
 * stated otherwise.
 */
final class RequestReader {
  private static final Reading OVER = new Reading.Over();

  private final ListenerContext shared;
  private final TimedChannel channel;
  private final Transport transport;
  private final Input input;
  private final boolean isInside;
  private final boolean isHttp;
  private final EmptyLines emptyLines = new EmptyLines();
  private boolean asked;

  /** The room for large heads that the present request takes. */
  private long room;

  private @Nullable Bypass bypass;
  private volatile boolean idle = true;

  /** The result of reading. */
  sealed interface Reading {
    /** A request, whose content is still to be read. */
    record Read(ReadRequest request) implements Reading {}

    /**
     * A request that is malformed or too large.
     *
     * @param method null if it could not be read
     */
    record Refused(Refusal refusal, @Nullable Method method) implements Reading {}

    /** The client has ended, or sent something other than HTTP. */
    record Over() implements Reading {}
  }

  /**
   * @param channel has the deadlines
   * @param transport over the channel
   * @param input reads from the transport
   * @param isInside whether it reads inside a {@code CONNECT}, where the client may not speak HTTP
   * @param isHttp whether the client is known to speak HTTP
   */
  RequestReader(
      ListenerContext shared,
      TimedChannel channel,
      Transport transport,
      Input input,
      boolean isInside,
      boolean isHttp) {
    this.shared = shared;
    this.channel = channel;
    this.transport = transport;
    this.input = input;
    this.isInside = isInside;
    this.isHttp = isHttp;
  }

  /** Why the client's bytes were not read; null if they were. */
  @Nullable Bypass bypass() {
    return bypass;
  }

  /** Whether it waits for a request, which may never come. Safe for all threads. */
  boolean isIdle() {
    return idle;
  }

  /**
   * Waits for the first byte of a request. An empty line does not count, nor does its beginning:
   * old clients send one after content, and may have nothing more to ask (RFC 9112, section 2.2).
   * Nor does it lengthen the wait.
   *
   * @return false if none comes
   */
  boolean awaitRequest() {
    emptyLines.startAgain();
    emptyLines.take(input.unread());
    if (input.unread().hasRemaining()) {
      return true;
    }
    channel.readWithin(shared.timeouts().idle().toNanos());
    try {
      return awaitMoreThanEmptyLines();
    } finally {
      channel.readAnyTime();
    }
  }

  private boolean awaitMoreThanEmptyLines() {
    while (!input.unread().hasRemaining()) {
      if (!awaitBytes()) {
        return false;
      }
      emptyLines.take(input.unread());
    }
    return true;
  }

  /** Waits with little memory and few stack frames. */
  private boolean awaitBytes() {
    input.rest();
    idle = true;
    if (shared.isDraining()) {
      return false;
    }
    try {
      if (asked) { // a new client most likely has its request under way already
        transport.awaitReadable();
      }
      return input.fill();
    } catch (IOException | TransferException e) {
      noteSilence();
      return false; // no request came, so there is nothing to report
    } finally {
      idle = false;
    }
  }

  /** Inside a CONNECT the client may wait for the far end to speak first. */
  private void noteSilence() {
    if (!isHttp && !asked && channel.readTimedOut()) {
      bypass = Bypass.SILENT;
    }
  }

  /**
   * Reads the head, whose first byte has arrived. A large head takes room until {@link #forget} is
   * called.
   */
  Reading read() throws TransferException {
    Buffers buffers = shared.buffers();
    Scratch scratch = buffers.scratch().take().within(buffers.heads().read());
    try {
      RequestHeadParser parser = new RequestHeadParser(scratch, shared.limits(), emptyLines);
      Reading reading = read(parser);
      if (reading instanceof Reading.Read) {
        room = parser.leaveRoom();
      }
      return reading;
    } finally {
      buffers.give(scratch);
    }
  }

  /** Called when nothing holds the request that was read any more. */
  void forget() {
    if (room > 0) {
      shared.buffers().heads().read().give(room);
      room = 0;
    }
  }

  private Reading read(RequestHeadParser parser) throws TransferException {
    Refusal refusal;
    try {
      if (!readHead(parser)) {
        return OVER;
      }
      refusal = tooLarge(parser.result().framing());
    } catch (MalformedException e) {
      if (isInside && !asked && !parser.looksLikeHttp()) {
        bypass = Bypass.NOT_HTTP;
        return OVER;
      }
      refusal = Refusal.malformed(e.status(), e.explanation() + ".");
    } catch (TransferException e) {
      refusal = refusal(e);
    }
    if (refusal != null) {
      return new Reading.Refused(refusal, parser.method());
    }
    asked = true;
    return new Reading.Read(parser.result());
  }

  private Refusal refusal(TransferException failure) throws TransferException {
    if (failure.kind() == Kind.OVERLOADED) {
      return Refusal.overloaded(failure.explanation() + ".");
    }
    if (!channel.readTimedOut()) {
      throw failure;
    }
    return Refusal.malformed(408, "The head of the request did not come to its end in time.");
  }

  /** Returns false if the client ended before the head did. */
  private boolean readHead(RequestHeadParser parser) throws TransferException, MalformedException {
    channel.readWithin(shared.timeouts().head().toNanos());
    boolean complete = HeadReader.read(input, parser) == HeadReader.End.COMPLETE;
    channel.readAnyTime();
    return complete;
  }

  /**
   * Content whose announced length is too large is refused before it is read (RFC 9110, section
   * 15.5.14).
   */
  private @Nullable Refusal tooLarge(Framing framing) {
    long most = shared.largestContent();
    return framing instanceof Framing.Fixed(long length) && length > most
        ? Refusal.malformed(413, ClientBody.tooLarge(most) + ".")
        : null;
  }
}
