package larder.http;

/**
 * A response's status line and field section (RFC 9112, section 4).
 *
 * @param status from 100 to 599
 * @param reason may be empty
 */
public record ResponseHead(int status, String reason, HttpVersion version, Fields fields) {
  /**
   * @throws IllegalArgumentException if the status is out of range
   */
  public ResponseHead {
    if (status < 100 || status > 599) {
      throw new IllegalArgumentException("A status code is from 100 to 599: " + status);
    }
  }

  /** A head of HTTP/1.1, with the reason phrase of RFC 9110 for the status. */
  public static ResponseHead of(int status, Fields fields) {
    return new ResponseHead(status, StatusCodes.reason(status), HttpVersion.HTTP_1_1, fields);
  }

  public ResponseHead withFields(Fields changed) {
    return new ResponseHead(status, reason, version, changed);
  }

  /** 1xx: another response follows (RFC 9110, section 15.2). */
  public boolean isInterim() {
    return status < 200;
  }

  /**
   * Whether content can follow this head in answer to a request with that method (RFC 9112, section
   * 6.3): never for HEAD, 1xx, 204 and 304, nor after a 2xx to CONNECT.
   */
  public boolean mayHaveContent(Method requestMethod) {
    if (requestMethod.equals(Method.HEAD) || isInterim() || status == 204 || status == 304) {
      return false;
    }
    return !(requestMethod.equals(Method.CONNECT) && status < 300);
  }
}
