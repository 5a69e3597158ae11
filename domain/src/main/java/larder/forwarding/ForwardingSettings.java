package larder.forwarding;

import java.util.function.Predicate;
import larder.access.Allowances;
import larder.access.Door;
import larder.access.InterceptedHosts;
import larder.http.Authority;
import larder.http.Tokens;

/**
 * The settings for exchanges.
 *
 * @param name our name in {@code Cache-Status} and {@code Proxy-Status}
 * @param pseudonym our name in {@code Via}: different in every process, because a request that
 *     already carries it is taken for a loop (RFC 9110, section 7.6.3)
 * @param tellsKey whether {@code Cache-Status} names the key of a stored response
 * @param door who may come in, and where they may go
 * @param allowed what is passed on besides the usual
 * @param intercepted the hosts whose CONNECT is intercepted
 * @param isSelf whether a host and port are the proxy's own
 */
public record ForwardingSettings(
    String name,
    String pseudonym,
    boolean tellsKey,
    Door door,
    Allowances allowed,
    InterceptedHosts intercepted,
    Predicate<Authority> isSelf,
    Sharing sharing,
    FinishAborted finishAborted) {
  /**
   * @throws IllegalArgumentException if a name is not a token
   */
  public ForwardingSettings {
    if (!Tokens.isToken(name) || !Tokens.isToken(pseudonym)) {
      throw new IllegalArgumentException(
          "The proxy's names are tokens: " + name + ", " + pseudonym);
    }
  }
}
