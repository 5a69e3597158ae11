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
   * Sends a request and returns with the head of the final response; the content comes as it is
   * read. While the request's content is still on its way, it is read from another thread; that has
   * ended when the response's body is closed.
   *
   * @throws TransferException with side {@code ORIGIN}, or {@code CLIENT} if the request's content
   *     failed
   */
  Response fetch(OriginRequest request, InterimListener interim) throws TransferException;

  /**
   * Sends a request without content that asks for another protocol, too (RFC 9110, section 7.8), on
   * a connection of its own. Whether a 101 is what was asked for is the caller's to see.
   *
   * @param request with {@code Upgrade} among its fields; the {@code Connection} that goes with it
   *     is the adapter's to write
   * @throws TransferException with side {@code ORIGIN}
   */
  UpgradeAnswer upgrade(OriginRequest request, InterimListener interim) throws TransferException;

  /**
   * Whether all addresses of an origin are in reach: else what it answered to others may be from
   * one that is not, and only a new answer is for this client. Connects to nothing. Another way to
   * origins than by their addresses may leave that to whoever is asked, and say that all are.
   *
   * @throws TransferException with side {@code ORIGIN} if it cannot be asked at all: of kind {@code
   *     FORBIDDEN} if no address of it is in reach
   */
  boolean check(Scheme scheme, Authority origin, Reach reach) throws TransferException;

  /** Closes all connections, those in use included. Any number of times; never throws. */
  @Override
  void close();

  /**
   * What to send. Framing fields are the adapter's to write.
   *
   * @param fields with {@code Host}, without connection-specific fields
   * @param reach which addresses may be connected to
   */
  record OriginRequest(Method method, TargetUri target, Fields fields, Body body, Reach reach) {}

  /** What came of asking for another protocol. */
  sealed interface UpgradeAnswer {
    /**
     * From here on the connection carries something else.
     *
     * @param head the 101, as it came
     * @param far the caller's to close
     */
    record Switched(ResponseHead head, TunnelEnd far) implements UpgradeAnswer {}

    /** A response, as if nothing else had been asked for. */
    record Declined(Response response) implements UpgradeAnswer {}
  }

  /** Takes interim responses in the order they come, but 101 (RFC 9110, section 15.2). */
  @FunctionalInterface
  interface InterimListener {
    void interim(ResponseHead head);
  }
}
