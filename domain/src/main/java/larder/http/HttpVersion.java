package larder.http;

/** The supported versions (RFC 9112, section 2.3). */
public enum HttpVersion {
  HTTP_1_0("HTTP/1.0", "1.0"),
  HTTP_1_1("HTTP/1.1", "1.1");

  private final String text;
  private final String number;

  HttpVersion(String text, String number) {
    this.text = text;
    this.number = number;
  }

  /** As written in a start line: {@code HTTP/1.1}. */
  public String text() {
    return text;
  }

  /** As written in {@code Via}: {@code 1.1}. */
  public String number() {
    return number;
  }
}
