package larder.app.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import larder.fault.Seldom;
import larder.forwarding.Conclusion;
import larder.forwarding.ExchangeLog;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for each exchange from a thread of its own: the first line at once, and later ones
 * in groups, after at most some 20 ms. Exchanges never wait for it: when lines come faster than
 * they can be written, it drops some, and logs how many.
 */
public final class AccessLog implements ExchangeLog, AutoCloseable {
  private static final Logger LOG = System.getLogger(AccessLog.class.getName());
  private static final int LONGEST_QUEUE = 65_536;

  /** In bytes: a client can make a line some 10 KiB long. */
  private static final long MOST_QUEUED = 16 << 20;

  private static final int BATCH = 65_536;

  /** Waking the thread for each line would cost more than the line. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final LogFormat format;
  private final Opener opener;
  private final Duration patience;
  private final Queue<Task> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicLong queuedBytes = new AtomicLong();
  private final LongAdder leftOut = new LongAdder();
  private final Thread thread;

  /** Whole lines that are written together. */
  private final ByteArrayOutputStream batch = new ByteArrayOutputStream(BATCH);

  /** Nothing is queued; the next thread that queues something wakes the writer. */
  private volatile boolean idle;

  private OutputStream out;
  private final Seldom failures = new Seldom(Duration.ofMinutes(5));
  private boolean failed;
  private boolean toldFailure;
  private int linesInBatch;
  private long linesLost;
  private int linesSinceTold;

  /** Opens the output for the lines; a file is opened to append to it. */
  @FunctionalInterface
  public interface Opener {
    OutputStream open() throws IOException;
  }

  private sealed interface Task {}

  private record Line(byte[] text) implements Task {}

  private record Reopen() implements Task {}

  private record End() implements Task {}

  private AccessLog(LogFormat format, Opener opener, OutputStream out, Duration patience) {
    this.format = format;
    this.opener = opener;
    this.patience = patience;
    this.out = out;
    this.thread = Thread.ofPlatform().name("access-log").daemon().unstarted(this::write);
  }

  /**
   * Opens the log, and starts to write.
   *
   * @throws IOException if it cannot be opened
   */
  public static AccessLog open(LogFormat format, Opener opener) throws IOException {
    return open(format, opener, Duration.ofSeconds(5));
  }

  /**
   * @param patience how long closing waits for the writer
   */
  static AccessLog open(LogFormat format, Opener opener, Duration patience) throws IOException {
    AccessLog log = new AccessLog(format, opener, opener.open(), patience);
    log.thread.start();
    return log;
  }

  @Override
  public void concluded(Conclusion conclusion) {
    if (queued.get() >= LONGEST_QUEUE || queuedBytes.get() >= MOST_QUEUED) {
      leftOut.increment();
      return;
    }
    Line line = line(conclusion);
    if (line != null) {
      queuedBytes.addAndGet(line.text.length);
      enqueue(line);
      if (idle) {
        wake();
      }
    }
  }

