package larder.socket.listener;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import larder.fault.Seldom;
import larder.forwarding.ClientAddress;

/**
 * Clients with whom TLS was not agreed on: they can be told nothing. Said at once, then once a
 * minute at most. Safe for all threads.
 */
final class Disagreements {
  private static final System.Logger LOG = System.getLogger("larder.socket");

  private final Consumer<String> warning;
  private final Seldom seldom = new Seldom(Duration.ofMinutes(1));

  Disagreements() {
    this(sentence -> LOG.log(Level.WARNING, sentence));
  }

  /**
   * @param warning takes what is said
   */
  Disagreements(Consumer<String> warning) {
    this.warning = warning;
  }

  /** One more; of who only left again nothing is said. */
  void met(ClientAddress client, IOException why) {
    boolean disagreed = why instanceof SSLException || why instanceof SocketTimeoutException;
    long times = disagreed ? seldom.happened(System.nanoTime()) : 0;
    if (times > 0) {
      warning.accept(
          "TLS could not be agreed on with "
              + client.address()
              + ": "
              + why.getMessage()
              + (times == 1 ? "" : " (" + times + " of these since the last message)"));
    }
  }
}
