package larder.http;

/** A request's start line and field section (RFC 9112, section 3). */
public record RequestHead(Method method, RequestTarget target, HttpVersion version, Fields fields) {
  @SuppressWarnings("ReferenceEquality") // others that are equal are worth no comparison
  public RequestHead withFields(Fields changed) {
    return changed == fields ? this : new RequestHead(method, target, version, changed);
  }
}
