package larder.socket.listener;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.wire.ContentReader;
import org.jspecify.annotations.Nullable;

/**
 * The content of a request. One thread may read it while another writes the answer. Closing it ends
 * a read that is under way, and returns once that read has ended.
 */
final class ClientBody implements Body {
  private final ContentReader content;
  private final long most;
  private final ContentWaits waits;
  private @Nullable Thread reader;
  private boolean begun;
  private boolean closed;

  /** What the connection does before content is read, and to end such a read. */
  interface ContentWaits {
    /** Called before the first read: the client may wait for a 100 before it sends content. */
    void begin() throws TransferException;

    /**
     * Called when another thread may still be waiting for content that is no longer wanted: gives
     * the client the chance to end by itself.
     *
     * @return how long to wait for that, in nanoseconds
     */
    long giveUpSoon();

    /** Ends a read that is waiting; nothing more is read. */
    void giveUpNow();
  }

  /**
   * @param most the most bytes that it may have
   */
  ClientBody(ContentReader content, long most, ContentWaits waits) {
    this.content = content;
    this.most = most;
    this.waits = waits;
  }

  @Override
  public OptionalLong length() {
    return content.length();
  }

  @Override
  public boolean isAtHand() {
    return content.isAtHand();
  }

  @Override
  public void writeTo(BodySink sink) throws TransferException {
    begin();
    try {
      waits.begin();
      content.writeTo(bounded(sink));
    } finally {
      end();
    }
  }

  /** The size of chunked content shows only as it arrives. */
  private BodySink bounded(BodySink sink) {
    if (most == Long.MAX_VALUE) {
      return sink;
    }
    long[] left = {most};
    return bytes -> {
      left[0] -= bytes.remaining();
      if (left[0] < 0) {
        throw new TransferException(Side.CLIENT, Kind.TOO_LARGE, tooLarge(most));
      }
      sink.write(bytes);
    };
  }

  static String tooLarge(long most) {
    return "The content of the request is larger than " + most + " bytes";
  }

  private synchronized void begin() throws TransferException {
    if (closed || begun) {
      throw new TransferException(
          Side.CLIENT, Kind.FAILED, "The request's content is not to be read any more");
    }
    begun = true;
    reader = Thread.currentThread();
  }

  private synchronized void end() {
    reader = null;
    notifyAll();
  }

  @Override
  public Fields trailers() {
    return content.trailers();
  }

  /** Whether the last byte has been read. */
  boolean isComplete() {
    return content.isComplete();
  }

  /** Whether reading the rest after the answer is cheap enough to keep the connection. */
  synchronized boolean isWorthDraining(long mostBytes) {
    return content.isComplete() || (!begun && content.isWithin(mostBytes));
  }

  /** Discards the rest, so that the next request can be read. */
  void drain() throws TransferException {
    content.writeTo(bytes -> bytes.position(bytes.limit()));
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (reader == null || reader == Thread.currentThread()) {
      return;
    }
    boolean interrupted = !content.isComplete() && awaitReader(waits.giveUpSoon());
    if (reader != null && !content.isComplete()) {
      waits.giveUpNow();
    }
    interrupted |= awaitReader(Long.MAX_VALUE); // the read fails now, or at a deadline of its own
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitReader(long nanos) {
    boolean interrupted = false;
    long start = System.nanoTime();
    for (long left = nanos; reader != null && left > 0; ) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = nanos - (System.nanoTime() - start);
    }
    return interrupted;
  }
}
