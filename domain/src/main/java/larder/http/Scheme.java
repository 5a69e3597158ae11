package larder.http;

/** The two schemes that the proxy fetches (RFC 9110, section 4.2). */
public enum Scheme {
  HTTP("http", 80),
  HTTPS("https", 443);

  private final String text;
  private final int defaultPort;

  Scheme(String text, int defaultPort) {
    this.text = text;
    this.defaultPort = defaultPort;
  }

  public String text() {
    return text;
  }

  public int defaultPort() {
    return defaultPort;
  }
}
