package larder.forwarding;

import larder.http.Body;
import larder.http.Fields;
import larder.http.Method;
import larder.http.Response;
import larder.http.ResponseHead;
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

  /** Closes all connections, those in use included. Any number of times; never throws. */
  @Override
  void close();

  /**
   * What to send. Framing fields are the adapter's to write.
   *
   * @param fields with {@code Host}, without connection-specific fields
   */
  record OriginRequest(Method method, TargetUri target, Fields fields, Body body) {}

  /** Takes interim responses in the order they come, but 101 (RFC 9110, section 15.2). */
  @FunctionalInterface
  interface InterimListener {
    void interim(ResponseHead head);
  }
}
