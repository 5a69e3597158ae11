package larder.app.statistics;

import java.util.concurrent.atomic.LongAdder;

/** Counts requests to origins, and the bytes received. Safe for all threads. */
final class OriginCounts {
  private final LongAdder requests = new LongAdder();
  private final LongAdder received = new LongAdder();

  void asked() {
    requests.increment();
  }

  void received(long bytes) {
    received.add(bytes);
  }

  long requests() {
    return requests.sum();
  }

  long received() {
    return received.sum();
  }
}
