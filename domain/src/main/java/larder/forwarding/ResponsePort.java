package larder.forwarding;

import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/**
 * The response port: where the answer to one request goes. For one thread, but for {@link
 * #interim}, which may come from the thread that reads from the origin.
 */
public interface ResponsePort {
  /** Who asked. */
  ClientAddress client();

  /**
   * Passes on an interim response (RFC 9110, section 15.2). Does nothing for a client of HTTP/1.0.
   *
   * @throws TransferException with side {@code CLIENT}
   */
  void interim(ResponseHead head) throws TransferException;

  /**
   * Sends the final response, once, to its last byte. Framing is the adapter's: {@code
   * Content-Length} in the fields is heeded only where no content follows (HEAD, 304). The body is
   * not closed here. If the body fails, the message is left visibly incomplete (RFC 9112, section
   * 8).
   *
   * @throws TransferException of the client's side or, passed through, of the body's source
   */
  void send(Response response) throws TransferException;

  /**
   * Sends the 2xx to {@code CONNECT} or the 101, and then carries bytes both ways until both sides
   * have ended or nothing moved for too long. Closes the far end.
   *
   * @throws TransferException with the side that failed
   */
  void tunnel(ResponseHead head, TunnelEnd far) throws TransferException;

  /**
   * Sends the 2xx to {@code CONNECT}, and then has what comes answered by the request port as
   * requests for that host, until either side ends; or, if that cannot be, carries bytes like a
   * tunnel to the far end.
   *
   * @param far asked once at most, in that case; what it gives is closed here
   * @return why it was not read; null if it was
   * @throws TransferException with the side that failed
   */
  @Nullable Bypass lookInside(ResponseHead head, Inside inside, FarEnd far)
      throws TransferException;

  /** Where the request came from; null unless it came from inside a {@code CONNECT}. */
  default @Nullable Inside inside() {
    return null;
  }

  /** Makes a far end when it is needed. */
  @FunctionalInterface
  interface FarEnd {
    TunnelEnd open() throws TransferException;
  }

  /** Whether a byte of the final response, its head included, was handed to the transport. */
  boolean hasBegun();

  /** How many bytes were sent to the client so far in this exchange, heads included. */
  long bytesSent();

  /** How many bytes of the request were read so far, its head included. */
  long bytesReceived();
}
