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
 * The content of a request. It may be read on another thread than the answer is written on; closing
 * it ends such a reading, and returns when it has ended.
 */
final class ClientBody implements Body {
  private final ContentReader content;
  private final long most;
  private final ContentWaits waits;
  private @Nullable Thread reader;
  private boolean begun;
  private boolean closed;

  /** What the connection does around the reading of content. If that is given up, it ends. */
  interface ContentWaits {
    /** The content is wanted: the client may wait for a 100 before it sends it. */
    void begin() throws TransferException;

    /**
     * Another thread may be waiting for content that nobody wants any more: the client is given the
     * chance to end by itself.
     *
     * @return for how many nanoseconds
     */
    long giveUpSoon();

    /** Nothing more is read: a reading that waits ends. */
    void giveUpNow();
  }

  /**
   * @param most how many bytes it may have
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

  /** Content that comes in chunks shows only as it comes how large it is. */
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

  /** Whether its last byte was read. */
  boolean isComplete() {
    return content.isComplete();
  }

  /** Whether reading it to its end after the answer is cheap enough to keep the connection. */
  synchronized boolean isWorthDraining(long mostBytes) {
    return content.isComplete() || (!begun && content.isWithin(mostBytes));
  }

  /** Reads what nobody wanted, so that the next request can be read. */
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
    interrupted |= awaitReader(Long.MAX_VALUE); // it fails now, or at a deadline of its own
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
