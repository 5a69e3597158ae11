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
 * Logs failed TLS handshakes with clients, who cannot be sent an error. Logs the first at once,
 * then at most once a minute. Safe for all threads.
 */
final class Disagreements {
  private static final System.Logger LOG = System.getLogger("larder.socket");

  /** Java's own messages are shorter. */
  private static final int LONGEST = 256;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final Consumer<String> warning;
  private final Seldom seldom = new Seldom(Duration.ofMinutes(1));

  Disagreements() {
    this(sentence -> LOG.log(Level.WARNING, sentence));
  }

  /**
   * @param warning receives each message
   */
  Disagreements(Consumer<String> warning) {
    this.warning = warning;
  }

  /** Counts one more failure. Ignores a client that only closed the connection. */
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

  /** Java's message quotes what the client sent, which may be anything. */
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
