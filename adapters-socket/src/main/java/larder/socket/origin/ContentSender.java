package larder.socket.origin;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import larder.forwarding.OriginPort.OriginRequest;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.channel.Carriers;
import larder.socket.channel.OwnFaults;
import larder.socket.channel.Pool;
import larder.socket.channel.Threads;
import larder.socket.wire.Framing;
import larder.socket.wire.HeadBuilder;
import larder.socket.wire.HeadRoom;
import larder.socket.wire.MessageWriter;
import larder.socket.wire.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request with its content on a separate thread while the caller waits for the answer: an
 * origin may answer before it has read everything (RFC 9112, section 9.5).
 */
final class ContentSender implements Runnable {
  private static final Duration LAST_STEP = Duration.ofMillis(100);
  private static final OwnFaults FAULTS = new OwnFaults();

  private final OriginConnection connection;
  private final OriginRequest request;
  private final Pool<Scratch> scratches;
  private final HeadRoom room;
  private final long expectationNanos;
  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private final Thread thread = Carriers.beside(this);
  private volatile boolean stopped;
  private volatile boolean ending;
  private volatile boolean complete;
  private long left;
  private volatile @Nullable TransferException failure;

  /**
   * @param room for large heads
   * @param expectationNanos how long to wait for a 100 before sending the content; 0: do not wait
   */
  ContentSender(
      OriginConnection connection,
      OriginRequest request,
      Pool<Scratch> scratches,
      HeadRoom room,
      long expectationNanos) {
    this.connection = connection;
    this.request = request;
    this.scratches = scratches;
    this.room = room;
    this.expectationNanos = expectationNanos;
  }

  void start() {
    Carriers.launch(thread);
  }

  /** Called when the origin wants the content. */
  void goOn() {
    mayGoOn.countDown();
  }

  /**
   * Whether the last bytes are being sent or have been sent; the answer may arrive before this
   * thread knows that they have.
   */
  boolean isEnding() {
    return ending;
  }

  /** Whether all content has been sent, now or within a moment, and the thread has ended. */
  boolean becomesComplete() {
    if (!ending) {
      return false;
    }
    try {
      return thread.join(LAST_STEP) && complete;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * The failure that was not the origin's, if there was one: that of the request's own content, or
   * the lack of room for its head.
   */
  @Nullable TransferException ownFailure() {
    TransferException met = failure;
    return met == null || isOrigins(met) ? null : met;
  }

  private static boolean isOrigins(TransferException failure) {
    return failure.side() == Side.ORIGIN && failure.kind() != Kind.OVERLOADED;
  }

  /** Sends nothing more than what is already being written. */
  void stop() {
    stopped = true;
    mayGoOn.countDown();
  }

  /** Stops, and returns when the thread has ended. The connection must be cut before. */
  void end() {
    stop();
    if (thread.isAlive()) {
      request.body().close();
    }
    Threads.awaitEnd(thread);
  }

  @Override
  public void run() {
    try {
      sendWithScratch();
    } catch (TransferException e) {
      failure = e;
      if (!isOrigins(e)) {
        connection.cut();
      }
    } catch (RuntimeException | Error e) {
      FAULTS.met("Sending a request", e);
      failure = new TransferException(Side.CLIENT, Kind.FAILED, "The content got lost", e);
      connection.cut();
    } finally {
      connection.expectAnswer();
    }
  }

  private void sendWithScratch() throws TransferException {
    Scratch scratch = scratches.take().within(room);
    try {
      send(scratch);
    } finally {
      scratch.trim();
      scratches.give(scratch);
    }
  }

  private void send(Scratch scratch) throws TransferException {
    Framing framing = framing();
    HeadBuilder head = OriginExchange.head(connection, request, framing, scratch);
    MessageWriter out = new MessageWriter(connection.output(), scratch, head, framing);
    if (expectationNanos > 0) {
      out.flushHead();
      awaitContinue();
    }
    if (stopped) {
      return;
    }
    left = request.body().length().orElse(Long.MAX_VALUE);
    request.body().writeTo(bytes -> send(bytes, out));
    ending = true;
    out.end(request.body().trailers());
    complete = true;
  }

  private void send(ByteBuffer bytes, MessageWriter out) throws TransferException {
    if (stopped) {
      throw new TransferException(Side.ORIGIN, Kind.CUT_SHORT, "The origin wanted no more content");
    }
    left -= bytes.remaining();
    ending = left == 0;
    out.write(bytes);
  }

  private Framing framing() {
    return request.body().length().isPresent()
        ? new Framing.Fixed(request.body().length().getAsLong())
        : Framing.CHUNKED;
  }

  private void awaitContinue() {
    try {
      mayGoOn.await(expectationNanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
