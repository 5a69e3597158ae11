package larder.forwarding;

import larder.http.Request;
import larder.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * The request port, driven by the adapters that read requests: runs one exchange on the calling
 * thread and returns when the answer has been sent or cannot be. Safe for all threads.
 */
public interface RequestPort {
  /** Why the client may not come in at all, whatever it asks for; null if it may. */
  @Nullable Refusal refusalOf(ClientAddress client);

  /**
   * Answers a request. Sends exactly one final response, unless the client fails. Never throws
   * because of something that a client, an origin or a store does. Closes the request's body before
   * returning, read or not.
   */
  void handle(Request request, ResponsePort client);

  /**
   * Answers a client that was not let in or whose request could not be read. The caller must close
   * the connection afterwards.
   */
  void refuse(Refusal refusal, ResponsePort client);

  /**
   * Answers a request for which {@link #handle} threw before its response had begun. The caller
   * must close the connection afterwards.
   */
  void failed(RequestHead head, ResponsePort client);
}
