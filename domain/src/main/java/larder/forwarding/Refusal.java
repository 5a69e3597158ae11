package larder.forwarding;

import larder.http.FieldNames;
import larder.http.Fields;

/**
 * A request that is not served: the status, the error type of RFC 9209, section 2.3, and what to
 * tell a person.
 *
 * @param error as written in {@code Proxy-Status}: {@code http_request_error}
 * @param whatHappened one sentence that says what happened, and on whose side
 * @param whatToDo one sentence
 * @param fields that go with the status, such as {@code Allow}
 */
public record Refusal(
    int status, String error, String whatHappened, String whatToDo, Fields fields) {
  public Refusal(int status, String error, String whatHappened, String whatToDo) {
    this(status, error, whatHappened, whatToDo, Fields.EMPTY);
  }

  /**
   * The client's message cannot be read.
   *
   * @param status 400, 408, 413, 414, 417, 431, 501 or 505
   */
  public static Refusal malformed(int status, String whatHappened) {
    return new Refusal(
        status,
        "http_request_error",
        whatHappened,
        status == 408
            ? "Send the whole request in time."
            : "This is the client's side: correct the request, or report it to the client's"
                + " makers.");
  }

  /** The proxy has too much to do: the same request can be served later. */
  public static Refusal overloaded(String whatHappened) {
    return new Refusal(
        503,
        "http_request_denied",
        whatHappened,
        "This is the proxy's side: try later.",
        Fields.of(FieldNames.RETRY_AFTER, "10"));
  }
}
