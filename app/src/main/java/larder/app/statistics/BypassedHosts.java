package larder.app.statistics;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import larder.forwarding.Bypass;
import larder.forwarding.Conclusion;
import larder.http.Authority;
import larder.http.RequestTarget;
import org.jspecify.annotations.Nullable;

/** Hosts that should be intercepted but could not be; each is logged once. Safe for all threads. */
final class BypassedHosts {
  private static final System.Logger LOG = System.getLogger("larder.interception");
  private static final int MOST = 1000;

  private final ConcurrentMap<String, Bypass> hosts = new ConcurrentHashMap<>();
  private final boolean tells;

  /**
   * @param tells whether to log, or only to count
   */
  BypassedHosts(boolean tells) {
    this.tells = tells;
  }

  void note(Conclusion conclusion) {
    Bypass why = conclusion.bypass();
    if (why == null || isOfTheClient(why)) {
      return;
    }
    Authority host = host(conclusion);
    if (host == null || hosts.size() >= MOST) {
      return;
    }
    if (hosts.put(host.toString(), why) == null && tells) {
      LOG.log(Level.WARNING, () -> host + " is not read but tunnelled: " + inWords(why));
    }
  }

  /** Whether the cause says nothing about the host. */
  private static boolean isOfTheClient(Bypass why) {
    return why == Bypass.CLIENT_LEFT || why == Bypass.CLIENT_PAUSED;
  }

  private static @Nullable Authority host(Conclusion conclusion) {
    if (conclusion.request() == null) {
      return null;
    }
    return switch (conclusion.request().target()) {
      case RequestTarget.AuthorityForm(Authority authority) -> authority;
      case RequestTarget.AbsoluteForm(var uri) -> uri.authority();
      case RequestTarget.OriginForm _, RequestTarget.AsteriskForm _ -> null;
    };
  }

  private static String inWords(Bypass why) {
    return switch (why) {
      case CERTIFICATE_REJECTED ->
          "a client did not accept the certificate of larder ca: does it trust that authority?";
      case NOT_HTTP -> "what is inside TLS is not HTTP/1.1";
      case NOT_TLS -> "what clients send is not TLS";
      case SILENT -> "clients wait for it to speak first";
      case CLIENT_CERTIFICATE -> "it wants certificates of its clients";
      case NO_CERTIFICATE -> "no certificate can be made for it";
      case CLIENT_LEFT -> "a client left before it had begun";
      case CLIENT_PAUSED -> "a client paused before it had begun";
      case OTHER_NAME -> "TLS was begun for another host than was asked for";
      case OTHER_PROTOCOL -> "the client speaks no HTTP/1.1 with it";
    };
  }

  /** The words for the reasons, by host. */
  Map<String, String> hosts() {
    Map<String, String> all = new TreeMap<>();
    hosts.forEach((host, why) -> all.put(host, why.word()));
    return all;
  }
}
