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
 * One fetch, where the exchange that leads it meets those that wait for its head and then follow
 * its content. The leader says how far it is; the others see it, and are counted. Safe for all
 * threads.
 */
final class SharedFetch {
  /** So long the leader's client may let one piece wait, or several before it is measured. */
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** Bytes a second: who takes less is not waited for by those who come then. */
  static final long LEAST_RATE = 128 << 10;

  private static final long NOT = -1;

  private final Listener listener;
  private final InstantSource clock;
  private final CompletableFuture<Head> head = new CompletableFuture<>();
  private volatile @Nullable TransferException failure;

  // Of the leader's client, in milliseconds and bytes.
  private volatile long givingSince = NOT;
  private volatile boolean slow;
  private long waited;
  private long taken;

  // Under this.
  private int others;
  private boolean abandoned;

  /** What the others are told. */
  sealed interface Head {
    /**
     * There is an answer, which can be read while it comes.
     *
     * @param asked when it was asked for
     */
    record Shared(StoredResponse response, Invalidations.Since asked) implements Head {}

    /** There is none for others. */
    record None(WaitEnd why) implements Head {}
  }

  /** How it came that nobody need join any more. */
  enum End {
    /** Whoever asks now finds it in the store. */
    STORED,
    /** The store does not get it. */
    NOT_STORED,
    /** The leader is done with it, for better or worse. */
    LEFT
  }

  /** Told of each end, on the leader's thread; more than once for one fetch. */
  @FunctionalInterface
  interface Listener {
    void ended(SharedFetch fetch, End end);
  }

  SharedFetch(Listener listener, InstantSource clock) {
    this.listener = listener;
    this.clock = clock;
  }

  /** One that nobody can join. */
  static SharedFetch ofNobodyElse() {
    return new SharedFetch((fetch, end) -> {}, () -> Instant.EPOCH);
  }

  // The leader's side.

  /** The head is there, and the store takes the content. */
  void share(StoredResponse response, Invalidations.Since asked) {
    head.complete(new Head.Shared(response, asked));
  }

  /** The store does not take it, or no more of it: nobody else is served from now on. */
  void notStored() {
    listener.ended(this, End.NOT_STORED);
    head.complete(new Head.None(WaitEnd.NOT_STORED));
  }

  /** A piece is given to the leader's client; until that has taken it, nothing more is fetched. */
  void gives() {
    givingSince = clock.millis();
  }

  /**
   * It has taken that many bytes. What it took at once does not count: that went into the system's
   * buffers, which hold megabytes.
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

  /** It is gone, and sets the pace no more. */
  void gaveUpOn() {
    slow = false;
    givingSince = NOT;
  }

  /** The store has all of it. */
  void stored() {
    listener.ended(this, End.STORED);
  }

  /**
   * The content came to no good end. Told before its followers are cut off, and its own client:
   * whoever asks again then does not get into the same.
   */
  void failed(TransferException cause) {
    failure = cause;
    listener.ended(this, End.LEFT);
  }

  /** The leader has nothing for the others, or nothing more. Any number of times. */
  void left() {
    listener.ended(this, End.LEFT);
    head.complete(new Head.None(WaitEnd.LEADER_FAILED));
  }

  /** Nobody may join any more, unless somebody has: then it says false. */
  synchronized boolean abandonUnlessFollowed() {
    abandoned = others == 0;
    return abandoned;
  }

  // The others' side.

  synchronized boolean isAbandoned() {
    return abandoned;
  }

  /**
   * Does the leader's client take so little that whoever comes now is better off without it? Those
   * who follow already have begun.
   */
  boolean isHeldUp() {
    long since = givingSince;
    return slow || (since != NOT && clock.millis() - since >= LONGEST_PAUSE.toMillis());
  }

  /** Counts one more who waits or follows; false if that would be too many, or it is abandoned. */
  synchronized boolean enter(int most) {
    if (abandoned || others >= most) {
      return false;
    }
    others++;
    return true;
  }

  /** One who entered is done. */
  synchronized void leave() {
    others--;
  }

  synchronized int others() {
    return others;
  }

  /** Why the content came to no good end; null if that is not known. */
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
      throw new IllegalStateException(e); // nobody completes it so
    }
  }
}
