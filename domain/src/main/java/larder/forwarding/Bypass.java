package larder.forwarding;

/** Why a {@code CONNECT} to a host chosen for interception is tunnelled instead. */
public enum Bypass {
  /** The client rejected our certificate, or left during the TLS handshake. */
  CERTIFICATE_REJECTED("certificate-rejected", true),
  /** The client sent something other than HTTP inside TLS. */
  NOT_HTTP("not-http", true),
  /** The client did not begin TLS. */
  NOT_TLS("not-tls", true),
  /** The client sent nothing: probably the far side speaks first. */
  SILENT("silent", true),
  /** The origin asks for a client certificate. */
  CLIENT_CERTIFICATE("client-certificate", true),
  /** No certificate can be made for the host. */
  NO_CERTIFICATE("no-certificate", true),
  /** The client ended its output before its first message was complete. */
  CLIENT_LEFT("client-left", false),
  /** The client paused for too long within its first message. */
  CLIENT_PAUSED("client-paused", false),
  /** The client began TLS for a host other than the one in the {@code CONNECT}. */
  OTHER_NAME("other-name", false),
  /** The client wants a protocol other than HTTP/1.1 inside TLS. */
  OTHER_PROTOCOL("other-protocol", false);

  private final String word;
  private final boolean lasting;

  Bypass(String word, boolean lasting) {
    this.word = word;
    this.lasting = lasting;
  }

  /** The word for logs and statistics. */
  public String word() {
    return word;
  }

  /** Whether to tunnel to the host for a while from now on. */
  public boolean isLasting() {
    return lasting;
  }
}
