package larder.forwarding;

import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/**
 * The response port: takes the answer to one request. For one thread, except {@link #interim},
 * which the thread that reads from the origin may call.
 */
public interface ResponsePort {
  /** The client that sent the request. */
  ClientAddress client();

  /**
   * Passes on an interim response (RFC 9110, section 15.2). Does nothing if the client speaks
   * HTTP/1.0.
   *
   * @throws TransferException with side {@code CLIENT}
   */
  void interim(ResponseHead head) throws TransferException;

  /**
   * Sends the final response, to its last byte; called at most once. The adapter does the framing:
   * it uses {@code Content-Length} from the fields only where no content follows (HEAD, 304). Does
   * not close the body. If the body fails, the message is left visibly incomplete (RFC 9112,
   * section 8).
   *
   * @throws TransferException with side {@code CLIENT}; or, passed through, from the body's source
   */
  void send(Response response) throws TransferException;

  /**
   * Sends the 2xx to {@code CONNECT} or the 101, then carries bytes both ways until both sides have
   * ended or nothing has moved for too long. Closes the far end.
   *
   * @throws TransferException with the side that failed
   */
  void tunnel(ResponseHead head, TunnelEnd far) throws TransferException;

  /**
   * Sends the 2xx to {@code CONNECT}, then has the request port answer the requests that follow, as
   * requests for that host, until either side ends. Where that is not possible, carries bytes to
   * the far end instead, as a tunnel does.
   *
   * @param far called at most once, for the tunnel; this method closes the end that it gives
   * @return why the inside was not read; null if it was
   * @throws TransferException with the side that failed
   */
  @Nullable Bypass lookInside(ResponseHead head, Inside inside, FarEnd far)
      throws TransferException;

  /** Where the request came from; null unless it came from inside a {@code CONNECT}. */
  default @Nullable Inside inside() {
    return null;
  }

  /** Opens a far end when one is needed. */
  @FunctionalInterface
  interface FarEnd {
    TunnelEnd open() throws TransferException;
  }

  /** Whether any byte of the final response, including its head, was handed to the transport. */
  boolean hasBegun();

  /** How many bytes this exchange has sent to the client so far, including heads. */
  long bytesSent();

  /** How many bytes of the request were read so far, including its head. */
  long bytesReceived();
}
