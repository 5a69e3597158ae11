package larder.forwarding;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import larder.http.TransferException;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * One fetch, where the leader meets the exchanges that wait for its head and then follow its
 * content. The leader reports its progress; the others see it, and are counted. Safe for all
 * threads.
 */
final class SharedFetch {
  /** How long the leader's client may delay one piece, or several before they are measured. */
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** Bytes per second: newcomers do not wait for a leader whose client takes less. */
  static final long LEAST_RATE = 128 << 10;

  private static final long NOT = -1;

  private final Listener listener;
  private final InstantSource clock;
  private final CompletableFuture<Head> head = new CompletableFuture<>();
  private volatile @Nullable TransferException failure;

  // About the leader's client, in milliseconds and bytes.
  private volatile long givingSince = NOT;
  private volatile boolean slow;
  private long waited;
  private long taken;

  // Guarded by this.
  private int others;
  private boolean abandoned;

  /** What the others are told about the head. */
  sealed interface Head {
    /**
     * There is an answer, which can be read while it is received.
     *
     * @param asked when it was asked for
     */
    record Shared(StoredResponse response, Invalidations.Since asked) implements Head {}

    /** There is no answer for others. */
    record None(WaitEnd why) implements Head {}
  }

  /** Why others need not join any more. */
  enum End {
    /** Later requests find the response in the store. */
    STORED,
    /** The response is not stored. */
    NOT_STORED,
    /** The leader is done, well or not. */
    LEFT
  }

  /** Is told of each end, on the leader's thread; possibly more than once per fetch. */
  @FunctionalInterface
  interface Listener {
    void ended(SharedFetch fetch, End end);
  }

  SharedFetch(Listener listener, InstantSource clock) {
    this.listener = listener;
    this.clock = clock;
  }

  /** A fetch that nobody can join. */
  static SharedFetch ofNobodyElse() {
    return new SharedFetch((fetch, end) -> {}, () -> Instant.EPOCH);
  }

  // The leader's side.

  /** Called when the head has arrived and the store takes the content. */
  void share(StoredResponse response, Invalidations.Since asked) {
    head.complete(new Head.Shared(response, asked));
  }

  /** Called if the store takes no more of it: nobody else is served from now on. */
  void notStored() {
    listener.ended(this, End.NOT_STORED);
    head.complete(new Head.None(WaitEnd.NOT_STORED));
  }

  /** The leader's client gets a piece; until it has taken that, nothing more is fetched. */
  void gives() {
    givingSince = clock.millis();
  }

  /**
   * Called when the client has taken a piece. Bytes taken at once do not count: they went into the
   * system's buffers, which hold megabytes.
   */
  void took(long bytes) {
    long millis = clock.millis() - givingSince;
    givingSince = NOT;
    if (millis <= 0) {
      return;
    }
    waited += millis;
    taken += bytes;
    if (waited >= LONGEST_PAUSE.toMillis()) {
      slow = taken < LEAST_RATE * waited / 1000;
      waited = 0;
      taken = 0;
    }
  }

  /** Called when the client has left, and no longer sets the pace. */
  void gaveUpOn() {
    slow = false;
    givingSince = NOT;
  }

  /** Called when the store has all of it. */
  void stored() {
    listener.ended(this, End.STORED);
  }

  /**
   * Called when the content failed, before the followers and the leader's own client are cut off,
   * so that their next attempts do not join this fetch.
   */
  void failed(TransferException cause) {
    failure = cause;
    listener.ended(this, End.LEFT);
  }

  /** Called when the leader has nothing more for the others. Idempotent. */
  void left() {
    listener.ended(this, End.LEFT);
    head.complete(new Head.None(WaitEnd.LEADER_FAILED));
  }

  /** Lets nobody join any more, unless somebody has; returns whether it did. */
  synchronized boolean abandonUnlessFollowed() {
    abandoned = others == 0;
    return abandoned;
  }

  // The others' side.

  synchronized boolean isAbandoned() {
    return abandoned;
  }

  /**
   * Whether the leader's client is so slow that a newcomer is better off on its own. Those that
   * follow already have begun.
   */
  boolean isHeldUp() {
    long since = givingSince;
    return slow || (since != NOT && clock.millis() - since >= LONGEST_PAUSE.toMillis());
  }

  /** Counts one that waits or follows; false if there are too many, or the fetch is abandoned. */
  synchronized boolean enter(int most) {
    if (abandoned || others >= most) {
      return false;
    }
    others++;
    return true;
  }

  /** Called when one that entered is done. */
  synchronized void leave() {
    others--;
  }

  synchronized int others() {
    return others;
  }

  /** Why the content failed; null if that is not known. */
  @Nullable TransferException failure() {
    return failure;
  }

  Head awaitHead(Duration longest) {
    try {
      return head.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new Head.None(WaitEnd.TIMED_OUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Head.None(WaitEnd.TIMED_OUT);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // never completed exceptionally
    }
  }
}
