package larder.socket.channel;

import java.lang.System.Logger.Level;
import java.time.Duration;
import larder.fault.Seldom;

/** What should never be met; said at once, then once a minute at most. Safe for all threads. */
public final class OwnFaults {
  private static final System.Logger LOG = System.getLogger("larder.socket");

  private final Seldom seldom = new Seldom(Duration.ofMinutes(1));

  /**
   * @param what ended in it, as the beginning of a sentence
   */
  public void met(String what, Throwable fault) {
    long times = seldom.happened(System.nanoTime());
    if (times > 0) {
      String more = times == 1 ? "" : " (" + times + " of these since the last message)";
      LOG.log(Level.ERROR, what + " ended in a fault of ours" + more, fault);
    }
  }
}
