package larder.socket.channel;

import java.lang.System.Logger.Level;
import java.time.Duration;
import larder.fault.Seldom;

/**
 * Logs faults of our own code: the first at once, then at most once a minute. Safe for all threads.
 */
public final class OwnFaults {
  private static final System.Logger LOG = System.getLogger("larder.socket");

  private final Seldom seldom = new Seldom(Duration.ofMinutes(1));

  /**
   * @param what ended in the fault, as the beginning of a sentence
   */
  public void met(String what, Throwable fault) {
    long times = seldom.happened(System.nanoTime());
    if (times > 0) {
      String more = times == 1 ? "" : " (" + times + " of these since the last message)";
      LOG.log(Level.ERROR, what + " ended in a fault of ours" + more, fault);
    }
  }
}
