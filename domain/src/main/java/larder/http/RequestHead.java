package larder.http;

/** A request's start line and field section (RFC 9112, section 3). */
public record RequestHead(Method method, RequestTarget target, HttpVersion version, Fields fields) {
  public RequestHead withFields(Fields changed) {
    return new RequestHead(method, target, version, changed);
  }
}
