package larder.socket.listener;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HexFormat;
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

  /** What Java says of its own accord is shorter. */
  private static final int LONGEST = 256;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

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
              + printable(String.valueOf(why.getMessage()))
              + (times == 1 ? "" : " (" + times + " of these since the last message)"));
    }
  }

  /** Java repeats what the client sent, and that may be anything. */
  private static String printable(String message) {
    int length = Math.min(message.length(), LONGEST);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = message.charAt(i);
      if (c >= ' ' && c < 0x7f) {
        text.append(c);
      } else {
        text.append('%').append(HEX.toHexDigits((byte) c));
      }
    }
    return text.append(message.length() > LONGEST ? "..." : "").toString();
  }
}
