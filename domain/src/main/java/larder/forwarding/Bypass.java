package larder.forwarding;

/** Why a {@code CONNECT} to a host chosen for interception is tunnelled instead. */
public enum Bypass {
  /** The client rejected our certificate, or left during the TLS handshake. */
  CERTIFICATE_REJECTED("certificate-rejected", Lasts.CLIENT),
  /** The client sent something other than HTTP inside TLS. */
  NOT_HTTP("not-http", Lasts.CLIENT),
  /** The client did not begin TLS. */
  NOT_TLS("not-tls", Lasts.CLIENT),
  /** The client sent nothing: probably the far side speaks first. */
  SILENT("silent", Lasts.CLIENT),
  /** The origin asks for a client certificate. */
  CLIENT_CERTIFICATE("client-certificate", Lasts.EVERYBODY),
  /** No certificate can be made for the host. */
  NO_CERTIFICATE("no-certificate", Lasts.EVERYBODY),
  /** The client ended its output before its first message was complete. */
  CLIENT_LEFT("client-left", Lasts.ONCE),
  /** The client paused for too long within its first message. */
  CLIENT_PAUSED("client-paused", Lasts.ONCE),
  /** The client began TLS for a host other than the one in the {@code CONNECT}. */
  OTHER_NAME("other-name", Lasts.ONCE),
  /** The client wants a protocol other than HTTP/1.1 inside TLS. */
  OTHER_PROTOCOL("other-protocol", Lasts.ONCE);

  /** For whom the host is tunnelled to for a while from now on. */
  private enum Lasts {
    /** Nobody: it happened once. */
    ONCE,
    /** The client who caused it: others may be of another mind. */
    CLIENT,
    /** All clients: it lies in the host. */
    EVERYBODY
  }

  private final String word;
  private final Lasts lasts;

  Bypass(String word, Lasts lasts) {
    this.word = word;
    this.lasts = lasts;
  }

  /** The word for logs and statistics. */
  public String word() {
    return word;
  }

  /** Whether to tunnel to the host for a while from now on. */
  public boolean isLasting() {
    return lasts != Lasts.ONCE;
  }

  /** Whether that holds only for the client who caused it. */
  boolean isOfOneClient() {
    return lasts == Lasts.CLIENT;
  }
}
