package larder.forwarding;

import larder.http.Request;
import larder.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * The request port, driven by whatever reads requests: runs one exchange on the calling thread and
 * returns when the answer has left, or cannot. Safe for all threads.
 */
public interface RequestPort {
  /** Why that client may not come in at all, whatever it asks for; null if it may. */
  @Nullable Refusal refusalOf(ClientAddress client);

  /**
   * Answers a request. Sends exactly one final response to the client, unless the client fails.
   * Never throws for what a client, an origin or a store does. The request's body is closed when it
   * returns; it need not have been read.
   */
  void handle(Request request, ResponsePort client);

  /**
   * Answers what could not be read as a request, or not be let in. The connection has to be closed
   * afterwards.
   */
  void refuse(Refusal refusal, ResponsePort client);

  /**
   * Answers a request that {@link #handle} threw something for before its response had begun. The
   * connection has to be closed afterwards.
   */
  void failed(RequestHead head, ResponsePort client);
}
