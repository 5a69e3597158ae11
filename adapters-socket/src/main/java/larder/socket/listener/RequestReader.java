package larder.socket.listener;

import java.io.IOException;
import larder.forwarding.Bypass;
import larder.forwarding.Refusal;
import larder.http.Method;
import larder.http.TransferException;
import larder.socket.channel.Input;
import larder.socket.channel.TimedChannel;
import larder.socket.channel.Transport;
import larder.socket.wire.Framing;
import larder.socket.wire.HeadReader;
import larder.socket.wire.MalformedException;
import larder.socket.wire.RequestHeadParser;
import larder.socket.wire.RequestHeadParser.ReadRequest;
import larder.socket.wire.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the requests of one client, and reads their heads. For the thread of the connection,
 * unless said otherwise.
 */
final class RequestReader {
  private static final Reading OVER = new Reading.Over();

  private final ListenerContext shared;
  private final TimedChannel channel;
  private final Transport transport;
  private final Input input;
  private final boolean isInside;
  private final boolean isHttp;
  private boolean asked;
  private int emptyLines;
  private @Nullable Bypass bypass;
  private volatile boolean idle = true;

  /** What came. */
  sealed interface Reading {
    /** The head of a request. */
    record Read(ReadRequest request) implements Reading {}

    /**
     * Something that cannot be read as a request, or not be let in.
     *
     * @param method null if it could not be read
     */
    record Refused(Refusal refusal, @Nullable Method method) implements Reading {}

    /** The end, or something that is for others to read. */
    record Over() implements Reading {}
  }

  /**
   * @param channel that has the deadlines
   * @param transport over it
   * @param input from there
   * @param isInside whether it reads inside of a {@code CONNECT}, where something else may come
   * @param isHttp whether it is known that the client speaks HTTP
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

  /** Why what came was not read; null if it was. */
  @Nullable Bypass bypass() {
    return bypass;
  }

  /** Whether it waits for a request, which may not come any more. Safe for all threads. */
  boolean isIdle() {
    return idle;
  }

  /**
   * Waits for the first byte of a request. An empty line is none: old clients send one behind
   * content, and may have nothing to ask then (RFC 9112, section 2.2).
   *
   * @return false if none comes
   */
  boolean awaitRequest() {
    emptyLines = RequestHeadParser.takeEmptyLines(input.unread(), 0);
    while (!input.unread().hasRemaining()) {
      if (!awaitBytes()) {
        return false;
      }
      emptyLines = RequestHeadParser.takeEmptyLines(input.unread(), emptyLines);
    }
    return true;
  }

  /** With little memory, and few frames to be kept. */
  private boolean awaitBytes() {
    input.rest();
    idle = true;
    if (shared.isDraining()) {
      return false;
    }
    channel.readWithin(shared.timeouts().idle().toNanos());
    try {
      if (asked) { // who has just come has asked already, most likely
        transport.awaitReadable();
      }
      return input.fill();
    } catch (IOException | TransferException e) {
      noteSilence();
      return false; // nothing was asked, so nobody needs to know
    } finally {
      idle = false;
      channel.readAnyTime();
    }
  }

  /** Inside of a CONNECT it may be that the far side is to speak first. */
  private void noteSilence() {
    if (!isHttp && !asked && channel.readTimedOut()) {
      bypass = Bypass.SILENT;
    }
  }

  /** Reads the head whose first byte has come. */
  Reading read() throws TransferException {
    Scratch scratch = shared.buffers().scratch().take();
    try {
      return read(new RequestHeadParser(scratch, shared.limits(), emptyLines));
    } finally {
      shared.buffers().give(scratch);
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
      if (!channel.readTimedOut()) {
        throw e;
      }
      refusal = Refusal.malformed(408, "The head of the request did not come to its end in time.");
    }
    if (refusal != null) {
      return new Reading.Refused(refusal, parser.method());
    }
    asked = true;
    return new Reading.Read(parser.result());
  }

  /** False if the client ended before the head did. */
  private boolean readHead(RequestHeadParser parser) throws TransferException, MalformedException {
    channel.readWithin(shared.timeouts().head().toNanos());
    boolean complete = HeadReader.read(input, parser) == HeadReader.End.COMPLETE;
    channel.readAnyTime();
    return complete;
  }

  /** What is announced to be too large is not waited for (RFC 9110, section 15.5.14). */
  private @Nullable Refusal tooLarge(Framing framing) {
    long most = shared.largestContent();
    return framing instanceof Framing.Fixed(long length) && length > most
        ? Refusal.malformed(413, ClientBody.tooLarge(most) + ".")
        : null;
  }
}