  /** Formatted by the reporting thread, so that the queue takes little memory. */
  private @Nullable Line line(Conclusion conclusion) {
    try {
      return new Line((format.format(conclusion) + '\n').getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException e) { // a fault in one line must not end the exchange
      LOG.log(Level.WARNING, "A line of the access log could not be written", e);
      return null;
    }
  }

  private void enqueue(Task task) {
    queued.incrementAndGet();
    queue.add(task);
  }

  private void wake() {
    idle = false;
    LockSupport.unpark(thread);
  }

  /** Reopens the file after it was moved away. */
  public void reopen() {
    enqueue(new Reopen());
    wake();
  }

  private void write() {
    while (guarded(this::writeOnce, true)) {
      awaitTask();
    }
    guarded(this::end, false);
  }

  private boolean writeOnce() {
    if (!writeQueued()) {
      return false;
    }
    flush();
    tellLeftOut();
    LockSupport.parkNanos(this, PAUSE_NANOS);
    return true;
  }

  private boolean end() {
    shut();
    tellLeftOut();
    if (linesLost > 0) {
      LOG.log(Level.WARNING, "Lines lost of the access log: {0}", linesLost);
    }
    return false;
  }

  /** Even if there is no memory to report a fault, the log must go on. */
  private static boolean guarded(BooleanSupplier action, boolean otherwise) {
    try {
      return action.getAsBoolean();
    } catch (RuntimeException | Error e) {
      say(e);
      return otherwise;
    }
  }

  /** Returns whether to go on. */
  private boolean writeQueued() {
    for (Task task = queue.poll(); task != null; task = queue.poll()) {
      queued.decrementAndGet();
      if (task instanceof End) {
        return false;
      }
      act(task);
    }
    return true;
  }

  private void awaitTask() {
    while (queue.isEmpty()) {
      idle = true;
      if (queue.isEmpty()) {
        LockSupport.park(this);
      }
    }
    idle = false;
  }

  private void act(Task task) {
    try {
      switch (task) {
        case Line line -> {
          queuedBytes.addAndGet(-line.text.length);
          add(line.text);
        }
        case Reopen reopen -> reopenNow();
        case End end -> {}
      }
    } catch (RuntimeException | Error e) { // one fault must not end the log
      if (task instanceof Line) {
        linesLost++;
      }
      say(e);
    }
  }

  private static void say(Throwable fault) {
    try {
      LOG.log(Level.WARNING, "The access log met a fault of its own", fault);
    } catch (RuntimeException | Error notSaid) {
      // There is not even memory for the message.
    }
  }

  private void add(byte[] line) {
    batch.writeBytes(line);
    linesInBatch++;
    if (batch.size() >= BATCH) {
      flush();
    }
    if (++linesSinceTold >= LONGEST_QUEUE) {
      tellLeftOut();
    }
  }

  private void tellLeftOut() {
    linesSinceTold = 0;
    long missing = leftOut.sumThenReset();
    if (missing > 0) {
      LOG.log(Level.WARNING, "The access log fell behind and left out {0} lines", missing);
    }
  }

  /** Closes the old output once the new one is open. */
  private void reopenNow() {
    try {
      OutputStream next = opener.open();
      shut();
      out = next;
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "The access log cannot be opened anew, and the old one is written still: {0}",
          e.getMessage());
    }
  }

  /** Drops what cannot be written. */
  private void flush() {
    if (linesInBatch == 0) {
      return;
    }
    try {
      batch.writeTo(out);
      out.flush();
      batch.reset();
      works();
    } catch (IOException e) {
      linesLost += linesInBatch;
      endHalfLine();
      fail(e);
    } catch (RuntimeException | Error e) {
      linesLost += linesInBatch;
      endHalfLine();
      say(e);
    } finally {
      linesInBatch = 0;
    }
  }

  /** A full disk may have cut a line short; the next one must not be appended to it. */
  private void endHalfLine() {
    batch.reset();
    batch.write('\n');
  }

  private void fail(IOException e) {
    if (!failed) {
      failed = true;
      toldFailure = failures.happened(System.nanoTime()) > 0;
      if (toldFailure) {
        LOG.log(Level.WARNING, "The access log cannot be written: {0}", e.getMessage());
      }
    }
  }

  /** Reports lost lines together: a disk that is nearly full fails and works by turns. */
  private void works() {
    if (failed && toldFailure) {
      LOG.log(Level.WARNING, "The access log is written again; lines lost: {0}", linesLost);
      linesLost = 0;
    }
    failed = false;
  }

  private void shut() {
    flush();
    try {
      out.close();
    } catch (IOException e) {
      fail(e);
    }
  }

  /**
   * Writes what is queued, and closes the file; does not wait long for an output that takes no
   * lines, such as a pipe without a reader. Idempotent.
   */
  @Override
  public void close() {
    try {
      enqueue(new End());
      wake();
      if (!thread.join(patience)) {
        LOG.log(
            Level.WARNING,
            "The access log takes no more lines, and its last ones are not waited for");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
