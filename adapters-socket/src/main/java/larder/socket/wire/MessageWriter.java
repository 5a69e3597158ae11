package larder.socket.wire;

import java.nio.ByteBuffer;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.OpenFile;
import larder.http.TransferException;

/**
 * Writes one message. Holds the head back until the first content or the end, so that both leave in
 * one write; an empty buffer releases it. Copies small content into one buffer with the head, and
 * writes large content directly.
 */
public final class MessageWriter implements BodySink {
  private static final ByteBuffer CRLF =
      ByteBuffer.allocateDirect(2).put((byte) '\r').put((byte) '\n').flip();

  private final ByteTarget target;
  private final Scratch scratch;
  private final HeadBuilder head;
  private final Framing framing;
  private boolean headHeldBack = true;
  private long left;

  /**
   * @param head complete; belongs to this writer, with its memory, until the message has ended
   */
  public MessageWriter(ByteTarget target, Scratch scratch, HeadBuilder head, Framing framing) {
    this.target = target;
    this.scratch = scratch;
    this.head = head;
    this.framing = framing;
    this.left = framing instanceof Framing.Fixed fixed ? fixed.length() : 0;
  }

  /** Whether any byte has been passed to the target. */
  public boolean hasBegun() {
    return !headHeldBack;
  }

  /**
   * Writes content.
   *
   * @throws IllegalStateException if there is more than the framing announced
   */
  @Override
  public void write(ByteBuffer content) throws TransferException {
    if (!content.hasRemaining()) {
      flushHead();
      return;
    }
    if (framing instanceof Framing.None) {
      throw new IllegalStateException("A message without content got some");
    }
    if (framing instanceof Framing.Fixed) {
      count(content.remaining());
    }
    send(content, framing instanceof Framing.Chunked);
  }

  /** Small content is read, so as to leave with the head or with the ends of its chunk. */
  @Override
  public boolean takesUnread() {
    return framing instanceof Framing.Fixed && target.takesUnread();
  }

  /**
   * Sends content from a file if its length was announced. Takes nothing before the head has left,
   * because the head leaves with the first content.
   */
  @Override
  public long transfer(OpenFile file, long position, long count) {
    if (headHeldBack || !(framing instanceof Framing.Fixed)) {
      return 0;
    }
    long taken = target.transfer(file, position, count);
    count(taken);
    return taken;
  }

  private void count(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw new IllegalStateException("A body gave more bytes than its length");
    }
  }

  /** Writes the head now if it is still held back. */
  public void flushHead() throws TransferException {
    if (headHeldBack) {
      headHeldBack = false;
      target.write(begin(true).flip());
    }
  }

  private void endWithHead() throws TransferException {
    if (headHeldBack) {
      headHeldBack = false;
      target.writeLast(begin(true).flip());
    }
  }

  /**
   * Ends the message.
   *
   * @throws IllegalStateException if the content was less than announced
   */
  public void end(Fields trailers) throws TransferException {
    if (left > 0) {
      throw new IllegalStateException("A body gave fewer bytes than its length");
    }
    if (!(framing instanceof Framing.Chunked)) {
      endWithHead();
      return;
    }
    boolean withHead = headHeldBack;
    headHeldBack = false;
    ByteBuffer out = begin(withHead);
    head.lastChunk(trailers);
    target.writeLast(append(out, head.bytes(), head.length()).flip());
  }

  private void send(ByteBuffer content, boolean chunked) throws TransferException {
    boolean withHead = headHeldBack;
    headHeldBack = false;
    if (!withHead && !chunked) {
      target.write(content);
      return;
    }
    ByteBuffer out = begin(withHead);
    if (chunked) {
      head.chunk(content.remaining());
      out = append(out, head.bytes(), head.length());
    }
    if (content.remaining() + CRLF.remaining() <= out.remaining()) {
      out.put(content);
      whole(chunked ? out.put(CRLF.duplicate()).flip() : out.flip());
    } else if (chunked) {
      target.write(new ByteBuffer[] {out.flip(), content, CRLF.duplicate()});
    } else {
      target.write(new ByteBuffer[] {out.flip(), content});
    }
  }

  private void whole(ByteBuffer bytes) throws TransferException {
    if (framing instanceof Framing.Fixed && left == 0) {
      target.writeLast(bytes);
    } else {
      target.write(bytes);
    }
  }

  /** Returns the buffer, with the head if wanted. */
  private ByteBuffer begin(boolean withHead) throws TransferException {
    ByteBuffer out = scratch.out().clear();
    return withHead ? append(out, head.bytes(), head.length()) : out;
  }

  /** Appends the bytes; writes the buffer out whenever it is full. */
  private ByteBuffer append(ByteBuffer out, byte[] bytes, int length) throws TransferException {
    int from = 0;
    while (length - from > out.remaining()) {
      int part = out.remaining();
      target.write(out.put(bytes, from, part).flip());
      out.clear();
      from += part;
    }
    return out.put(bytes, from, length - from);
  }
}
