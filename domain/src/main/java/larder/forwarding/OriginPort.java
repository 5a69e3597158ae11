package larder.forwarding;

import larder.access.Reach;
import larder.http.Authority;
import larder.http.Body;
import larder.http.Fields;
import larder.http.Method;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.Scheme;
import larder.http.TargetUri;
import larder.http.TransferException;

/** The way to origins. Safe for all threads. */
public interface OriginPort extends AutoCloseable {
  /**
   * Sends a request and returns once the head of the final response has arrived; the content is
   * read from the origin as the caller reads the body. Another thread may still be reading the
   * request's content; it has ended when the response's body is closed.
   *
   * @throws TransferException with side {@code ORIGIN}, or {@code CLIENT} if the request's content
   *     failed
   */
  Response fetch(OriginRequest request, InterimListener interim) throws TransferException;

  /**
   * Sends a request without content that also asks to change to another protocol (RFC 9110, section
   * 7.8), on a connection of its own. The caller checks whether a 101 names a protocol that was
   * asked for.
   *
   * @param request with {@code Upgrade} among its fields; the adapter writes the matching {@code
   *     Connection}
   * @throws TransferException with side {@code ORIGIN}
   */
  UpgradeAnswer upgrade(OriginRequest request, InterimListener interim) throws TransferException;

  /**
   * Whether all addresses of an origin are in reach. If not, an answer it gave to others may come
   * from an address out of reach, and only a new answer will do for this client. Connects to
   * nothing. An adapter that does not reach origins by address may leave the check to its upstream
   * and return true.
   *
   * @throws TransferException with side {@code ORIGIN} if the origin cannot be asked at all; of
   *     kind {@code FORBIDDEN} if none of its addresses is in reach
   */
  boolean check(Scheme scheme, Authority origin, Reach reach) throws TransferException;

  /** Closes all connections, including those in use. Idempotent; never throws. */
  @Override
  void close();

  /**
   * What to send. The adapter writes the framing fields.
   *
   * @param fields with {@code Host}, without connection-specific fields
   * @param reach which addresses may be connected to
   */
  record OriginRequest(Method method, TargetUri target, Fields fields, Body body, Reach reach) {}

  /** The outcome of asking for another protocol. */
  sealed interface UpgradeAnswer {
    /**
     * The origin changed protocols: from now on the connection carries the new one.
     *
     * @param head the 101, as received
     * @param far the caller closes it
     */
    record Switched(ResponseHead head, TunnelEnd far) implements UpgradeAnswer {}

    /** The origin answered as if no other protocol had been asked for. */
    record Declined(Response response) implements UpgradeAnswer {}
  }

  /** Receives interim responses in order of arrival, except 101 (RFC 9110, section 15.2). */
  @FunctionalInterface
  interface InterimListener {
    void interim(ResponseHead head);
  }
}
