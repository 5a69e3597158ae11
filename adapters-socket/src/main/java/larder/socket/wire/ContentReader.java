package larder.socket.wire;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.MessageLimits;

/**
 * Reads the content of one message and passes it on in the source's own buffer, without copying.
 * For one thread at a time; other threads may ask for its progress.
 */
public final class ContentReader {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private final ByteSource source;
  private Framing framing;
  private final MessageLimits limits;
  private final HeadRoom room;
  private final Side side;
  private final Object sender;
  private volatile boolean complete;
  private volatile long left;
  private Fields trailers = Fields.EMPTY;

  /**
   * @param room for trailers
   * @param sender its text names the sender in explanations: {@code the client}
   */
  public ContentReader(
      ByteSource source,
      Framing framing,
      MessageLimits limits,
      HeadRoom room,
      Side side,
      Object sender) {
    this.source = source;
    this.framing = framing;
    this.limits = limits;
    this.room = room;
    this.side = side;
    this.sender = sender;
    this.left = framing instanceof Framing.Fixed fixed ? fixed.length() : 0;
    this.complete = framing instanceof Framing.None;
  }

  /**
   * If chunked content has arrived whole and has no trailers, treats it as content of known length.
   */
  public void countWhatIsWhole() {
    if (framing instanceof Framing.Chunked) {
      int length = WholeChunks.bringTogether(source.unread(), limits.chunkExtensions());
      if (length >= 0) {
        left = length;
        framing = Framing.ofLength(length);
        complete = length == 0;
      }
    }
  }

  /** The length of the content, if known before it is read. */
  public OptionalLong length() {
    return switch (framing) {
      case Framing.None _ -> OptionalLong.of(0);
      case Framing.Fixed fixed -> OptionalLong.of(fixed.length());
      case Framing.Chunked _, Framing.UntilClose _ -> OptionalLong.empty();
    };
  }

  /** Whether all the rest has arrived, and its length is known. */
  public boolean isAtHand() {
    return framing instanceof Framing.Fixed && left <= source.unread().remaining();
  }

  /** Whether the last byte has been read. */
  public boolean isComplete() {
    return complete;
  }

  /** Whether at most that many bytes are known to remain. */
  public boolean isWithin(long bytes) {
    return complete || (framing instanceof Framing.Fixed && left <= bytes);
  }

  /** The trailers; empty until the content is complete. */
  public Fields trailers() {
    return trailers;
  }

  /** Writes the rest of the content. Bytes passed to the sink count as read even if it fails. */
  public void writeTo(BodySink sink) throws TransferException {
    if (complete) {
      return;
    }
    if (!source.unread().hasRemaining()) {
      sink.write(NOTHING); // lets the head leave, because content may take long to arrive
    }
    switch (framing) {
      case Framing.None _ -> {}
      case Framing.Fixed _ -> writeFixed(sink);
      case Framing.Chunked _ -> writeChunked(sink);
      case Framing.UntilClose _ -> writeUntilClose(sink);
    }
  }

  private void writeFixed(BodySink sink) throws TransferException {
    long rest = left;
    while (rest > 0) {
      ByteBuffer in = more();
      int count = (int) Math.min(rest, in.remaining());
      rest -= count;
      left = rest;
      complete = rest == 0;
      pass(in, count, sink);
    }
  }

  private void writeChunked(BodySink sink) throws TransferException {
    ChunkedDecoder decoder = new ChunkedDecoder(limits.chunkExtensions());
    try {
      while (!decoder.isLast()) {
        ByteBuffer in = more();
        if (decoder.next(in) > 0) {
          int start = in.position();
          int count = decoder.gather(in, start);
          int next = in.position();
          pass(in.position(start), count, sink);
          in.position(next);
          decoder.refuseWrong();
        }
      }
      trailers = readTrailers();
      complete = true;
    } catch (MalformedException e) {
      Kind kind = e.isTooLarge() ? Kind.TOO_LARGE : Kind.MALFORMED;
      throw new TransferException(side, kind, e.explanation() + ", sent by " + sender);
    }
  }

  /** The room is given back at once, because the message ends with its trailers. */
  private Fields readTrailers() throws MalformedException, TransferException {
    Scratch scratch = new Scratch().within(room);
    try {
      TrailerParser parser = new TrailerParser(scratch, limits);
      if (HeadReader.readSection(source, parser) != HeadReader.End.COMPLETE) {
        throw cutShort();
      }
      return parser.trailers();
    } finally {
      scratch.trim();
    }
  }

  private void writeUntilClose(BodySink sink) throws TransferException {
    while (source.unread().hasRemaining() || source.fill()) {
      ByteBuffer in = source.unread();
      pass(in, in.remaining(), sink);
    }
    complete = true;
  }

  private ByteBuffer more() throws TransferException {
    if (!source.unread().hasRemaining() && !source.fill()) {
      throw cutShort();
    }
    return source.unread();
  }

  private TransferException cutShort() {
    return new TransferException(
        side, Kind.CUT_SHORT, "The connection ended before the message of " + sender + " did");
  }

  /**
   * Bytes passed on count as read, whether the sink took them or not, so that they never become
   * part of what follows.
   */
  private static void pass(ByteBuffer in, int count, BodySink sink) throws TransferException {
    int end = in.limit();
    int next = in.position() + count;
    in.limit(next);
    try {
      sink.write(in);
    } finally {
      in.limit(end).position(next);
    }
  }
}
